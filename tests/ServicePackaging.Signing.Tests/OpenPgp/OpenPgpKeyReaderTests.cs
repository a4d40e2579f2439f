using System.Text;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>What key files contain, and which key of them signs.</summary>
public sealed class OpenPgpKeyReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string KeyFile(string name) => Path.Combine(Repository.Root, "tests", "ServicePackaging.Signing.Tests", "Keys", name);

    // Keys that the library cannot use: facts/signing.md 3.2.
    [Theory]
    [InlineData("version6.asc", nameof(SigningProblem.UnsupportedKey))]
    [InlineData("algorithm27.asc", nameof(SigningProblem.UnsupportedKey))]
    [InlineData("aead.asc", nameof(SigningProblem.NoUsableKey))]
    public async Task A_key_of_another_kind_is_refused(string file, string problem)
    {
        var fault = OpenPgpKeys.Fault(await File.ReadAllTextAsync(KeyFile(file), Token), passphrase: "passphrase");

        Assert.Equal(problem, fault.Problem.ToString());
        Assert.Equal(OpenPgpKeys.Source, fault.Arguments[0]);
    }

    [Fact]
    public async Task Aead_is_named() => Assert.Contains(
        "AEAD", OpenPgpKeys.Fault(await File.ReadAllTextAsync(KeyFile("aead.asc"), Token)).Arguments[1], StringComparison.Ordinal);

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" \n", "it is empty")]
    [InlineData("lQOYBGWSAIABCAC7", "has no line '-----BEGIN PGP PRIVATE KEY BLOCK-----'")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n", "it is a PEM file")]
    [InlineData("-----BEGIN PGP PRIVATE KEY BLOCK-----\\n\\nlQOY\\n-----END PGP PRIVATE KEY BLOCK-----", "joined with '\\n'")]
    [InlineData("-----BEGIN PGP PRIVATE KEY BLOCK----- lQOY -----END PGP PRIVATE KEY BLOCK-----", "not on lines of its own")]
    [InlineData("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBG\n", "ends early")]
    [InlineData("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBGWS\n-----END PGP PRIVATE KEY BLOCK-----\n", "")]
    public void What_is_no_key_is_explained(string text, string explanation)
    {
        var fault = OpenPgpKeys.Fault(text);

        Assert.Equal(SigningProblem.UnreadableKey, fault.Problem);
        Assert.Contains(explanation, fault.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_half_is_no_key()
    {
        await using var gpg = new GnuPg();
        var key = await gpg.CreateAsync("ed25519");

        Assert.Equal(SigningProblem.PublicKey, OpenPgpKeys.Fault(await gpg.ExportPublicAsync(key)).Problem);
    }

    [Fact]
    public async Task Texts_around_a_key_and_its_binary_form_do_not_matter()
    {
        await using var gpg = new GnuPg();
        var fingerprint = await gpg.CreateAsync("ed25519");
        var armored = await gpg.ExportAsync(fingerprint);
        var withText = "\uFEFFThis is the key.\r\n" + armored.ReplaceLineEndings("\r\n") + "\r\nThat was the key.\r\n";

        Assert.Equal(fingerprint, Fingerprint(Encoding.UTF8.GetBytes(armored)));
        Assert.Equal(fingerprint, Fingerprint(Encoding.UTF8.GetBytes(withText)));
        Assert.Equal(fingerprint, Fingerprint(OpenPgpArmor.Decode(Encoding.UTF8.GetBytes(armored), OpenPgpKeys.Source)));
    }

    [Fact]
    public async Task Passphrases_are_in_utf8()
    {
        const string passphrase = "Schlüssel ✓";
        await using var gpg = new GnuPg();
        var fingerprint = await gpg.CreateAsync("rsa2048", passphrase: passphrase);
        var armored = await gpg.ExportAsync(fingerprint, passphrase);

        Assert.Equal(fingerprint, Fingerprint(Encoding.UTF8.GetBytes(armored), passphrase: passphrase));
        Assert.Equal(SigningProblem.PasswordWrong, OpenPgpKeys.Fault(armored, passphrase: "Schlussel").Problem);
        Assert.Equal(SigningProblem.PasswordWrong, OpenPgpKeys.Fault(armored, passphrase: "").Problem);
        Assert.Equal(SigningProblem.PasswordMissing, OpenPgpKeys.Fault(armored).Problem);
    }

    [Fact]
    public async Task The_newest_signing_subkey_is_chosen_unless_an_id_is_named()
    {
        await using var gpg = new GnuPg();
        var primary = await gpg.CreateAsync("rsa2048");
        var first = await gpg.AddSubkeyAsync(primary, "ed25519");
        var second = await gpg.AddSubkeyAsync(primary, "ed25519", date: "20240601T000000");
        await gpg.AddSubkeyAsync(primary, "rsa2048", "encr", date: "20240701T000000");
        var file = Encoding.UTF8.GetBytes(await gpg.ExportAsync(primary));

        Assert.Equal(second, Fingerprint(file));
        Assert.Equal(first, Fingerprint(file, first));
        Assert.Equal(first, Fingerprint(file, "0x" + first[^16..].ToLowerInvariant()));
        Assert.Equal(primary, Fingerprint(file, string.Join(' ', primary.Chunk(4).Select(part => new string(part))) + "!"));
    }

    [Fact]
    public async Task A_primary_key_that_is_elsewhere_does_no_harm()
    {
        await using var gpg = new GnuPg();
        var primary = await gpg.CreateAsync("rsa2048", usage: "cert");
        var subkey = await gpg.AddSubkeyAsync(primary, "rsa3072");

        Assert.Equal(subkey, Fingerprint(Encoding.UTF8.GetBytes(await gpg.ExportAsync(primary, command: "--export-secret-subkeys"))));
        Assert.Equal(subkey, Fingerprint(Encoding.UTF8.GetBytes(await gpg.ExportAsync(subkey + "!", command: "--export-secret-subkeys"))));
    }

    [Fact]
    public async Task Each_key_that_cannot_sign_has_its_reason()
    {
        await using var gpg = new GnuPg();
        var primary = await gpg.CreateAsync("rsa2048", usage: "cert");
        await gpg.AddSubkeyAsync(primary, "ed25519", expires: "1y");
        var revoked = await gpg.AddSubkeyAsync(primary, "ed25519", date: "20240601T000000");
        await gpg.AddSubkeyAsync(primary, "rsa2048", "encr", date: "20240701T000000");
        await gpg.FeedAsync("20240801T000000", "key 2\nrevkey\ny\n0\n\ny\nsave\n", "--command-fd", "0", "--passphrase", "", "--edit-key", primary);

        var fault = OpenPgpKeys.Fault(await gpg.ExportAsync(primary));

        Assert.Equal(SigningProblem.NoUsableKey, fault.Problem);
        var reasons = fault.Arguments[1].Split("; ");
        Assert.Equal(4, reasons.Length);
        Assert.EndsWith("(RSA 2048): it is not for signing", reasons[0], StringComparison.Ordinal);
        Assert.EndsWith("(Ed25519, subkey): it expired on 2024-12-31", reasons[1], StringComparison.Ordinal);
        Assert.Equal($"{revoked} (Ed25519, subkey): it is revoked", reasons[2]);
        Assert.EndsWith("(RSA 2048, subkey): it is not for signing", reasons[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stub_is_no_key()
    {
        await using var gpg = new GnuPg();
        var primary = await gpg.CreateAsync("rsa2048");
        await gpg.AddSubkeyAsync(primary, "rsa2048", "encr");

        var fault = OpenPgpKeys.Fault(await gpg.ExportAsync(primary, command: "--export-secret-subkeys"));

        Assert.Contains("its secret part is not in the file", fault.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_tomorrow_and_a_revoked_key_cannot_sign()
    {
        await using var gpg = new GnuPg();
        var key = await gpg.CreateAsync("ed25519");
        var armored = await gpg.ExportAsync(key);

        var early = OpenPgpKeys.Fault(armored, now: new DateTimeOffset(2023, 12, 31, 0, 0, 0, TimeSpan.Zero));
        Assert.Contains("was created in the future, on 2024-01-01", early.Arguments[1], StringComparison.Ordinal);

        await gpg.RevokeAsync(key);
        Assert.Contains("its primary key is revoked", OpenPgpKeys.Fault(await gpg.ExportAsync(key)).Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_keys_need_a_choice()
    {
        await using var gpg = new GnuPg();
        var first = await gpg.CreateAsync("ed25519");
        var second = await gpg.CreateAsync("ed25519");
        var both = await gpg.ExportAsync(first) + "\n" + await gpg.ExportAsync(second);

        var fault = OpenPgpKeys.Fault(both);

        Assert.Equal(SigningProblem.SeveralKeys, fault.Problem);
        Assert.Equal(string.Join(", ", new[] { first, second }.Order(StringComparer.Ordinal)), fault.Arguments[1]);
        Assert.Equal(second, Fingerprint(Encoding.UTF8.GetBytes(both), second));
        Assert.Contains("no key has the ID 'ABCDEF01'", OpenPgpKeys.Fault(both, "abcdef01").Arguments[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("brainpoolP256r1")]
    [InlineData("secp256k1")]
    [InlineData("rsa1024")]
    public async Task A_key_that_no_rpm_accepts_is_refused(string algorithm)
    {
        await using var gpg = new GnuPg();
        var fault = OpenPgpKeys.Fault(await gpg.ExportAsync(await gpg.CreateAsync(algorithm)));

        Assert.Equal(SigningProblem.NoUsableKey, fault.Problem);
        Assert.Contains("rpm", fault.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_files_are_refused()
    {
        await using var gpg = new GnuPg();
        var file = OpenPgpArmor.Decode(Encoding.UTF8.GetBytes(await gpg.ExportAsync(await gpg.CreateAsync("rsa2048"))), OpenPgpKeys.Source);
        for (var position = 0; position < file.Length; position += 11)
        {
            var damaged = file.ToArray();
            damaged[position] ^= 0x55;
            AssertRefusedOrOpened(damaged);
            AssertRefusedOrOpened(file[..position]);
        }
    }

    private static string Fingerprint(byte[] file, string keyId = "", string? passphrase = null)
    {
        using var key = OpenPgpKeys.Open(file, keyId, passphrase);
        return key.Fingerprint;
    }

    // A byte that nothing protects may change; nothing else than a problem of signing may be thrown.
    private static void AssertRefusedOrOpened(byte[] file)
    {
        try
        {
            OpenPgpKeys.Open(file).Dispose();
        }
        catch (SigningException)
        {
        }
    }
}
