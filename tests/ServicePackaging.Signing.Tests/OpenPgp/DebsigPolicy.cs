using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>A policy of debsig-verify that demands a signature by one key.</summary>
internal sealed class DebsigPolicy : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <param name="key">The key.</param>
    public DebsigPolicy(OpenPgpKey key)
    {
        Availability.RequireProgram("debsig-verify");
        var id = key.Fingerprint[^16..];
        var keyrings = Directory.CreateDirectory(_directory.File($"keyrings/{id}")).FullName;
        var policies = Directory.CreateDirectory(_directory.File($"policies/{id}")).FullName;
        File.WriteAllBytes(Path.Combine(keyrings, "key.gpg"), key.PublicKey);
        File.WriteAllText(Path.Combine(policies, "test.pol"), $"""
            <?xml version="1.0"?>
            <!DOCTYPE Policy SYSTEM "https://www.debian.org/debsig/1.0/policy.dtd">
            <Policy xmlns="https://www.debian.org/debsig/1.0/">
              <Origin Name="test" id="{id}" Description="Test"/>
              <Selection><Required Type="origin" File="key.gpg" id="{id}"/></Selection>
              <Verification MinOptional="0"><Required Type="origin" File="key.gpg" id="{id}"/></Verification>
            </Policy>
            """);
    }

    /// <summary>Verifies a package: exit code 0 good, 10 no signature, 12 no policy, 13 bad.</summary>
    public Task<ProcessResult> VerifyAsync(byte[] package) => ProcessRunner.RunAsync(
        "debsig-verify", "--policies-dir", _directory.File("policies"), "--keyrings-dir", _directory.File("keyrings"),
        _directory.Write("package.deb", package));

    public void Dispose() => _directory.Dispose();
}
