using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Deb;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.MacPkg;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;

namespace ServicePackaging.Benchmarks;

/// <summary>What signing adds to writing one package.</summary>
/// <param name="Format">The format.</param>
/// <param name="Length">The length of the package in bytes.</param>
/// <param name="Write">The median of writing it, as a process.</param>
/// <param name="Sign">The median of signing it with an open key, in this process.</param>
/// <param name="Peer">The tool that signs the same file; empty where there is none.</param>
/// <param name="PeerWall">The median of that tool, as a process; null where it is not installed.</param>
internal sealed record SigningResult(string Format, long Length, TimeSpan Write, TimeSpan Sign, string Peer, TimeSpan? PeerWall)
{
    public double Added => Sign / Write;
}

/// <summary>Signs a package of about 110 MB of each format, in turns with the tools that sign the same file.</summary>
internal sealed class SigningBenchmark : IDisposable
{
    public const string Name = "signing";

    // The mix of the large payload comes to about 40 % of its length.
    private const int PayloadMiB = 348;

    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly string KeyFile =
        Path.Combine(Machine.Repository, "tests", "ServicePackaging.Signing.Tests", "Keys", "throwaway-rsa.asc");

    private readonly string _directory;
    private readonly int _runs;
    private readonly OpenPgpKey _openPgp;
    private readonly CertificateKey _certificate;

    private SigningBenchmark(string directory, int runs)
    {
        _directory = directory;
        _runs = runs;
        _openPgp = OpenPgpKeyReader.Open(File.ReadAllBytes(KeyFile), KeyFile, "", null, Time);
        var rsa = RSA.Create(3072);
        var request = new CertificateRequest("CN=Benchmark", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], critical: true));
        _certificate = new CertificateKey(rsa, [request.CreateSelfSigned(Time, Time.AddYears(10))]);
        File.WriteAllText(PathOf("key.pem"), rsa.ExportPkcs8PrivateKeyPem() + "\n" + _certificate.Certificate.ExportCertificatePem());
    }

    public static PayloadKind Payload { get; } = new(Name, "one file for a package of about 110 MB", (folder, _) => Payloads.FillWithOneFile(folder, PayloadMiB));

    /// <summary>Measures all formats.</summary>
    public static IReadOnlyList<SigningResult> Run(string directory, BenchmarkOptions options)
    {
        using var benchmark = new SigningBenchmark(directory, options.Runs);
        var tree = Payloads.Make(Payload, directory, options).Tree;
        return [.. new[] { PackageChild.Deb, PackageChild.Rpm, PackageChild.Msi, PackageChild.Pkg }.Select(format => benchmark.Run(format, tree))];
    }

    public void Dispose()
    {
        _openPgp.Dispose();
        _certificate.Dispose();
    }

    private SigningResult Run(string format, string tree)
    {
        var (package, signed) = (PathOf("package." + format), PathOf("signed." + format));
        var peer = Peer(format, package, signed);
        List<TimeSpan> writes = [], signs = [], peers = [];
        for (var run = 0; run < _runs; run++)
        {
            File.Delete(package);
            writes.Add(ProcessMeter.Run(PackageChild.Command(new OwnPackage(format, CompressionKind.Gzip), tree, package), PathOf("log")).Wall);
            signs.Add(Sign(format, package, signed));
            if (peer is { Command: { } command })
            {
                File.Delete(signed);
                peers.Add(ProcessMeter.Run(command, PathOf("log")).Wall);
            }
        }

        return new(
            format, new FileInfo(package).Length, Median(writes), Median(signs), peer?.Name ?? "", peers.Count > 0 ? Median(peers) : null);
    }

    private TimeSpan Sign(string format, string package, string signed)
    {
        var began = Stopwatch.GetTimestamp();
        using var input = File.OpenRead(package);
        using var output = File.Create(signed);
        switch (format)
        {
            case PackageChild.Rpm:
                RpmSigner.Sign(input, output, _openPgp, Time, CancellationToken.None);
                break;
            case PackageChild.Msi:
                MsiSigner.Sign(input, output, _certificate, new AuthenticodeOptions(), CancellationToken.None);
                break;
            case PackageChild.Pkg:
                MacPackageSigner.Sign(input, output, _certificate, Time, timestamps: null, CancellationToken.None);
                break;
            default:
                DebSigner.Sign(input, output, _openPgp, Time, CancellationToken.None);
                break;
        }

        output.Flush();
        return Stopwatch.GetElapsedTime(began);
    }

    // rpmsign changes the file in place, so that it gets a copy.
    private (string Name, Command? Command)? Peer(string format, string package, string signed) => format switch
    {
        PackageChild.Rpm => ("rpmsign", Find("rpmsign", "gpg") ? new Command(
            "/bin/sh", "-c",
            "mkdir -p -m 700 \"$2/gnupg\" && gpg --homedir \"$2/gnupg\" --batch --quiet --import \"$3\" && cp \"$0\" \"$1\" && "
                + "rpmsign --define '__gpg /usr/bin/gpg' --define \"_gpg_path $2/gnupg\" --define '_gpg_name rsa@example.org' --addsign \"$1\"",
            package, signed, _directory, KeyFile) : null),
        PackageChild.Msi => ("osslsigncode", Find("osslsigncode")
            ? new Command("osslsigncode", "sign", "-certs", PathOf("key.pem"), "-key", PathOf("key.pem"), "-h", "sha256", "-in", package, "-out", signed)
            : null),
        _ => null,
    };

    private static bool Find(params string[] programs) =>
        new Contender("", new OwnPackage("", CompressionKind.None), programs, "", (_, output) => new Command(output)).Missing.Count == 0;

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => TimeSpan.FromSeconds(Statistics.Median(times.Select(time => time.TotalSeconds)));

    private string PathOf(string name) => Path.Combine(_directory, name);
}
