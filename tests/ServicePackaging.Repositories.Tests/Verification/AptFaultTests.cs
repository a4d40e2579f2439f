using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Repositories.Verification;

namespace ServicePackaging.Repositories.Tests.Verification;

/// <summary>Each fault of a suite is found, and nothing else.</summary>
public sealed class AptFaultTests : IDisposable
{
    private const string InRelease = $"{BrokenRepository.Suite}/InRelease";
    private const string Release = $"{BrokenRepository.Suite}/Release";
    private const string Amd64 = $"{BrokenRepository.Suite}/main/binary-amd64/Packages";

    private static readonly (RepositoryRule Rule, string Case, Action<BrokenRepository> Break)[] Rows =
    [
        (AptRules.InReleaseMissing, "deleted", repository => repository.Delete(InRelease)),
        (AptRules.InReleaseMissing, "no suite", repository =>
            repository.Options = repository.Options with { Suites = [new("deb", "beta")] }),
        (AptRules.InReleaseForm, "byte-order mark", repository =>
            repository.Write(InRelease, [0xEF, 0xBB, 0xBF, .. repository.Read(InRelease)])),
        (AptRules.InReleaseForm, "text before", repository => repository.Write(InRelease, "\n" + repository.Text(InRelease))),
        (AptRules.InReleaseForm, "text after", repository => repository.Write(InRelease, repository.Text(InRelease) + "x")),
        (AptRules.InReleaseForm, "truncated", repository => repository.Write(InRelease, repository.Text(InRelease)[..^40])),
        (AptRules.InReleaseForm, "HTML", repository => repository.Write(InRelease, "<html><body>Sign in</body></html>")),
        (AptRules.InReleaseForm, "gzip", repository => repository.Write(InRelease, BrokenRepository.Gzip(repository.Read(InRelease)))),
        (AptRules.InReleaseForm, "empty", repository => repository.Write(InRelease, [])),
        (AptRules.ReleaseMissing, "deleted", repository =>
        {
            repository.Delete(Release);
            repository.Delete(Release + ".gpg");
        }),
        (AptRules.ReleaseDiffers, "another label", repository =>
        {
            var inRelease = repository.Read(InRelease);
            repository.EditRelease(text => text.Replace("Label: Acme", "Label: Other", StringComparison.Ordinal));
            repository.Write(InRelease, inRelease);
        }),
        (AptRules.ReleaseSignatureMissing, "deleted", repository => repository.Delete(Release + ".gpg")),
        (AptRules.ReleaseMalformed, "a line", repository => repository.EditRelease(text => "nonsense\n" + text)),
        (AptRules.ReleaseMalformed, "a digest", repository => repository.EditRelease(text => text + " 12 x y\n")),
        (AptRules.ReleaseMalformed, "a path", repository => repository.EditRelease(text => text + $" {new string('0', 64)} 5 "
            + "../../../etc/passwd\n")),
        (AptRules.DateInvalid, "missing", repository => repository.EditRelease(text => Without(text, "Date"))),
        (AptRules.DateInvalid, "local time", repository => repository.EditRelease(text => With(text, "Date", "Sun, 01 Nov 2026 12:00:00 "
            + "CET"))),
        (AptRules.DateInFuture, "in 2031", repository => repository.EditRelease(text => With(text, "Date", "Wed, 01 Jan 2031 12:00:00 "
            + "+0000"))),
        (AptRules.ValidUntilPresent, "in 2031", repository =>
            repository.EditRelease(text => With(text, "Valid-Until", "Wed, 01 Jan 2031 12:00:00 UTC"))),
        (AptRules.ValidUntilPast, "in 2021", repository => repository.EditRelease(text => With(text, "Valid-Until", "Fri, 01 Jan 2021 "
            + "12:00:00 UTC"))),
        (AptRules.ArchitecturesMissing, "removed", repository => repository.EditRelease(text => Without(text, "Architectures"))),
        (AptRules.ComponentsMissing, "removed", repository => repository.EditRelease(text => Without(text, "Components"))),
        (AptRules.SuiteMismatch, "another name", repository =>
            repository.EditRelease(text => text.Replace(": stable\n", ": testing\n", StringComparison.Ordinal))),
        (AptRules.WeakDigests, "SHA1", repository =>
            repository.EditRelease(text => text.Replace("SHA256:\n", "SHA1:\n", StringComparison.Ordinal))),
        (AptRules.SignedByField, "added", repository => repository.EditRelease(text => With(text, "Signed-By", new string('A', 40)))),
        (AptRules.PlainIndexNotListed, "removed", repository =>
            repository.EditRelease(text => WithoutLine(text, "main/binary-amd64/Packages"))),
        (AptRules.IndexNotListed, "another architecture", repository => repository.EditRelease(text => text.Replace("Architectures: all "
            + "amd64", "Architectures: all amd64 i386", StringComparison.Ordinal))),
        (AptRules.IndexMissing, "deleted", repository => repository.Delete(Amd64 + ".gz")),
        (AptRules.IndexDiffers, "longer", repository => repository.Write(Amd64, repository.Text(Amd64) + "\n")),
        (AptRules.IndexDiffers, "other bytes", repository =>
            repository.Write(Amd64, repository.Text(Amd64).Replace("1.0", "2.0", StringComparison.Ordinal))),
        (AptRules.IndexDiffers, "compressed", repository =>
            repository.WriteIndex("main/binary-amd64/Packages.gz", BrokenRepository.Gzip("Package: x\n"u8.ToArray()))),
        (AptRules.IndexUnreadable, "truncated", repository =>
            repository.WriteIndex("main/binary-amd64/Packages.gz", repository.Read(Amd64 + ".gz")[..^9])),
        (AptRules.IndexUnreadable, "not gzip", repository =>
            repository.WriteIndex("main/binary-amd64/Packages.gz", repository.Read(Amd64))),
        (AptRules.IndexCompression, "zstd", repository =>
        {
            var content = "(zstd)"u8.ToArray();
            repository.EditRelease(text => text.Replace("amd64/Packages.gz", "amd64/Packages.zst", StringComparison.Ordinal));
            repository.WriteIndex("main/binary-amd64/Packages.zst", content);
            repository.Delete(Amd64);
        }),
        (AptRules.ByHashOff, "removed", repository => repository.EditRelease(text => Without(text, "Acquire-By-Hash"))),
        (AptRules.ByHashMissing, "deleted", repository => repository.Delete(ByHash(repository))),
        (AptRules.ByHashDiffers, "other content", repository => repository.Write(ByHash(repository), "x")),
        (AptRules.StanzaMalformed, "a line", repository =>
            repository.EditPackages("amd64", text => new Regex("^Size: ", RegexOptions.Multiline).Replace(text, "Si ze\nSize: ", 1))),
        (AptRules.StanzaField, "SHA256", repository => repository.EditPackages("amd64", text => WithoutFirst(text, "SHA256"))),
        (AptRules.StanzaField, "Size", repository => repository.EditPackages("amd64", text => WithoutFirst(text, "Size"))),
        (AptRules.StanzaField, "Filename", repository => repository.EditPackages("arm64", text => WithoutFirst(text, "Filename"))),
        (AptRules.StanzaField, "not a number", repository => repository.EditPackages("arm64", text => With(text, "Size", "many"))),
        (AptRules.FileNameUnusable, "absolute", repository =>
            repository.EditPackages("amd64", text => With(text, "Filename", "https://example.org/hello.deb"))),
        (AptRules.FileNameUnusable, "above", repository =>
            repository.EditPackages("amd64", text => With(text, "Filename", "../rpm/hello.deb"))),
        (AptRules.AllPackageMissing, "removed", repository => repository.EditPackages("arm64", text => Stanza(text, "hello"))),
        (PackageRules.SameFileTwice, "two packages", repository => repository.EditPackages("amd64", text =>
            text + "\n" + Stanza(text, "hello").Replace("Package: hello", "Package: other", StringComparison.Ordinal)
                .Replace("SHA256: ", "SHA256: 0000", StringComparison.Ordinal))),
        (PackageRules.SamePackageTwice, "two files", repository =>
        {
            byte[] other = [.. repository.Read(BrokenRepository.Deb), 10];
            repository.Write("deb/pool/other.deb", other);
            repository.EditPackages("amd64", text => text + "\n" + With(
                With(With(Stanza(text, "hello"), "Filename", "pool/other.deb"), "SHA256", BrokenRepository.Sha256(other)),
                "Size", $"{other.Length}"));
            repository.Options = repository.Options with { ReadPackages = false };
        }),
        (PackageRules.Missing, "deleted", repository => repository.Delete(BrokenRepository.Deb)),
        (PackageRules.Differs, "longer", repository =>
            repository.Write(BrokenRepository.Deb, [.. repository.Read(BrokenRepository.Deb), 10])),
        (PackageRules.Differs, "other bytes", repository =>
        {
            var package = repository.Read(BrokenRepository.Deb);
            package[^1] ^= 1;
            repository.Write(BrokenRepository.Deb, package);
        }),
        (PackageRules.Unreadable, "text", repository => repository.ReplaceDeb("hello"u8.ToArray())),
        (PackageRules.MetadataDiffers, "another dependency", repository => repository.EditPackages("amd64", text =>
            With(text, "Depends", "libc6"))),
        (SignatureRules.Invalid, "another text", repository =>
        {
            var text = repository.Text(Release).Replace("Label: Acme", "Label: Acmf", StringComparison.Ordinal);
            var signed = repository.Signer.SignText(text, Publisher.Start, TestContext.Current.CancellationToken);
            repository.Write(InRelease, Encoding.UTF8.GetString(signed).Replace("Acmf", "Acme", StringComparison.Ordinal));
        }),
        (SignatureRules.Invalid, "Release.gpg of another text", repository => repository.Write(
            Release + ".gpg", repository.Signer.SignDetached([1], Publisher.Start, TestContext.Current.CancellationToken))),
        (SignatureRules.Invalid, "no signature", repository => repository.Write(Release + ".gpg", "text")),
        (SignatureRules.UnknownKey, "another key", repository => repository.Write(
            InRelease, new RepositorySigner([repository.Other], Publisher.Start.AddYears(1)).SignText(
                repository.Text(Release), Publisher.Start, TestContext.Current.CancellationToken))),
    ];

    private readonly BrokenRepository _repository = new();

    public static TheoryData<string, string> Cases => [.. Rows.Select(row => (row.Rule.Name, row.Case))];

    /// <summary>The rules that have a test here.</summary>
    internal static IEnumerable<RepositoryRule> Rules => Rows.Select(row => row.Rule);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_fault_is_found_and_nothing_else(string rule, string which)
    {
        Break(_repository, rule, which);
        var fault = Assert.Single(_repository.Verify());
        Assert.Equal(rule, fault.Rule.Name);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _repository.Dispose();

    /// <summary>Breaks what the rule is about.</summary>
    internal static void Break(BrokenRepository repository, string rule, string which) =>
        Rows.Single(row => row.Rule.Name == rule && row.Case == which).Break(repository);

    private static string ByHash(BrokenRepository repository) =>
        $"{BrokenRepository.Suite}/main/binary-amd64/by-hash/SHA256/{BrokenRepository.Sha256(repository.Read(Amd64 + ".gz"))}";

    private static string Without(string text, string field) => Regex.Replace(text, $"^{field}:.*\n", "", RegexOptions.Multiline);

    private static string WithoutFirst(string text, string field) =>
        new Regex($"^{field}:.*\n", RegexOptions.Multiline).Replace(text, "", 1);

    private static string WithoutLine(string text, string end) =>
        Regex.Replace(text, $"^ .* {Regex.Escape(end)}\n", "", RegexOptions.Multiline);

    private static string With(string text, string field, string value)
    {
        var rest = WithoutFirst(text, field);
        return $"{field}: {value}\n{rest}";
    }

    private static string Stanza(string text, string name) =>
        text.Split("\n\n").Single(stanza => stanza.Contains($"Package: {name}\n", StringComparison.Ordinal)).TrimEnd('\n') + "\n";
}
