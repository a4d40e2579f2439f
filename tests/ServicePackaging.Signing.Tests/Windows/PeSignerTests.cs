using System.Security.Cryptography;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.Verification;
using static ServicePackaging.Signing.Tests.Windows.Samples;

namespace ServicePackaging.Signing.Tests.Windows;

public sealed class PeSignerTests : IDisposable
{
    private const int CertificateEntry = 32;

    private readonly CertificateKey _key = ThrowawayKey();

    public static TheoryData<string, byte[]> Images => new()
    {
        { "64 bits", TinyPe.Create() },
        { "32 bits", TinyPe.Create(isPe32Plus: false) },
        { "a length that is not a multiple of 8", TinyPe.Create(length: 1021) },
        { "a length that is not a multiple of 2", TinyPe.Create(length: 300_003) },
        { "a library", Library() },
    };

    /// <summary>Files that cannot be signed, and a word of the reason.</summary>
    public static TheoryData<string, byte[]> Unsignable => new()
    {
        { "not a program", [] },
        { "not a program", "MZ"u8.ToArray() },
        { "not a program", "#!/bin/sh\n"u8.ToArray() },
        { "no header", TinyPe.Create()[..130] },
        { "no header", TinyPe.With(TinyPe.Create(), 0x3C, uint.MaxValue) },
        { "multiple of 4", [.. TinyPe.With(TinyPe.Create(), 0x3C, TinyPe.Start + 2)[..(TinyPe.Start + 2)], .. TinyPe.Create()[TinyPe.Start..]] },
        { "incomplete", TinyPe.Create()[..(TinyPe.Optional + 40)] },
        { "incomplete", TinyPe.With(TinyPe.Create(), TinyPe.Start + 20, 0) },
        { "no place", TinyPe.With(TinyPe.Create(), TinyPe.Optional, 0x107) },
        { "no place", TinyPe.With(TinyPe.Create(), TinyPe.Directories() - 4, 4) },
        { "no place", TinyPe.With(TinyPe.Create(), TinyPe.Start + 20, 120) },
        { "not the end of the file", Table(900, 100) },
        { "not the end of the file", Table(1024, 100) },
        { "not the end of the file", Table(0, 1024) },
        { "not the end of the file", Table(uint.MaxValue, uint.MaxValue) },
    };

    public void Dispose() => _key.Dispose();

    [Theory]
    [MemberData(nameof(Images))]
    public void A_signed_image_verifies(string what, byte[] image)
    {
        Assert.NotEmpty(what);
        var signed = SignPe(image, _key);

        var result = AuthenticodeVerification.OfPortableExecutable(new MemoryStream(signed), _key.Certificates);

        Assert.Empty(result.Faults);
        Assert.Equal(_key.Thumbprint, result.Thumbprint);
        Assert.Null(result.Timestamp);
        Assert.Equal((false, true), (PeSigner.IsSigned(new MemoryStream(image)), PeSigner.IsSigned(new MemoryStream(signed))));
        Assert.Equal(0, signed.Length % 8);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Signing_a_signed_image_gives_the_same_bytes(string what, byte[] image)
    {
        Assert.NotEmpty(what);
        var signed = SignPe(image, _key);

        Assert.Equal(signed, SignPe(signed, _key));
        Assert.Equal(signed, SignPe(SignPe(image, _key, new() { Name = "Another" }), _key));
    }

    // The checksum of the original may have been wrong, and its length may be filled up.
    [Theory]
    [MemberData(nameof(Images))]
    public void Removing_the_signature_gives_the_image_with_the_right_checksum(string what, byte[] image)
    {
        Assert.NotEmpty(what);
        var removed = Remove(SignPe(image, _key));

        Assert.Equal(Remove(image), removed);
        Assert.False(PeSigner.IsSigned(new MemoryStream(removed)));
        Assert.Equal(image.Length + (-image.Length & 7), removed.Length);
        Assert.InRange(Enumerable.Range(0, image.Length).Count(i => image[i] != removed[i]), 0, 4);
    }

    [Theory]
    [MemberData(nameof(Unsignable))]
    public void What_cannot_be_signed_is_told(string reason, byte[] file)
    {
        AssertProblem(SigningProblem.UnsignableFile, () => SignPe(file, _key), "The file", reason);
        AssertProblem(SigningProblem.UnsignableFile, () => Remove(file), "The file", reason);
        Assert.False(PeSigner.IsSignable(new MemoryStream(file)));
        Assert.NotEmpty(AuthenticodeVerification.OfPortableExecutable(new MemoryStream(file)).Faults);
    }

    [Fact]
    public void A_truncated_image_is_told_or_signed()
    {
        var signed = SignPe(TinyPe.Create(), _key);
        for (var length = 0; length < signed.Length; length += 13)
        {
            try
            {
                SignPe(signed[..length], _key);
            }
            catch (SigningException e)
            {
                Assert.Equal(SigningProblem.UnsignableFile, e.Problem);
            }
        }
    }

    [Fact]
    public void The_bytes_are_those_of_the_first_version() => Assert.Equal(
        "07164c558ff4f59bafbeeb774526f138318889e6f96e723bb4bad41490cf3449", Convert.ToHexStringLower(SHA256.HashData(SignPe(TinyPe.Create(), _key))));

    [Fact]
    public void The_file_is_named() => AssertProblem(
        SigningProblem.UnsignableFile,
        () =>
        {
            using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "ServicePackaging.Signing.Tests.runtimeconfig.json"));
            PeSigner.Remove(file, Stream.Null, TestContext.Current.CancellationToken);
            return null;
        },
        "ServicePackaging.Signing.Tests.runtimeconfig.json");

    [Fact]
    public void A_file_of_4_GiB_cannot_be_signed()
    {
        var path = Path.GetTempFileName();
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
        file.Write(TinyPe.Create());
        file.SetLength(1L << 32); // a hole, which takes no space

        AssertProblem(
            SigningProblem.UnsignableFile,
            () =>
            {
                PeSigner.Sign(file, Stream.Null, _key, Options, TestContext.Current.CancellationToken);
                return null;
            },
            path, "4 GiB or more");
    }

    private static byte[] Table(uint offset, uint length) => TinyPe.With(
        TinyPe.With(TinyPe.Create(), TinyPe.Directories() + CertificateEntry, offset), TinyPe.Directories() + CertificateEntry + 4, length);

    private static byte[] Remove(byte[] image)
    {
        using var removed = new MemoryStream();
        PeSigner.Remove(new MemoryStream(image), removed, TestContext.Current.CancellationToken);
        return removed.ToArray();
    }
}
