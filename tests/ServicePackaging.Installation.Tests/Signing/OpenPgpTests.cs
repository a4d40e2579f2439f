using System.Text;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Tests.Deb;
using ServicePackaging.Formats.Tests.Rpm;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.Signing.Deb;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;
using ServicePackaging.Signing.Tests.OpenPgp;

namespace ServicePackaging.Installation.Tests.Signing;

/// <summary>Signed Linux packages and rpm 4.20 and 6, apt's verifier, and debsig-verify of the current releases. The tools of Debian 12 are in
/// ServicePackaging.Signing.Tests.</summary>
public sealed class OpenPgpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // facts/signing.md 1.3: what accepts each kind of key.
    [Theory]
    [InlineData("trixie", "4.20")]
    [InlineData("sid", "6.")]
    public async Task Rpm_accepts_keys_and_refuses_what_is_unsigned_changed_or_dated_wrongly(string suite, string version)
    {
        await using var root = await PlainRoot.StartAsync(Image(suite));
        Assert.StartsWith("RPM version " + version, await root.ReadAsync("rpm --version"), StringComparison.Ordinal);
        await using var gpg = new GnuPg();
        foreach (var algorithm in new[] { "rsa2048", "rsa4096", "ed25519", "nistp256", "nistp384", "nistp521", "dsa2048" })
        {
            using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync(algorithm)));
            var check = await CheckAsync(root, key, Sign(key));
            Assert.True(check == (0, 0), $"{algorithm}: {check}");
        }

        using var signer = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("rsa3072")));
        var signed = Sign(signer);
        var changed = signed.ToArray();
        changed[^20] ^= 1;
        Assert.NotEqual(0, (await CheckAsync(root, signer, changed)).Check);
        Assert.NotEqual(0, (await CheckAsync(root, signer, Rpms.Write(Rpms.Sample()))).Install);

        // Dated before its key: the default date of a package is years before most keys.
        await using var early = new GnuPg();
        var fingerprint = await early.CreateAsync("rsa3072");
        using var command = new OpenPgpCommand($"{early.Command("20230101T000000")} --ignore-time-conflict --ignore-valid-from --local-user {fingerprint} --detach-sign", publicKey: null);
        using var late = OpenPgpKeys.Open(await early.ExportAsync(fingerprint));
        Assert.NotEqual(0, (await CheckAsync(root, late, Sign(command))).Check);
        Assert.Equal((0, 0), await CheckAsync(root, late, Sign(late)));
    }

    [Theory]
    [InlineData("trixie")]
    [InlineData("sid")]
    public async Task A_subkey_signs_after_the_primary_key_was_renewed(string suite)
    {
        await using var root = await PlainRoot.StartAsync(Image(suite));
        await using var gpg = new GnuPg();
        var primary = await gpg.CreateAsync("rsa3072", usage: "cert", expires: "1y");
        await gpg.AddSubkeyAsync(primary, "rsa3072", date: "20240601T000000");
        await gpg.RunAsync("20241201T000000", "--passphrase", "", "--quick-set-expire", primary, "5y");
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(primary, command: "--export-secret-subkeys"));

        Assert.Equal((0, 0), await CheckAsync(root, key, Sign(key)));
    }

    [Theory]
    [InlineData("trixie")]
    [InlineData("sid")]
    public async Task Apt_and_debsig_verify_accept_signatures(string suite)
    {
        await using var root = await PlainRoot.StartAsync(Image(suite));
        await using var gpg = new GnuPg();
        foreach (var (algorithm, isAccepted) in new[] { ("rsa3072", true), ("ed25519", true), ("nistp384", true), ("dsa2048", false) })
        {
            using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync(algorithm)));
            await WriteAsync(root, "key.gpg", key.PublicKey);
            await WriteAsync(root, "content", [1, 2, 3]);
            await WriteAsync(root, "signature", key.Sign(new MemoryStream([1, 2, 3]), OpenPgpKeys.Now.AddDays(-30), Token).Packet);

            var result = await root.ShellAsync(
                "policy=/usr/share/apt/default-sequoia.config; if [ -e $policy ]; then export SEQUOIA_CRYPTO_POLICY=$policy; fi; "
                + "sqv --keyring /share/key.gpg /share/signature /share/content");
            Assert.True(isAccepted == (result.ExitCode == 0), $"{algorithm}: {result}");
        }

        using var signer = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("rsa3072")));
        var id = signer.Fingerprint[^16..];
        await WriteAsync(root, "key.gpg", signer.PublicKey);
        await WriteAsync(root, "signed.deb", SignDeb(signer));
        await WriteAsync(root, "test.pol", Encoding.UTF8.GetBytes(
            $"""
             <?xml version="1.0"?>
             <!DOCTYPE Policy SYSTEM "https://www.debian.org/debsig/1.0/policy.dtd">
             <Policy xmlns="https://www.debian.org/debsig/1.0/">
               <Origin Name="test" id="{id}" Description="Test"/>
               <Selection><Required Type="origin" File="k.gpg" id="{id}"/></Selection>
               <Verification MinOptional="0"><Required Type="origin" File="k.gpg" id="{id}"/></Verification>
             </Policy>
             """));
        await root.ReadAsync(
            $"""
             mkdir -p /etc/debsig/policies/{id} /usr/share/debsig/keyrings/{id}
             cp /share/test.pol /etc/debsig/policies/{id}/
             cp /share/key.gpg /usr/share/debsig/keyrings/{id}/k.gpg
             debsig-verify /share/signed.deb
             """);
    }

    private static BoxImage Image(string suite) => suite == "sid" ? SignatureTools.Image : BoxImage.AppleXar;

    private static byte[] Sign(IOpenPgpSigner key)
    {
        using var signed = new MemoryStream();
        RpmSigner.Sign(new MemoryStream(Rpms.Write(Rpms.Sample())), signed, key, Rpms.Time, Token);
        return signed.ToArray();
    }

    private static byte[] SignDeb(IOpenPgpSigner key)
    {
        using var package = new MemoryStream();
        DebWriter.Write(Debs.Sample(), package, Token);
        using var signed = new MemoryStream();
        DebSigner.Sign(package, signed, key, Debs.Time, Token);
        return signed.ToArray();
    }

    // The exit codes of a check of the signature, and of an installation where everything must be signed.
    private static async Task<(int Check, int Install)> CheckAsync(PlainRoot root, OpenPgpKey key, byte[] package)
    {
        await WriteAsync(root, "key.asc", Encoding.UTF8.GetBytes(OpenPgpArmor.EncodePublicKey(key.PublicKey)));
        await WriteAsync(root, "package.rpm", package);
        const string database = "--dbpath /tmp/db --define '_keyringpath /tmp/keys'";
        await root.ReadAsync($"rm -rf /tmp/db /tmp/keys; rpmkeys {database} --import /share/key.asc");
        var check = await root.ShellAsync($"rpmkeys {database} --checksig --verbose /share/package.rpm");
        var install = await root.ShellAsync(
            $"rpm {database} --define '_pkgverify_level all' --install --justdb --nodeps --test --ignorearch /share/package.rpm");
        return (check.ExitCode, install.ExitCode);
    }

    private static Task WriteAsync(PlainRoot root, string name, byte[] content) =>
        File.WriteAllBytesAsync(Path.Combine(root.ShareDirectory, name), content, Token);
}
