using System.Text.RegularExpressions;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Formats.Tests.Rpm;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;
using ServicePackaging.Signing.Tests.OpenPgp;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests;

/// <summary>The commands of docs/guides/signing.md, as a reader runs them.</summary>
public sealed partial class SigningGuideTests : IDisposable
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "signing.md"));

    private readonly TemporaryDirectory _home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_key_of_gnupg_signs_is_imported_and_is_extended()
    {
        Availability.RequireProgram("gpg");
        await RunAsync(Block("gpg --batch --quick-generate-key").Replace("gpg ", "gpg --pinentry-mode loopback --passphrase '' ", StringComparison.Ordinal));
        using var key = Open();
        Assert.Empty(KeyCompatibility.Find(key.PublicKey));
        using var rpm = new RpmDatabase();
        Assert.True(await rpm.ImportAsync(OpenPgpArmor.EncodePublicKey(key.PublicKey)));
        using var signed = new MemoryStream();
        RpmSigner.Sign(new MemoryStream(Rpms.Write(Rpms.Sample())), signed, key, Rpms.Time, Token);
        Assert.Equal(0, (await rpm.CheckAsync(signed.ToArray())).ExitCode);

        await RunAsync(Inline("gpg --quick-set-expire").Replace("FINGERPRINT", key.Fingerprint, StringComparison.Ordinal)
            .Replace("gpg ", "gpg --batch --pinentry-mode loopback --passphrase '' ", StringComparison.Ordinal));
        var base64 = await RunAsync(Inline("base64 -w0 acme-signing-key.asc"));
        Assert.Equal(await File.ReadAllBytesAsync(_home.File("acme-signing-key.asc"), Token), Convert.FromBase64String(base64));
        await ProcessRunner.RunAsync("gpgconf", "--homedir", _home.Path, "--kill", "all");
    }

    [Fact]
    public async Task The_certificate_of_openssl_is_one_for_code_signing()
    {
        Availability.RequireProgram("openssl");
        await RunAsync(Block("openssl req -x509"));

        using var key = CertificateKeyLoader.Load(await File.ReadAllBytesAsync(_home.File("acme.pfx"), Token), "battery staple".ToCharArray(), "acme.pfx");

        CertificateRules.RequireAuthenticode(key, DateTimeOffset.UtcNow);
    }

    public void Dispose() => _home.Dispose();

    private OpenPgpKey Open() => OpenPgpKeyReader.Open(
        File.ReadAllBytes(_home.File("acme-signing-key.asc")), "acme-signing-key.asc", "", null, DateTimeOffset.UtcNow.AddMinutes(1));

    private static string Block(string start) =>
        Blocks().Matches(Guide).Select(match => match.Groups[1].Value).Single(text => text.StartsWith(start, StringComparison.Ordinal));

    private static string Inline(string start) =>
        Codes().Matches(Guide).Select(match => match.Groups[1].Value).Single(text => text.StartsWith(start, StringComparison.Ordinal));

    private async Task<string> RunAsync(string script)
    {
        var options = new ProcessOptions
        {
            WorkingDirectory = _home.Path,
            Environment = new Dictionary<string, string?> { ["GNUPGHOME"] = _home.Path, ["WINDOWS_SIGNING_PASSWORD"] = "battery staple" },
        };
        return (await ProcessRunner.RunAsync(options, "sh", "-ec", script)).Succeeded().Text;
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Codes();
}
