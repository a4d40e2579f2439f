using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Tests.Msi;
using ServicePackaging.Formats.Tests.Msi.Audit;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Keys;

namespace ServicePackaging.Signing.Tests.Windows;

/// <summary>Keys and files of the tests for Windows.</summary>
internal static class Samples
{
    public static AuthenticodeOptions Options { get; } = new() { Name = "Orders", Url = new Uri("https://example.com/orders") };

    /// <summary>The committed key with its self-signed certificate, whose signatures are the same at each run.</summary>
    public static byte[] ThrowawayPem
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("throwaway.pem")!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
    }

    public static CertificateKey ThrowawayKey() => CertificateKeyLoader.Load(ThrowawayPem, null, "throwaway.pem");

    /// <summary>A package of Windows Installer without faults.</summary>
    public static byte[] Msi() => Msis.Write(Audited.Sound() with { Compression = CompressionKind.None });

    /// <summary>A smaller package, which the audit would criticize.</summary>
    public static byte[] SmallMsi() => Msis.Write(Msis.Sample());

    /// <summary>A package with a file of a length.</summary>
    public static byte[] MsiWithFile(int length) => Msis.Write(Msis.Sample(CompressionKind.None) with
    {
        Files =
        [
            new()
            {
                Key = "F1", Component = "C1", FileName = "orders.exe",
                Content = FileContent.FromBytes(Bytes(length)),
            },
            Msis.File("F2", "C2", "ORDERS~1.JSO|orders.json", "{}\n"),
        ],
    });

    /// <summary>A small library that .NET compiled.</summary>
    public static byte[] Library() => File.ReadAllBytes(typeof(Samples).Assembly.Location);

    /// <summary>Signs a package in memory.</summary>
    public static byte[] SignMsi(byte[] package, CertificateKey key, AuthenticodeOptions? options = null)
    {
        using var signed = new MemoryStream();
        MsiSigner.Sign(new MemoryStream(package), signed, key, options ?? Options, TestContext.Current.CancellationToken);
        return signed.ToArray();
    }

    /// <summary>Signs a program in memory.</summary>
    public static byte[] SignPe(byte[] program, CertificateKey key, AuthenticodeOptions? options = null)
    {
        using var signed = new MemoryStream();
        PeSigner.Sign(new MemoryStream(program), signed, key, options ?? Options, TestContext.Current.CancellationToken);
        return signed.ToArray();
    }

    /// <summary>A PFX with a key, its certificate and others, in this order.</summary>
    public static byte[] Pfx(RSA key, string? password, params IEnumerable<X509Certificate2> certificates)
    {
        var all = certificates.ToList();
        using var own = all[0].CopyWithPrivateKey(key);
        var collection = new X509Certificate2Collection((X509Certificate2[])[own, .. all.Skip(1)]);
        return collection.Export(X509ContentType.Pfx, password)!;
    }

    /// <summary>Asserts that something fails with a problem and these values in its message.</summary>
    public static SigningException AssertProblem(SigningProblem problem, Func<object?> action, params string[] arguments)
    {
        var failure = Assert.Throws<SigningException>(action);
        Assert.Equal(problem, failure.Problem);
        foreach (var (expected, actual) in arguments.Zip(failure.Arguments))
        {
            Assert.Contains(expected, actual, StringComparison.Ordinal);
        }

        Assert.True(failure.Arguments.Count >= arguments.Length, failure.Message);
        return failure;
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)((i * 31) ^ (i >> 8));
        }

        return bytes;
    }
}
