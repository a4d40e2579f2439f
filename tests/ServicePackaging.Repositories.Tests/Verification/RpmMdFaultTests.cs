using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ServicePackaging.Repositories.Verification;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Repositories.Tests.Verification;

/// <summary>Each fault of rpm-md metadata is found, and nothing else.</summary>
public sealed class RpmMdFaultTests : IDisposable
{
    private const string RepoMd = $"{BrokenRepository.RepoData}/repomd.xml";
    private const string MirrorList = "rpm/stable/mirrorlist";

    private static readonly (RepositoryRule Rule, string Case, Action<BrokenRepository> Break)[] Rows =
    [
        (RpmMdRules.RepoMdMissing, "deleted", repository => repository.Delete(RepoMd)),
        (RpmMdRules.RepoMdMalformed, "text", repository => Replace(repository, "text")),
        (RpmMdRules.RepoMdMalformed, "another root", repository => Replace(repository, "<html/>")),
        (RpmMdRules.RepoMdMalformed, "a document type", repository =>
            Replace(repository, "<!DOCTYPE repomd [<!ENTITY a \"b\">]><repomd>&a;</repomd>")),
        (RpmMdRules.SignatureMissing, "deleted", repository => repository.Delete(RepoMd + ".asc")),
        (SignatureRules.Invalid, "of another file", repository => repository.Write(
            RepoMd + ".asc", repository.Signer.SignDetached([1], Publisher.Start, TestContext.Current.CancellationToken))),
        (SignatureRules.UnknownKey, "another key", repository =>
        {
            repository.SignRepoMd(new([repository.Other], Publisher.Start.AddYears(1)));
            repository.Write(RepoMd + ".key", OpenPgpArmor.EncodePublicKey(repository.Other.PublicKey!));
        }),
        (RpmMdRules.LastSignatureUnknown, "two keys", repository =>
            repository.SignRepoMd(new([repository.Publisher.Key, repository.Other], Publisher.Start.AddYears(1)))),
        (RpmMdRules.KeyMissing, "deleted", repository => repository.Delete(RepoMd + ".key")),
        (RpmMdRules.KeyDiffers, "another key", repository =>
            repository.Write(RepoMd + ".key", OpenPgpArmor.EncodePublicKey(repository.Other.PublicKey!))),
        (RpmMdRules.KeyDiffers, "text", repository => repository.Write(RepoMd + ".key", "text")),
        (RpmMdRules.WeakDigest, "sha1", repository => repository.EditRepoMd(text => new Regex("type=\"sha256\">[0-9a-f]*<").Replace(
            text, $"type=\"sha\">{Sha1(repository.Read(repository.MetadataPath("primary")))}<", 1))),
        (RpmMdRules.MetadataMissing, "deleted", repository => repository.Delete(repository.MetadataPath("filelists"))),
        (RpmMdRules.MetadataMissing, "no primary", repository => repository.EditRepoMd(text =>
            text.Replace("type=\"primary\"", "type=\"secondary\"", StringComparison.Ordinal))),
        (RpmMdRules.MetadataDiffers, "longer", repository =>
        {
            var path = repository.MetadataPath("other");
            repository.Write(path, [.. repository.Read(path), 0]);
        }),
        (RpmMdRules.MetadataDiffers, "other bytes", repository =>
        {
            var path = repository.MetadataPath("other");
            var content = repository.Read(path);
            content[4] ^= 1;
            repository.Write(path, content);
        }),
        (RpmMdRules.MetadataDiffers, "open size", repository =>
            repository.EditRepoMd(text => new Regex("<open-size>").Replace(text, "<open-size>1", 1))),
        (RpmMdRules.MetadataUnreadable, "no XML", repository => repository.EditMetadata("other", _ => "text")),
        (RpmMdRules.MetadataUnreadable, "a document type", repository => repository.EditMetadata(
            "filelists", text => text.Replace("?>\n", "?>\n<!DOCTYPE filelists []>\n", StringComparison.Ordinal))),
        (RpmMdRules.MetadataUnreadable, "not gzip", repository =>
        {
            var path = repository.MetadataPath("other");
            var (before, after) = (repository.Read(path), "text"u8.ToArray());
            repository.Write(path, after);
            repository.EditRepoMd(text => text
                .Replace($">{BrokenRepository.Sha256(before)}<", $">{BrokenRepository.Sha256(after)}<", StringComparison.Ordinal)
                .Replace($"<size>{before.Length}<", $"<size>{after.Length}<", StringComparison.Ordinal));
        }),
        (RpmMdRules.MetadataCompression, "zstd", repository =>
        {
            var path = repository.MetadataPath("other");
            repository.EditRepoMd(text => text.Replace("other.xml.gz", "other.xml.zst", StringComparison.Ordinal));
            File.Move(repository.PathOf(path), repository.PathOf(path.Replace(".gz", ".zst", StringComparison.Ordinal)));
        }),
        (RpmMdRules.MetadataDisagrees, "another package", repository => repository.EditMetadata(
            "other", text => Regex.Replace(text, "pkgid=\"....", "pkgid=\"0000"))),
        (RpmMdRules.PackageCount, "nine", repository => repository.EditMetadata(
            "primary", text => text.Replace("packages=\"1\"", "packages=\"9\"", StringComparison.Ordinal))),
        (RpmMdRules.PackageElement, "no architecture", repository => repository.EditMetadata(
            "primary", text => Regex.Replace(text, "<arch>.*</arch>", ""))),
        (RpmMdRules.LocationBase, "another host", repository => repository.EditMetadata(
            "primary", text => text.Replace("<location ", "<location xml:base=\"http://example.org/\" ", StringComparison.Ordinal))),
        (RpmMdRules.LocationUnusable, "absolute", repository => repository.EditMetadata(
            "primary", text => text.Replace("href=\"../pool", "href=\"http://example.org/pool", StringComparison.Ordinal))),
        (RpmMdRules.LocationUnusable, "above the root", repository => repository.EditMetadata(
            "primary", text => text.Replace("href=\"../pool", "href=\"../../../../etc", StringComparison.Ordinal))),
        (RpmMdRules.LocationUnusable, "of metadata", repository => repository.EditRepoMd(
            text => Regex.Replace(text, "href=\"([^\"]*-other)", "href=\"/$1"))),
        (PackageRules.SamePackageTwice, "two files", repository => Twice(repository, text => text
            .Replace("../pool/hello", "../pool/other", StringComparison.Ordinal))),
        (PackageRules.SameFileTwice, "two packages", repository => Twice(repository, text => text
            .Replace("<name>hello", "<name>other", StringComparison.Ordinal))),
        (PackageRules.Missing, "deleted", repository => repository.Delete(BrokenRepository.Rpm)),
        (PackageRules.Differs, "longer", repository =>
            repository.Write(BrokenRepository.Rpm, [.. repository.Read(BrokenRepository.Rpm), 10])),
        (PackageRules.Differs, "other bytes", repository =>
        {
            var package = repository.Read(BrokenRepository.Rpm);
            package[^1] ^= 1;
            repository.Write(BrokenRepository.Rpm, package);
        }),
        (PackageRules.Unreadable, "text", repository => repository.ReplaceRpm("hello"u8.ToArray())),
        (PackageRules.MetadataDiffers, "another version", repository =>
        {
            foreach (var type in new[] { "primary", "filelists", "other" })
            {
                repository.EditMetadata(type, text => text
                    .Replace("ver=\"1.0\" rel=\"1\"/>", "ver=\"2.0\" rel=\"1\"/>", StringComparison.Ordinal));
            }
        }),
        (RpmMdRules.Unsigned, "no signature", repository => repository.ReplaceRpm(repository.RpmSignedBy(null))),
        (SignatureRules.UnknownKey, "package", repository => repository.ReplaceRpm(repository.RpmSignedBy(repository.Other))),
        (RpmMdRules.MirrorListEmpty, "only a comment", repository => WithMirrorList(repository, "# nothing\n")),
        (RpmMdRules.MirrorListAddress, "relative", repository => WithMirrorList(repository, "rpm/stable/\n")),
        (RpmMdRules.MirrorListElsewhere, "another host", repository => WithMirrorList(repository, "https://example.org/rpm/stable/\n")),
        (RpmMdRules.MirrorListDiffers, "an older generation", repository =>
        {
            var generation = Path.GetFileName(Directory.GetDirectories(repository.PathOf("rpm"), "stable-g1-*").Single());
            var publisher = repository.Publisher;
            publisher.Publish(publisher.Request with { Identity = null, Packages = [publisher.Rpm("hello", "2.0")] });
            WithMirrorList(repository, $"{Publisher.Acme.Url}rpm/{generation}/\n");
        }),
    ];

    private readonly BrokenRepository _repository = new();

    public static TheoryData<string, string> Cases => [.. Rows.Select(row => (row.Rule.Name, row.Case))];

    /// <summary>The rules that have a test here.</summary>
    internal static IEnumerable<RepositoryRule> Rules => Rows.Select(row => row.Rule);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_fault_is_found_and_nothing_else(string rule, string which)
    {
        Rows.Single(row => row.Rule.Name == rule && row.Case == which).Break(_repository);
        var fault = Assert.Single(_repository.Verify());
        Assert.Equal(rule, fault.Rule.Name);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _repository.Dispose();

    private static void Replace(BrokenRepository repository, string text)
    {
        repository.Write(RepoMd, text);
        repository.SignRepoMd(repository.Signer);
    }

    private static void WithMirrorList(BrokenRepository repository, string text)
    {
        repository.Write(MirrorList, text);
        repository.Options = repository.Options with { Metadata = [new("rpm/stable", MirrorList)], Address = Publisher.Acme.Url };
    }

    // Adds a changed copy of the package, with another digest, to all lists.
    private static void Twice(BrokenRepository repository, Func<string, string> edit)
    {
        var package = repository.Read(BrokenRepository.Rpm);
        var digest = BrokenRepository.Sha256(package);
        repository.Write("rpm/pool/other-1.0-1.x86_64.rpm", package);
        repository.Options = repository.Options with { ReadPackages = false };
        foreach (var type in new[] { "primary", "filelists", "other" })
        {
            repository.EditMetadata(type, text => Regex.Replace(
                text.Replace("packages=\"1\"", "packages=\"2\"", StringComparison.Ordinal),
                "(<package.*</package>\n)",
                match => match.Value + edit(match.Value.Replace(digest, new string('0', digest.Length), StringComparison.Ordinal)),
                RegexOptions.Singleline));
        }
    }

#pragma warning disable CA5350 // The test is about this digest.
    private static string Sha1(byte[] content) => Convert.ToHexStringLower(SHA1.HashData(content));
#pragma warning restore CA5350
}
