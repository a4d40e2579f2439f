using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Benchmarks;

/// <summary>Our side of a race: a process that does what <c>dpkg-deb -b</c> does, from the same tree.</summary>
internal static class PackageChild
{
    public const string Verb = "child";
    public const string Deb = "deb";
    public const string Rpm = "rpm";
    public const string Msi = "msi";
    public const string Pkg = "pkg";

    private const UnixFileMode ReadableFile = (UnixFileMode)0b110_100_100;
    private const UnixFileMode ExecutableFile = (UnixFileMode)0b111_101_101;

    public static Command Command(OwnPackage package, string tree, string output) =>
        new(Environment.ProcessPath!, Verb, package.Format, package.Compression.ToString(), tree, output);

    /// <summary>Writes the package.</summary>
    /// <param name="arguments">The format, the compression, the tree with its DEBIAN folder, and the package's path.</param>
    public static void Run(string[] arguments)
    {
        var (compression, tree, output) = (Enum.Parse<CompressionKind>(arguments[1]), arguments[2], arguments[3]);
        switch (arguments[0])
        {
            case Rpm:
                RpmWriter.Write(CreateRpm(tree, compression), output);
                break;
            case Msi:
                WriteMsi(InstallerPackage.Create(tree, compression), output);
                break;
            case Pkg:
                MacPackageWriter.Write(CreatePkg(tree, compression), output);
                break;
            default:
                DebWriter.Write(CreateDeb(tree, compression), output);
                break;
        }
    }

    // The package has the tables that wixl's has, which do not pass the audit of a product's package. Its cost is measured all the same.
    private static void WriteMsi(MsiPackage package, string output)
    {
        using var file = File.Create(output);
        MsiWriter.Write(package, file);
        MsiVerifier.Verify(file);
    }

    private static DebPackage CreateDeb(string tree, CompressionKind compression) => new()
    {
        Control = [.. File.ReadLines(Path.Combine(tree, Payloads.ControlFile)).Select(ReadField)],
        Entries = [.. Entries(tree)],
        Scripts = new Dictionary<MaintainerScript, string>(),
        Timestamp = DateTimeOffset.UnixEpoch,
        Compression = compression,
    };

    private static RpmPackage CreateRpm(string tree, CompressionKind compression) => RpmImpliedRelations.Complete(new RpmPackage
    {
        Name = "bench",
        Version = "1",
        Release = "1",
        Architecture = "x86_64",
        Summary = "Benchmark",
        Description = "Benchmark",
        License = "MIT",
        Files = [.. Entries(tree).Select(entry => new RpmFile(entry))],
        Relations = [],
        Timestamp = DateTimeOffset.UnixEpoch,
        Compression = compression,
    });

    private static MacPackage CreatePkg(string tree, CompressionKind compression) => new()
    {
        Identifier = "com.example.bench",
        Version = "1",
        Entries = [.. Entries(tree, "wheel")],
        Distribution = new MacDistribution { Title = "Benchmark" },
        Timestamp = DateTimeOffset.UnixEpoch,
        Compression = compression,
    };

    private static IEnumerable<PackageEntry> Entries(string tree, string group = "root")
    {
        var root = Path.Combine(tree, "usr");
        return Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories)
            .Prepend(root)
            .Select(path => (PackageEntry)new DirectoryEntry(path[tree.Length..], ExecutableFile, "root", group))
            .Concat(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(path => new FileEntry(path[tree.Length..], ReadableFile, "root", group, FileContent.FromFile(path))))
            .OrderBy(entry => entry.Path, StringComparer.Ordinal);
    }

    private static ControlField ReadField(string line) => line.Split(": ", 2) is [var name, var value]
        ? new ControlField(name, value)
        : throw new InvalidDataException($"'{line}' is not a field.");
}
