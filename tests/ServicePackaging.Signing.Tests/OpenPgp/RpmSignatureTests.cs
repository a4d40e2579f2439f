using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Formats.Tests.Rpm;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;
using ServicePackaging.Signing.Verification;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>Signed rpm packages and the rpm of this machine.</summary>
public sealed class RpmSignatureTests
{
    private static readonly byte[] Unsigned = Rpms.Write(Rpms.Sample());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // facts/signing.md 1.3, the column of rpm 4.18. Other releases of rpm are in the installation tests.
    [Theory]
    [InlineData("rsa2048", true)]
    [InlineData("rsa3072", true)]
    [InlineData("rsa4096", true)]
    [InlineData("ed25519", true)]
    [InlineData("dsa2048", true)]
    [InlineData("nistp256", false)]
    [InlineData("nistp384", false)]
    public async Task A_key_of_each_kind_signs(string algorithm, bool isKnownToRpm)
    {
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync(algorithm)));

        var signed = Sign(key);

        Assert.Equal(Unsigned.Length, signed.Length);
        Assert.Empty(RpmVerifier.Verify(new MemoryStream(signed), VerificationDepthPayload, Token));
        Assert.Empty(RpmSignatureVerification.Verify(new MemoryStream(signed), key.PublicKey, Token).Faults);
        Assert.Equal(Unsigned, Remove(signed));
        Assert.Equal(signed, Sign(key, signed));
        using var rpm = new RpmDatabase();
        Assert.Equal(isKnownToRpm, await rpm.ImportAsync(OpenPgpArmor.EncodePublicKey(key.PublicKey)));
        if (isKnownToRpm)
        {
            Assert.Equal(0, (await rpm.CheckAsync(signed)).ExitCode);
            Assert.Equal(0, (await rpm.InstallAsync(signed)).ExitCode);
        }
    }

    [Fact]
    public async Task Rpm_refuses_what_is_unsigned_or_changed()
    {
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("rsa3072")));
        using var rpm = new RpmDatabase();
        Assert.True(await rpm.ImportAsync(OpenPgpArmor.EncodePublicKey(key.PublicKey)));
        var signed = Sign(key);

        Assert.NotEqual(0, (await rpm.InstallAsync(Unsigned)).ExitCode);
        foreach (var position in new[] { 200, 5000, signed.Length - 20 })
        {
            var changed = signed.ToArray();
            changed[position] ^= 1;
            Assert.NotEqual(0, (await rpm.CheckAsync(changed)).ExitCode);
            Assert.NotEmpty(FaultsOf(changed, key));
        }
    }

    // The header and the payload are signed. The signature header is not: there, this verification must not accept what rpm refuses.
    [Fact]
    public async Task No_byte_can_be_changed_unnoticed()
    {
        await using var gpg = new GnuPg();
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(await gpg.CreateAsync("ed25519")));
        using var rpm = new RpmDatabase();
        Assert.True(await rpm.ImportAsync(OpenPgpArmor.EncodePublicKey(key.PublicKey)));
        var signed = Sign(key);
        var reserved = ReservedSpace(signed);
        var header = reserved.Max() + 1;
        byte[] Changed(int position) => [.. signed[..position], (byte)(signed[position] ^ 0x10), .. signed[(position + 1)..]];

        var unnoticed = Enumerable.Range(RpmFormat.LeadLength, signed.Length - RpmFormat.LeadLength)
            .Where(position => !reserved.Contains(position) && FaultsOf(Changed(position), key).Count == 0).ToList();

        Assert.All(unnoticed, position => Assert.InRange(position, 0, header - 1));
        foreach (var position in unnoticed.Where((_, index) => index % 3 == 0))
        {
            Assert.True((await rpm.CheckAsync(Changed(position))).ExitCode == 0, $"rpm refuses a change at {position}");
        }
    }

    [Fact]
    public async Task The_tags_are_those_of_rpmsign()
    {
        Availability.RequireProgram("rpmsign");
        await using var gpg = new GnuPg();
        var fingerprint = await gpg.CreateAsync("rsa3072");
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(fingerprint));
        using var directory = new TemporaryDirectory();
        var file = directory.File("x.rpm");
        await File.WriteAllBytesAsync(file, Unsigned, Token);
        await gpg.SignRpmAsync(file, fingerprint);

        using var theirs = RpmReader.Open(file);
        using var ours = RpmReader.Open(new MemoryStream(Sign(key)));

        Assert.Equal(Describe(theirs.Signature), Describe(ours.Signature));
    }

    [Fact]
    public async Task An_rpmsign_signature_is_replaced_and_removed()
    {
        Availability.RequireProgram("rpmsign");
        await using var gpg = new GnuPg();
        var fingerprint = await gpg.CreateAsync("rsa2048");
        using var key = OpenPgpKeys.Open(await gpg.ExportAsync(fingerprint));
        using var directory = new TemporaryDirectory();
        var file = directory.File("x.rpm");
        await File.WriteAllBytesAsync(file, Unsigned, Token);
        await gpg.SignRpmAsync(file, fingerprint);
        var theirs = await File.ReadAllBytesAsync(file, Token);

        Assert.Empty(FaultsOf(theirs, key));
        Assert.Equal(Unsigned, Remove(theirs));
        Assert.Equal(Sign(key), Sign(key, theirs));
    }

    private const Formats.Archives.VerificationDepth VerificationDepthPayload = Formats.Archives.VerificationDepth.Payload;

    private static byte[] Sign(IOpenPgpSigner key, byte[]? package = null)
    {
        using var signed = new MemoryStream();
        RpmSigner.Sign(new MemoryStream(package ?? Unsigned), signed, key, Rpms.Time, Token);
        return signed.ToArray();
    }

    private static byte[] Remove(byte[] package)
    {
        using var unsigned = new MemoryStream();
        RpmSigner.Remove(new MemoryStream(package), unsigned, Token);
        return unsigned.ToArray();
    }

    private static IReadOnlyList<Formats.Archives.PackageFault> FaultsOf(byte[] package, OpenPgpKey key)
    {
        var faults = RpmVerifier.Verify(new MemoryStream(package), VerificationDepthPayload, Token);
        return faults.Count > 0 ? faults : RpmSignatureVerification.Verify(new MemoryStream(package), key.PublicKey, Token).Faults;
    }

    private static List<string> Describe(RpmHeader header) =>
        [.. header.Tags.Select(tag => $"{tag} {header[tag]!.Type} {header[tag]!.Count}")];

    // Zeros up to the main header, between the reserved tag's value and the region's trailer, and after it.
    private static HashSet<int> ReservedSpace(byte[] package)
    {
        using var reader = RpmReader.Open(new MemoryStream(package));
        var length = reader.Signature[RpmSignatureTag.ReservedSpace]!.Count;
        var end = RpmFormat.LeadLength + reader.Signature.Bytes.Length;
        var trailer = end - RpmFormat.RegionTrailerLength;
        return [.. Enumerable.Range(trailer - length, length), .. Enumerable.Range(end, -reader.Signature.Bytes.Length & 7)];
    }
}
