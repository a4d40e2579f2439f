using ServicePackaging.Repositories.Verification;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Trust;

namespace ServicePackaging.Repositories.Tests.Verification;

/// <summary>Keys and signatures of GnuPG that clients refuse.</summary>
public sealed class KeyFaultTests : IDisposable
{
    private readonly BrokenRepository _repository = new();
    private readonly GpgHome _gpg = GpgHome.Create();

    /// <summary>The rules that have a test here.</summary>
    internal static IEnumerable<RepositoryRule> Rules =>
        [SignatureRules.Weak, SignatureRules.WeakKey, SignatureRules.ExpiredKey, SignatureRules.RevokedKey];

    [Theory]
    [InlineData("rsa3072")]
    [InlineData("ed25519")]
    [InlineData("nistp384")]
    public async Task A_good_key_has_no_fault(string algorithm)
    {
        await _gpg.CreateKeyAsync(algorithm, "--faked-system-time", "20261001T000000");
        Assert.Empty(await VerifyAsync());
    }

    [Theory]
    [InlineData("rsa1024", "is an RSA key with less than 2048 bits")]
    [InlineData("dsa2048", "is a DSA key")]
    [InlineData("brainpoolP256r1", "is on a curve other than those of NIST")]
    public async Task A_weak_key_is_found_once(string algorithm, string expected)
    {
        await _gpg.CreateKeyAsync(algorithm, "--faked-system-time", "20261001T000000");
        var fault = Assert.Single(await VerifyAsync());
        Assert.Equal(SignatureRules.WeakKey, fault.Rule);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_signature_over_SHA_1_is_found()
    {
        await _gpg.CreateKeyAsync("rsa2048", "--faked-system-time", "20261001T000000", "--cert-digest-algo", "SHA1");
        var fault = Assert.Single(await VerifyAsync());
        Assert.Equal(SignatureRules.WeakKey, fault.Rule);
        Assert.Contains("self-signature", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signatures_over_SHA_1_are_found()
    {
        await _gpg.CreateKeyAsync("rsa2048", "--faked-system-time", "20261001T000000");
        var faults = await VerifyAsync("--digest-algo", "SHA1");
        Assert.All(faults, fault => Assert.Equal(SignatureRules.Weak, fault.Rule));
        Assert.Equal(
            [("InRelease", FaultSeverity.Error), ("Release.gpg", FaultSeverity.Error), ("repomd.xml.asc", FaultSeverity.Warning)],
            faults.Select(fault => (Path.GetFileName(fault.Path), fault.Severity)));
    }

    [Fact]
    public async Task An_expired_key_is_found()
    {
        await _gpg.RunAsync(
            "--faked-system-time", "20261001T000000", "--quick-gen-key", "Acme <acme@example.org>", "rsa2048", "sign", "seconds=2678401");
        var fault = Assert.Single(await VerifyAsync("--faked-system-time", "20261030T000000"));
        Assert.Equal(SignatureRules.ExpiredKey, fault.Rule);
        Assert.Contains("expired on 2026-11-01", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_is_found()
    {
        await _gpg.CreateKeyAsync("rsa2048", "--faked-system-time", "20261001T000000");
        await _gpg.SignAsync(_repository.Publisher.Directory, "--faked-system-time", "20261101T000000");
        var certificate = Directory.GetFiles(Path.Combine(_gpg.Path, "openpgp-revocs.d")).Single();
        var text = await File.ReadAllTextAsync(certificate, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            certificate, text.Replace(":-----BEGIN", "-----BEGIN", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await _gpg.RunAsync("--import", certificate);
        _repository.Options = _repository.Options with { Keys = [.. await _gpg.ExportAsync(), .. _repository.Publisher.Key.PublicKey!] };
        Assert.Equal(SignatureRules.RevokedKey, Assert.Single(_repository.Verify()).Rule);
    }

    [Fact]
    public async Task One_good_signature_of_several_is_enough()
    {
        await _gpg.CreateKeyAsync("rsa1024", "--faked-system-time", "20261001T000000");
        await _gpg.SignAsync(_repository.Publisher.Directory, "--faked-system-time", "20261101T000000", "--digest-algo", "SHA1");
        var path = _repository.PathOf($"{BrokenRepository.RepoData}/repomd.xml");
        var weak = await File.ReadAllBytesAsync(path + ".asc", TestContext.Current.CancellationToken);
        _repository.SignRepoMd(_repository.Signer);
        var good = await File.ReadAllBytesAsync(path + ".asc", TestContext.Current.CancellationToken);
        byte[] both = [.. Decode(weak), .. Decode(good)];
        byte[] keys = [.. await _gpg.ExportAsync(), .. _repository.Publisher.Key.PublicKey!];
        var verdicts = new SignatureJudge(keys, _repository.Options.Now).Judge(
            _repository.Read($"{BrokenRepository.RepoData}/repomd.xml"), both, TestContext.Current.CancellationToken);
        Assert.Equal([SignatureStanding.WeakHash, SignatureStanding.Valid], verdicts.Select(verdict => verdict.Standing));
        _repository.Write($"{BrokenRepository.RepoData}/repomd.xml.asc", both);
        _repository.Options = _repository.Options with { Suites = [], Keys = keys };
        Assert.Empty(_repository.Verify());

        static byte[] Decode(byte[] armored) => OpenPgpArmor.Decode(armored, "a signature");
    }

    public void Dispose()
    {
        _gpg.Dispose();
        _repository.Dispose();
    }

    // The packages stay signed by the key of the publisher.
    private async Task<IReadOnlyList<RepositoryFault>> VerifyAsync(params string[] options)
    {
        await _gpg.SignAsync(
            _repository.Publisher.Directory,
            options.Contains("--faked-system-time") ? options : [.. options, "--faked-system-time", "20261101T000000"]);
        _repository.Options = _repository.Options with { Keys = [.. await _gpg.ExportAsync(), .. _repository.Publisher.Key.PublicKey!] };
        return _repository.Verify();
    }
}
