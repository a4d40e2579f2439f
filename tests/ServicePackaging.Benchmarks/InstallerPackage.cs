using System.Globalization;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Checksums;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Benchmarks;

/// <summary>An .msi of a tree: what wixl makes of the same files, a component each.</summary>
internal static class InstallerPackage
{
    private const int Component64 = 256;

    private static readonly Guid Product = new("00000000-0000-0000-0000-00000000b00b");

    public static MsiPackage Create(string tree, CompressionKind compression)
    {
        var root = Path.Combine(tree, Payloads.Folder);
        string[] directories = [.. Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var identifiers = directories.Prepend(root).Select((path, i) => (path, Name("D", i))).ToDictionary();
        FileInfo[] files = [.. new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)];
        return new MsiPackage
        {
            Summary = new MsiSummary { Subject = "Benchmark", Author = "Benchmark", Platform = MsiPlatform.X64 },
            Rows =
            [
                MsiTables.Directory.Row("TARGETDIR", MsiValue.Null, "SourceDir"),
                .. identifiers.Select((directory, i) => MsiTables.Directory.Row(
                    directory.Value, i == 0 ? "TARGETDIR" : identifiers[Path.GetDirectoryName(directory.Key)!], Pair("d", i, Path.GetFileName(directory.Key)))),
                .. files.SelectMany((file, i) => Component(Name("C", i), identifiers[file.DirectoryName!], Name("F", i))),
                MsiTables.Feature.Row("All", MsiValue.Null, "All", MsiValue.Null, 1, 1, MsiValue.Null, 0),
            ],
            Files =
            [
                .. files.Select((file, i) => new MsiFile
                {
                    Key = Name("F", i),
                    Component = Name("C", i),
                    FileName = Pair("f", i, file.Name),
                    Content = FileContent.FromFile(file.FullName),
                }),
            ],
            PackageCodeNamespace = Product,
            Timestamp = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Compression = compression,
        };
    }

    private static MsiRow[] Component(string name, string directory, string file) =>
    [
        MsiTables.Component.Row(name, NameBasedGuid.Create(Product, name).ToString("B").ToUpperInvariant(), directory, Component64, MsiValue.Null, file),
        MsiTables.FeatureComponents.Row("All", name),
    ];

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

    private static string Pair(string kind, int number, string name) => $"{Name(kind, number)}|{name}";
}
