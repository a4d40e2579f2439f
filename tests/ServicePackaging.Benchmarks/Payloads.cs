using System.Globalization;
using System.Security.Cryptography;

namespace ServicePackaging.Benchmarks;

/// <summary>A kind of payload.</summary>
/// <param name="Name">As the report has it.</param>
/// <param name="What">What it is, in a few words.</param>
/// <param name="Fill">Makes its files in a directory.</param>
internal sealed record PayloadKind(string Name, string What, Action<string, BenchmarkOptions> Fill);

/// <summary>A payload on disk.</summary>
/// <param name="Kind">Which it is.</param>
/// <param name="Tree">The directory that becomes the package, with DEBIAN as dpkg-deb wants it.</param>
/// <param name="Files">The number of files.</param>
/// <param name="Length">Their length in bytes.</param>
internal sealed record Payload(PayloadKind Kind, string Tree, int Files, long Length);

/// <summary>The payloads, made anew from nothing but the .NET SDK and a seed.</summary>
internal static class Payloads
{
    public const string ControlFile = "DEBIAN/control";

    /// <summary>Where the files lie in a tree.</summary>
    public const string Folder = "usr/lib/payload";

    /// <summary>What the WiX source beside a tree ends with, and the list of its files.</summary>
    public const string WixExtension = ".wxs";
    public const string WixFilesExtension = ".files.wxs";

    private const string WixSource = """
        <Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
          <Product Id="*" Name="Benchmark" Language="1033" Version="1.0.0" Manufacturer="Benchmark" UpgradeCode="00000000-0000-0000-0000-00000000B00B">
            <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine" />
            <Media Id="1" Cabinet="bench.cab" EmbedCab="yes" />
            <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="ProgramFiles64Folder"><Directory Id="INSTALLFOLDER" Name="Benchmark" /></Directory></Directory>
            <Feature Id="All" Level="1"><ComponentGroupRef Id="Files" /></Feature>
          </Product>
        </Wix>
        """;

    // Paths in, a component for each file out.
    private const string ListFiles =
        "command -v wixl-heat >/dev/null || exit 0; find \"$0\" -type f | wixl-heat -p \"$0/\" --component-group Files --var var.Src --directory-ref INSTALLFOLDER --win64 >\"$1\"";

    /// <summary>What the spec file beside a tree ends with.</summary>
    public const string SpecExtension = ".spec";

    private const string Spec = """
        Name: bench
        Version: 1
        Release: 1
        Summary: Benchmark
        License: MIT
        AutoReqProv: no
        %description
        Benchmark
        %install
        mkdir -p %{buildroot}
        cp -al %{tree}/usr %{buildroot}/
        %files
        /usr/*

        """;

    private const ulong Seed = 20_25_11;
    private const int MiB = 1024 * 1024;
    private const int ManyFiles = 50_000;
    private const int FilesPerDirectory = 250;
    private const int MaxSmallFile = 8 * 1024;
    private const int LargeMiB = 2048;
    private const int QuickLargeMiB = 256;

    // Of sixteen parts: close to what programs, their texts and their data come to, 36-43 % of their length under gzip.
    private static readonly Texture[] Mix =
    [
        .. Enumerable.Repeat(Texture.Prose, 5),
        .. Enumerable.Repeat(Texture.Json, 5),
        .. Enumerable.Repeat(Texture.Code, 5),
        Texture.Noise,
    ];

    public static IReadOnlyList<PayloadKind> All { get; } =
    [
        new("worker", "a small framework-dependent worker", (folder, _) => DotnetProject.Worker.Publish(folder)),
        new("web", "ASP.NET Core, self-contained, linux-x64", (folder, _) => DotnetProject.SelfContainedWeb.Publish(folder)),
        new("many", "small files: prose, JSON and code-like bytes", (folder, _) => FillWithSmallFiles(folder)),
        new("large", "one file: stretches of prose, JSON, code-like bytes and noise", (folder, options) =>
            FillWithOneFile(folder, options.Quick ? QuickLargeMiB : LargeMiB)),
    ];

    /// <summary>Makes a payload in the directory, or takes the one that is there from the last time.</summary>
    public static Payload Make(PayloadKind kind, string directory, BenchmarkOptions options)
    {
        var tree = Path.Combine(directory, options.Quick ? $"{kind.Name}-quick" : kind.Name);
        var folder = Path.Combine(tree, "usr", "lib", "payload");
        if (!File.Exists(Path.Combine(tree, ControlFile)))
        {
            Directory.CreateDirectory(folder);
            kind.Fill(folder, options);
            Directory.CreateDirectory(Path.Combine(tree, "DEBIAN"));
            WriteChecksums(tree, folder);
            File.WriteAllText(
                Path.Combine(tree, ControlFile),
                "Package: payload\nVersion: 1.0.0\nArchitecture: amd64\nMaintainer: Nobody <nobody@example.com>\nDescription: a payload\n");
            File.WriteAllText(tree + SpecExtension, Spec);
            File.WriteAllText(tree + WixExtension, WixSource);
            ProcessMeter.Run(new Command("/bin/sh", "-c", ListFiles, folder, tree + WixFilesExtension), tree + ".log");
        }

        var files = new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
        return new Payload(kind, tree, files.Length, files.Sum(file => file.Length));
    }

    // dpkg-deb takes md5sums ready-made; our writer computes them while it is measured.
    private static void WriteChecksums(string tree, string folder)
    {
        using var lines = new StreamWriter(Path.Combine(tree, "DEBIAN", "md5sums"));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var content = File.OpenRead(file);
#pragma warning disable CA5351 // md5sums is what dpkg calls it.
            lines.Write($"{Convert.ToHexStringLower(MD5.HashData(content))}  {file[(tree.Length + 1)..]}\n");
#pragma warning restore CA5351
        }
    }

    private static void FillWithSmallFiles(string folder)
    {
        var data = new SyntheticData(Seed);
        var buffer = new byte[MaxSmallFile];
        for (var i = 0; i < ManyFiles; i++)
        {
            var parent = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part{i / FilesPerDirectory:D3}"));
            Directory.CreateDirectory(parent);
            var content = buffer.AsSpan(0, data.Next(MaxSmallFile));
            data.Fill(Mix[data.Next(Mix.Length)], content);
            File.WriteAllBytes(Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"item{i:D5}.dat")), content);
        }
    }

    public static void FillWithOneFile(string folder, int mebibytes)
    {
        var data = new SyntheticData(Seed);
        var buffer = new byte[MiB];
        using var file = File.Create(Path.Combine(folder, "large.dat"));
        for (var i = 0; i < mebibytes; i++)
        {
            data.Fill(Mix[i % Mix.Length], buffer);
            file.Write(buffer);
        }
    }
}
