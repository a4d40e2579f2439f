using System.Security.Cryptography;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.Verification;
using static ServicePackaging.Signing.Tests.Windows.Samples;

namespace ServicePackaging.Signing.Tests.Windows;

public sealed class MsiSignerTests : IDisposable
{
    private readonly CertificateKey _key = ThrowawayKey();

    /// <summary>The lengths of a file in the package: within the first FAT sectors, and so long that there are DIFAT sectors.</summary>
    public static TheoryData<int> Lengths => [1, 5000, 100_000, 9_000_000];

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_signed_package_passes_the_audit_and_verifies()
    {
        var signed = SignMsi(Msi(), _key);

        Assert.Empty(MsiVerifier.Verify(new MemoryStream(signed), Formats.Archives.VerificationDepth.Payload, TestContext.Current.CancellationToken));
        var result = AuthenticodeVerification.OfInstallerPackage(new MemoryStream(signed), _key.Certificates);
        Assert.Empty(result.Faults);
        Assert.Equal((_key.Thumbprint, null), (result.Thumbprint, result.Timestamp));
        Assert.Equal((false, true), (MsiSigner.IsSigned(new MemoryStream(Msi())), MsiSigner.IsSigned(new MemoryStream(signed))));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Removing_the_signature_gives_the_bytes_before(int length)
    {
        var package = MsiWithFile(length);
        var signed = SignMsi(package, _key);

        Assert.NotEqual(package, signed);
        Assert.Equal(package, Remove(signed));
        Assert.Equal(package, Remove(package));
        Assert.Empty(AuthenticodeVerification.OfInstallerPackage(new MemoryStream(signed)).Faults);
    }

    [Fact]
    public void Signing_a_signed_package_gives_the_same_bytes()
    {
        var signed = SignMsi(Msi(), _key);

        Assert.Equal(signed, SignMsi(signed, _key));
        Assert.Equal(signed, SignMsi(SignMsi(Msi(), _key, new() { Name = new string('x', 3000) }), _key));
    }

    // Shorter signatures are in the mini stream, longer ones are not.
    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    public void The_signature_may_be_short_or_long(int length)
    {
        var signed = SignMsi(Msi(), _key, new() { Name = new string('ä', length) });

        Assert.Empty(AuthenticodeVerification.OfInstallerPackage(new MemoryStream(signed)).Faults);
        Assert.Empty(MsiVerifier.Verify(new MemoryStream(signed), TestContext.Current.CancellationToken));
        Assert.Equal(Msi(), Remove(signed));
    }

    [Fact]
    public void A_package_may_start_anywhere_in_the_output()
    {
        using var output = new MemoryStream();
        output.Write("start"u8);

        MsiSigner.Sign(new MemoryStream(Msi()), output, _key, Options, TestContext.Current.CancellationToken);

        Assert.Equal(SignMsi(Msi(), _key), output.ToArray()[5..]);
    }

    // The order of the streams in the digest is by the stored bytes, low byte first, and a name before those that it starts.
    [Fact]
    public void The_digest_has_the_order_of_the_stored_names()
    {
        var package = Write(("b", [1]), ("a\u0100", [2]), ("a", [3]), ("\u0161", [4]), ("ab", []));
        var expected = SHA256.HashData([.. ReadStream(SignMsi(package, _key), MsiSigner.MetadataStream), 3, 2, 4, 1, .. MsiFormat.PackageClassId.ToByteArray()]);

        var signature = ReadStream(SignMsi(package, _key), MsiSigner.SignatureStream);

        Assert.True(signature.AsSpan().IndexOf(expected) >= 0);
    }

    [Fact]
    public void The_signature_is_that_of_the_first_version()
    {
        var content = SpcContent.OfInstallerPackage(new byte[32]);

        var signature = AuthenticodeSignature.Create(content, _key, Options, TestContext.Current.CancellationToken);

        Assert.Equal("373d890513a01878a1ad7f4d22bc505a984ac880a489b1214e3756681fe89302", Convert.ToHexStringLower(SHA256.HashData(signature)));
    }

    // What Windows shows cannot have every character.
    [Theory]
    [InlineData("Größe 😀", "https://example.com/ä?x=1")]
    [InlineData("", "https://bücher.example/")]
    [InlineData(null, null)]
    public void Names_and_addresses_of_any_kind_are_written(string? name, string? url)
    {
        var signed = SignMsi(SmallMsi(), _key, new() { Name = name, Url = url is null ? null : new Uri(url) });

        Assert.Empty(AuthenticodeVerification.OfInstallerPackage(new MemoryStream(signed)).Faults);
    }

    [Fact]
    public void What_is_no_package_is_told()
    {
        AssertProblem(SigningProblem.UnsignableFile, () => SignMsi([], _key), "The package", "it is damaged");
        AssertProblem(SigningProblem.UnsignableFile, () => SignMsi(TinyPe.Create(), _key), "The package", "it is damaged");
        AssertProblem(SigningProblem.UnsignableFile, () => SignMsi(Write(Guid.Empty, ("a", [1])), _key), "The package", "it is not a package");
        AssertProblem(SigningProblem.UnsignableFile, () => Remove(Msi()[..2000]), "The package", "it is damaged");
    }

    [Fact]
    public void A_damaged_package_is_told_or_signed()
    {
        var package = SmallMsi();
        for (var position = 0; position < package.Length; position += 61)
        {
            var damaged = package.ToArray();
            damaged[position] ^= 0xFF;
            try
            {
                SignMsi(damaged, _key);
            }
            catch (SigningException e)
            {
                Assert.Equal(SigningProblem.UnsignableFile, e.Problem);
            }
        }
    }

    [Fact]
    public void A_cancelled_build_stops()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(
            () => MsiSigner.Sign(new MemoryStream(Msi()), new MemoryStream(), _key, Options, cancellation.Token));
    }

    private static byte[] Remove(byte[] package)
    {
        using var removed = new MemoryStream();
        MsiSigner.Remove(new MemoryStream(package), removed, TestContext.Current.CancellationToken);
        return removed.ToArray();
    }

    private static byte[] Write(params (string Name, byte[] Content)[] streams) => Write(MsiFormat.PackageClassId, streams);

    private static byte[] Write(Guid classId, params (string Name, byte[] Content)[] streams)
    {
        using var output = new MemoryStream();
        using var writer = new CompoundFileWriter(output, classId);
        foreach (var (name, content) in streams)
        {
            using var stream = writer.CreateStream(name);
            stream.Write(content);
        }

        writer.Complete();
        return output.ToArray();
    }

    private static byte[] ReadStream(byte[] package, string name)
    {
        using var file = CompoundFileReader.Open(new MemoryStream(package));
        using var stream = file.OpenStream(file.Entries.Single(entry => entry.Name == name));
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
