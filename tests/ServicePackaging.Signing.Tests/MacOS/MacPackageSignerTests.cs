using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Signing.MacPkg;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Signing.Tests.MacOS;

public sealed class MacPackageSignerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MacPackageDigest.Sha1)]
    [InlineData(MacPackageDigest.Sha256)]
    public void A_signed_package_is_valid(MacPackageDigest digest)
    {
        using var key = MacKeys.Installer();
        using var authority = new TestCertificates();
        var signed = Sign(MacPackages.Sample(digest), new MacTimestamps(authority, MacKeys.Time.AddSeconds(7)));

        var facts = Verify(signed);
        Assert.Empty(facts.Faults);
        Assert.Equal((true, key.Thumbprint), (facts.IsSigned, facts.Thumbprint));
        Assert.Equal((MacKeys.Time, MacKeys.Time.AddSeconds(7)), (facts.SigningTime, facts.TimestampTime));
        Assert.Empty(MacPackageVerifier.Verify(new MemoryStream(signed), VerificationDepth.Payload, Cancellation));
    }

    [Theory]
    [InlineData(MacPackageDigest.Sha1, "sha1")]
    [InlineData(MacPackageDigest.Sha256, "sha256")]
    public async Task OpenSsl_verifies_both_signatures(MacPackageDigest digest, string algorithm)
    {
        using var key = MacKeys.Installer();
        using var openssl = new OpenSsl();
        var (content, rsa, cms) = Heap(Sign(MacPackages.Sample(digest)));

        (await openssl.VerifyDigestAsync(rsa, content, algorithm, key)).Succeeded();
        (await openssl.VerifyCmsAsync(cms, content, key)).Succeeded();
        content[3] ^= 1;
        Assert.NotEqual(0, (await openssl.VerifyDigestAsync(rsa, content, algorithm, key)).ExitCode);
        Assert.NotEqual(0, (await openssl.VerifyCmsAsync(cms, content, key)).ExitCode);
    }

    [Theory]
    [InlineData(MacPackageDigest.Sha1)]
    [InlineData(MacPackageDigest.Sha256)]
    public void Removing_the_signature_gives_the_unsigned_bytes(MacPackageDigest digest)
    {
        using var authority = new TestCertificates();
        var unsigned = MacPackages.Sample(digest);
        var signed = Sign(unsigned);
        var stamped = Sign(unsigned, new MacTimestamps(authority, MacKeys.Time));

        Assert.Equal(unsigned, Remove(signed));
        Assert.Equal(unsigned, Remove(stamped));
        Assert.Equal(unsigned, Remove(unsigned));
        Assert.Equal(unsigned, Remove([.. signed, .. "t8lr, as the stapler appends it"u8]));
        Assert.Equal(signed, Sign(unsigned));
        Assert.Equal(signed, Sign(signed));
        Assert.Equal(signed, Sign(stamped));
    }

    [Fact]
    public void The_bytes_of_a_signature_do_not_change_between_releases() =>
        Assert.Equal(
            "a6a65e52af17348d0032b17e513c9721efc01dae", Convert.ToHexStringLower(SHA256.HashData(Sign(MacPackages.Sample())))[..40]);

    [Theory]
    [InlineData(MacPackageDigest.Sha1)]
    [InlineData(MacPackageDigest.Sha256)]
    public void A_changed_byte_is_a_fault(MacPackageDigest digest)
    {
        using var authority = new TestCertificates();
        var signed = Sign(MacPackages.Sample(digest), new MacTimestamps(authority, MacKeys.Time));
        List<int> missed = [];
        for (var i = 0; i < signed.Length; i += 41)
        {
            signed[i] ^= 0x20;
            if (Verify(signed).Faults.Count == 0
                && MacPackageVerifier.Verify(new MemoryStream(signed), VerificationDepth.Payload, Cancellation).Count == 0)
            {
                missed.Add(i);
            }

            signed[i] ^= 0x20;
        }

        Assert.Empty(Tampering.OutsideRoots(missed, signed, authority.Root));
    }

    [Fact]
    public void An_unsigned_package_is_reported()
    {
        var facts = Verify(MacPackages.Sample());

        Assert.False(facts.IsSigned);
        Assert.Equal("Signature: The package is not signed.", Assert.Single(facts.Faults).ToString());
    }

    [Fact]
    public void Other_files_are_refused()
    {
        using var key = MacKeys.Installer();
        var e = Assert.Throws<SigningException>(() => Sign("not a package"u8.ToArray()));

        Assert.Equal(SigningProblem.UnsignableFile, e.Problem);
        Assert.Equal("The macOS package", e.Arguments[0]);
        Assert.Equal(SigningProblem.UnsignableFile, Assert.Throws<SigningException>(() => Remove(MacPackages.Sample()[..2000])).Problem);
    }

    [Fact]
    public void Packages_of_other_programs_are_refused()
    {
        foreach (var package in new[] { MacPackages.Sample(), Sign(MacPackages.Sample()) })
        {
            var foreign = EditToc(
                package, toc => toc.Replace("<mode>0644</mode>", "<mode>0644</mode><uid>0</uid>", StringComparison.Ordinal));
            Assert.Empty(MacPackageVerifier.Verify(new MemoryStream(foreign), VerificationDepth.Payload, Cancellation));

            Assert.Contains("Another program", Assert.Throws<SigningException>(() => Sign(foreign)).Arguments[1], StringComparison.Ordinal);
            Assert.Throws<SigningException>(() => Remove(foreign));
        }
    }

    // Writes the header, another table of contents with its digest, and the rest of the heap.
    private static byte[] EditToc(byte[] package, Func<string, string> edit)
    {
        var archive = new XarReader(new MemoryStream(package));
        var toc = Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString(archive.TocBytes)));
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(toc);
        }

        var header = package[..28];
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), compressed.Length);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(16), toc.Length);
        var digest = CryptographicOperations.HashData(archive.Algorithm.Name, compressed.ToArray());
        return [.. header, .. compressed.ToArray(), .. digest, .. package[^(int)(archive.HeapLength - digest.Length)..]];
    }

    private static (byte[] Digest, byte[] Rsa, byte[] Cms) Heap(byte[] package)
    {
        var archive = new XarReader(new MemoryStream(package));
        var pieces = archive.Signatures.ToDictionary(piece => piece.Name, piece => Read(piece.Offset, piece.Length));
        var cms = pieces["x-signature"];
        return (Read(0, archive.Algorithm.Length), pieces["signature"], cms.AsSpan().TrimEnd((byte)0).ToArray());

        byte[] Read(long offset, long length)
        {
            var bytes = new byte[length];
            archive.OpenHeap(offset, length).ReadExactly(bytes);
            return bytes;
        }
    }

    private static byte[] Sign(byte[] package, MacTimestamps? timestamps = null)
    {
        using var key = MacKeys.Installer();
        using var signed = new MemoryStream();
        MacPackageSigner.Sign(new MemoryStream(package), signed, key, MacKeys.Time, timestamps, Cancellation);
        return signed.ToArray();
    }

    private static byte[] Remove(byte[] package)
    {
        using var unsigned = new MemoryStream();
        MacPackageSigner.Remove(new MemoryStream(package), unsigned, Cancellation);
        return unsigned.ToArray();
    }

    private static MacPackageSignature Verify(byte[] package) =>
        MacPackageSignatureVerification.Verify(new MemoryStream(package), Cancellation);
}
