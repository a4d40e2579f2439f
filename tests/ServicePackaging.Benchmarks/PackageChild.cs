using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Deb;

namespace ServicePackaging.Benchmarks;

/// <summary>Our side of a race: a process that does what <c>dpkg-deb -b</c> does, from the same tree.</summary>
internal static class PackageChild
{
    public const string Verb = "child";

    private const int ReadableFile = 0b110_100_100;
    private const int ExecutableFile = 0b111_101_101;

    public static Command Command(CompressionKind compression, string tree, string output) =>
        new(Environment.ProcessPath!, Verb, compression.ToString(), tree, output);

    /// <summary>Writes the package.</summary>
    /// <param name="arguments">The compression, the tree with its DEBIAN folder, and the package's path.</param>
    public static void Run(string[] arguments)
    {
        string tree = arguments[1];
        DebWriter.Write(
            new DebPackage
            {
                Control = [.. File.ReadLines(Path.Combine(tree, Payloads.ControlFile)).Select(ReadField)],
                Entries = [.. Entries(tree)],
                Scripts = new Dictionary<MaintainerScript, string>(),
                Timestamp = DateTimeOffset.UnixEpoch,
                Compression = Enum.Parse<CompressionKind>(arguments[0]),
            },
            arguments[2]);
    }

    private static IEnumerable<PackageEntry> Entries(string tree)
    {
        string root = Path.Combine(tree, "usr");
        return Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories)
            .Prepend(root)
            .Select(path => (PackageEntry)new DirectoryEntry(path[tree.Length..], ExecutableFile, "root", "root"))
            .Concat(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(path => new FileEntry(path[tree.Length..], ReadableFile, "root", "root", FileContent.FromFile(path))))
            .OrderBy(entry => entry.Path, StringComparer.Ordinal);
    }

    private static ControlField ReadField(string line) => line.Split(": ", 2) is [var name, var value]
        ? new ControlField(name, value)
        : throw new InvalidDataException($"'{line}' is not a field.");
}
