using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Deb;

namespace ServicePackaging.Formats.Tests.Deb;

/// <summary>Packages to write.</summary>
internal static class Debs
{
    public const UnixFileMode Mode0644 = (UnixFileMode)0x1A4;
    public const UnixFileMode Mode0755 = (UnixFileMode)0x1ED;

    public static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    /// <summary>A sample of everything.</summary>
    public static DebPackage Sample(CompressionKind compression = CompressionKind.Gzip) => new()
    {
        Control =
        [
            new("Package", "orders"),
            new("Version", "1.2.3-1"),
            new("Architecture", "amd64"),
            new("Maintainer", "Örders Team <orders@example.org>"),
            new("Depends", "adduser, libc6 (>= 2.34)"),
            new("Section", "net"),
            new("Priority", "optional"),
            new("Description", "takes orders\nThe first line.\n\n  An indented line.\nThe last line."),
        ],
        Entries =
        [
            Directory("/etc"),
            Directory("/etc/orders"),
            File("/etc/orders/orders.json", "{}\n") with { IsConfiguration = true },
            Directory("/usr"),
            Directory("/usr/bin"),
            new SymlinkEntry("/usr/bin/orders", "root", "root", "../lib/orders/orders"),
            Directory("/usr/lib"),
            Directory("/usr/lib/orders"),
            File("/usr/lib/orders/empty", ""),
            File("/usr/lib/orders/orders", "#!/bin/sh\nexit 0\n", Mode0755),
            File("/usr/lib/orders/tausend-Grüße.txt", new string('x', 1025)),
        ],
        Scripts = new Dictionary<MaintainerScript, string>
        {
            [MaintainerScript.Postrm] = "#!/bin/sh\nset -e\n# postrm\n",
            [MaintainerScript.Preinst] = "#!/bin/sh\nset -e\n# preinst\n",
            [MaintainerScript.Postinst] = "#!/bin/sh\nset -e\n# postinst\n",
            [MaintainerScript.Prerm] = "#!/bin/sh\nset -e\n# prerm\n",
        },
        Triggers = "activate-noawait ldconfig\n",
        Timestamp = Time,
        Compression = compression,
    };

    /// <summary>A package with the entries and only the required control fields.</summary>
    public static DebPackage Of(params PackageEntry[] entries) => new()
    {
        Control =
        [
            new("Package", "x"),
            new("Version", "1"),
            new("Architecture", "all"),
            new("Maintainer", "X <x@example.org>"),
            new("Description", "x"),
        ],
        Entries = entries,
        Scripts = new Dictionary<MaintainerScript, string>(),
        Timestamp = Time,
    };

    public static DirectoryEntry Directory(string path) => new(path, Mode0755, "root", "root");

    public static FileEntry File(string path, string text, UnixFileMode mode = Mode0644) => new(path, mode, "root", "root", FileContent.FromText(text));

    /// <summary>Trees of files, links and directories with short, long, plain and unusual names.</summary>
    public static Gen<DebPackage> Trees { get; } =
        from wanted in Gen.ListOf(Gen.Zip(Paths(), Entries()))
        from compression in Gen.Elements(CompressionKind.None, CompressionKind.Gzip)
        select Of(Complete(wanted)) with { Compression = compression };

    private static Gen<string> Paths() =>
        from depth in Gen.Choose(1, 4)
        from segments in Gen.ArrayOf(Segments(), depth)
        select "/" + string.Join('/', segments);

    private static Gen<string> Segments() => Gen.OneOf(
        Gen.Elements("usr", "lib", "a", "a-b", "a.b", "..a", "with space", "back\\slash", "tab\tbed", "*", "$(x)", "-f"),
        Gen.Elements("Grüße", "文件", "🚀", "\ufb01", "e\u0301"),
        Gen.Choose(1, 250).Select(length => new string('n', length)),
        Gen.Choose(1, 80).Select(length => new string('é', length)));

    private static Gen<Func<string, PackageEntry>> Entries() => Gen.OneOf(
        Gen.Choose(0, 3000).Select(length => (Func<string, PackageEntry>)(path => new FileEntry(
            path, length % 2 == 0 ? Mode0644 : Mode0755, "root", "root", FileContent.FromBytes(Encoding.Latin1.GetBytes(new string('q', length)))))),
        Paths().Select(target => (Func<string, PackageEntry>)(path => new SymlinkEntry(path, "root", "root", target))),
        Gen.Constant((Func<string, PackageEntry>)Directory));

    // Adds the parents of every entry, and removes entries below a file.
    private static PackageEntry[] Complete(IEnumerable<(string Path, Func<string, PackageEntry> Make)> wanted)
    {
        var entries = new SortedDictionary<string, PackageEntry>(
            Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))));
        foreach (var (path, make) in wanted)
        {
            var parents = Enumerable.Range(1, path.Length - 1).Where(i => path[i] == '/').Select(i => path[..i]).ToList();
            if (parents.All(parent => !entries.TryGetValue(parent, out var entry) || entry is DirectoryEntry) && !entries.ContainsKey(path))
            {
                parents.ForEach(parent => entries.TryAdd(parent, Directory(parent)));
                entries.Add(path, make(path));
            }
        }

        return [.. entries.Values];
    }
}
