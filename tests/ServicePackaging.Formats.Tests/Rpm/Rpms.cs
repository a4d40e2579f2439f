using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Deb;

namespace ServicePackaging.Formats.Tests.Rpm;

/// <summary>Packages to write.</summary>
internal static class Rpms
{
    public const UnixFileMode Mode0640 = (UnixFileMode)0x1A0;
    public const UnixFileMode Mode0644 = (UnixFileMode)0x1A4;
    public const UnixFileMode Mode0750 = (UnixFileMode)0x1E8;
    public const UnixFileMode Mode0755 = (UnixFileMode)0x1ED;

    public static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    // The limits of rpm for unpacking.
    private const int MaxNameLength = 246;

    private static readonly RpmRelation User = new(
        RpmRelationKind.Provides, "user(orders)", RpmSense.Equal | RpmSense.FoundProvide, "dSBvcmRlcnMgLQAA");

    /// <summary>A sample of everything that a spec file for rpmbuild can also describe.</summary>
    public static RpmPackage Sample(CompressionKind compression = CompressionKind.Gzip) => RpmImpliedRelations.Complete(new RpmPackage
    {
        Name = "orders",
        Epoch = 2,
        Version = "1.2.3~rc1",
        Release = "1",
        Architecture = "x86_64",
        Summary = "Takes orders",
        Description = "Takes örders.\n\n  And more.",
        License = "MIT",
        Url = "https://example.org/",
        Vendor = "Example",
        Packager = "Örders Team <orders@example.org>",
        Distribution = "any",
        Group = "System/Daemons",
        Files =
        [
            new(Directory("/etc/orders")),
            new(File("/etc/orders/orders.json", "{}\n", Mode0640) with { IsConfiguration = true, Group = "orders" }),
            new(new SymlinkEntry("/usr/bin/orders", "root", "root", "../lib/orders/orders")),
            new(Directory("/usr/lib/orders")),
            new(File("/usr/lib/orders/LICENSE", "MIT\n"), RpmFileAttributes.License),
            new(File("/usr/lib/orders/README", "Read.\n"), RpmFileAttributes.Doc),
            new(File("/usr/lib/orders/empty", "")),
            new(File("/usr/lib/orders/orders", "#!/bin/sh\nexit 0\n", Mode0755)),
            new(File("/usr/lib/orders/tausend-Grüße.txt", new string('x', 1025))),
            new(Directory("/var/log/orders") with { Mode = Mode0750, Owner = "orders", Group = "orders" }),
            new(File("/var/log/orders/orders.log", "log\n"), RpmFileAttributes.Ghost),
        ],
        Relations =
        [
            new(RpmRelationKind.Requires, "logrotate", RpmSense.Greater | RpmSense.Equal, "3"),
            new(RpmRelationKind.Requires, "/usr/sbin/useradd", RpmSense.PreInstall),
            new(RpmRelationKind.Requires, "((a >= 1) if b)"),
            new(RpmRelationKind.Recommends, "recommended"),
            new(RpmRelationKind.Suggests, "suggested"),
            new(RpmRelationKind.Supplements, "supplemented"),
            new(RpmRelationKind.Enhances, "enhanced"),
            new(RpmRelationKind.Conflicts, "conflicting", RpmSense.Less, "2:3"),
            new(RpmRelationKind.Obsoletes, "old-orders", RpmSense.Less, "1"),
            new(RpmRelationKind.OrderWithRequires, "systemd", RpmSense.PostInstall),
        ],
        Scriptlets = new Dictionary<RpmScriptletKind, RpmScriptlet>
        {
            [RpmScriptletKind.PreTransaction] = new("print('pretrans')") { Interpreter = ["<lua>"] },
            [RpmScriptletKind.PreInstall] = new("# pre\nexit 0"),
            [RpmScriptletKind.PostInstall] = new("# post\nexit 0") { Interpreter = ["/bin/sh", "-e"] },
            [RpmScriptletKind.PreUninstall] = new("# preun\nexit 0"),
            [RpmScriptletKind.PostUninstall] = new("") { Interpreter = ["/bin/true"] },
            [RpmScriptletKind.PostTransaction] = new("# posttrans\nexit 0"),
            [RpmScriptletKind.Verify] = new("# verify\nexit 0"),
        },
        Changelog =
        [
            new(new DateTimeOffset(2023, 11, 14, 12, 0, 0, TimeSpan.Zero), "Örders Team <orders@example.org> - 2:1.2.3~rc1-1", "- second\n- thing"),
            new(new DateTimeOffset(2023, 11, 1, 12, 0, 0, TimeSpan.Zero), "Örders Team <orders@example.org> - 2:1.2.2-1", "- first"),
        ],
        Timestamp = Time,
        Compression = compression,
    });

    /// <summary>Features that rpmbuild 4.18 does not support: a file's provides, later scriptlets, an extra tag.</summary>
    public static RpmPackage WithMore(RpmPackage package) => RpmImpliedRelations.Complete(package with
    {
        Files =
        [
            .. package.Files.TakeWhile(file => file.Entry.Path != "/var/log/orders"),
            new(File("/usr/lib/sysusers.d/orders.conf", "u orders -\n")) { Provides = [User] },
            .. package.Files.SkipWhile(file => file.Entry.Path != "/var/log/orders"),
        ],
        Relations = [.. package.Relations, User],
        Scriptlets = new Dictionary<RpmScriptletKind, RpmScriptlet>(package.Scriptlets)
        {
            [RpmScriptletKind.PreUntransaction] = new("# preuntrans") { Flags = RpmScriptletOptions.Expand },
            [RpmScriptletKind.PostUntransaction] = new("# postuntrans"),
        },
        ExtraTags = new Dictionary<int, RpmValue> { [5012] = new RpmTexts(RpmType.Text, ["https://example.org/bugs"]) },
    });

    /// <summary>A package with the files and only the required fields.</summary>
    public static RpmPackage Of(params IEnumerable<RpmFile> files) => RpmImpliedRelations.Complete(new RpmPackage
    {
        Name = "x",
        Version = "1",
        Release = "1",
        Architecture = "noarch",
        Summary = "X",
        Description = "X.",
        License = "MIT",
        Files = [.. files],
        Relations = [],
        Timestamp = Time,
    });

    public static DirectoryEntry Directory(string path) => Debs.Directory(path);

    public static FileEntry File(string path, string text, UnixFileMode mode = Mode0644) => Debs.File(path, text, mode);

    /// <summary>Trees of files, links and directories with short, long, plain and unusual names, with and without their parents.</summary>
    public static Gen<RpmPackage> Trees { get; } =
        from tree in Debs.Trees
        from withDirectories in Gen.Elements(true, false)
        let entries = tree.Entries.Where(entry => entry is DirectoryEntry ? withDirectories : NameLength(entry.Path) <= MaxNameLength)
        select Of(entries.Select(entry => new RpmFile(entry))) with { Compression = tree.Compression };

    /// <summary>Writes a package into memory.</summary>
    /// <param name="isLarge">Whether to use the form for large files, whatever their length.</param>
    public static byte[] Write(RpmPackage package, bool isLarge = false)
    {
        using var stream = new MemoryStream();
        RpmWriter.Write(
            package, stream, Path.GetTempPath(), isLarge ? 0 : uint.MaxValue, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    /// <summary>Returns the bytes of a stream as characters.</summary>
    public static string Text(Stream content) => new StreamReader(content, Encoding.Latin1).ReadToEnd();

    private static int NameLength(string path) => Encoding.UTF8.GetByteCount(path[(path.LastIndexOf('/') + 1)..]);
}
