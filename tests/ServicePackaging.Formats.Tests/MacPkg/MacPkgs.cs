using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Tests.Deb;

namespace ServicePackaging.Formats.Tests.MacPkg;

/// <summary>Packages to write.</summary>
internal static class MacPkgs
{
    public const UnixFileMode Mode0644 = (UnixFileMode)0x1A4;
    public const UnixFileMode Mode0755 = (UnixFileMode)0x1ED;

    public static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    /// <summary>A sample of everything.</summary>
    public static MacPackage Sample() => new()
    {
        Identifier = "org.example.orders",
        Version = "1.2.3",
        ComponentName = "Örders & more.pkg",
        Entries =
        [
            Directory("/Library"),
            Directory("/Library/Application Support") with { Group = "admin" },
            Directory("/Library/LaunchDaemons"),
            File("/Library/LaunchDaemons/org.example.orders.plist", "<plist/>\n"),
            Directory("/opt"),
            Directory("/opt/orders"),
            File("/opt/orders/empty", ""),
            new SymlinkEntry("/opt/orders/link", "root", "wheel", "orders"),
            new FileEntry("/opt/orders/orders", Mode0755, "root", "wheel", FileContent.FromBytes(MachOs.Thin(MachOs.Arm64))),
            File("/opt/orders/tausend-Grüße.txt", new string('x', 1025)),
            new FileEntry("/opt/orders/universal", Mode0755, "root", "wheel", FileContent.FromBytes(
                MachOs.Universal(MachOs.Thin(MachOs.X64), MachOs.Thin(MachOs.Arm64)))),
        ],
        Scripts =
        [
            new("postinstall", FileContent.FromText("#!/bin/sh\n# post\nexit 0\n")),
            new("preinstall", FileContent.FromText("#!/bin/sh\n# pre\nexit 0\n")),
            new("helper.plist", FileContent.FromText("<plist/>\n")),
        ],
        Resources =
        [
            new(MacResourceKind.License, "LICENSE.txt", FileContent.FromText("MIT\n")),
            new(MacResourceKind.Welcome, "welcome.html", FileContent.FromText("<p>Welcome</p>\n"), "en"),
            new(MacResourceKind.Welcome, "welcome.html", FileContent.FromText("<p>Grüß Gott</p>\n"), "de"),
            new(MacResourceKind.Readme, "readme.rtf", FileContent.FromText("{\\rtf1 x}\n")),
            new(MacResourceKind.Conclusion, "conclusion.txt", FileContent.FromText("Done\n")),
            new(MacResourceKind.Background, "background.png", FileContent.FromText("PNG")),
            new(MacResourceKind.Other, "logo.png", FileContent.FromText("logo")),
        ],
        Distribution = new MacDistribution { Title = "Örders <Server>", MinimumSystemVersion = "14.0" },
        Timestamp = Time,
    };

    /// <summary>A package with the entries and only the required fields.</summary>
    public static MacPackage Of(params PackageEntry[] entries) => new()
    {
        Identifier = "x",
        Version = "1",
        Entries = entries,
        Distribution = new MacDistribution { Title = "x" },
        Timestamp = Time,
    };

    public static DirectoryEntry Directory(string path) => new(path, Mode0755, "root", "wheel");

    public static FileEntry File(string path, string text, UnixFileMode mode = Mode0644) => new(path, mode, "root", "wheel", FileContent.FromText(text));

    /// <summary>Trees of files, links and directories with short, long, plain and unusual names.</summary>
    public static Gen<MacPackage> Trees { get; } =
        from deb in Debs.Trees
        from digest in Gen.Elements(MacPackageDigest.Sha1, MacPackageDigest.Sha256)
        select Of(ForMac(deb.Entries)) with { Digest = digest, Compression = deb.Compression };

    public static byte[] Write(MacPackage package)
    {
        using var stream = new MemoryStream();
        MacPackageWriter.Write(package, stream, Path.GetTempPath(), CancellationToken.None);
        return stream.ToArray();
    }

    public static byte[] Bytes(FileContent content)
    {
        using var stream = content.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    // Sets the group to wheel, and removes names that macOS does not support: those that differ only in case, and those that are too long.
    private static PackageEntry[] ForMac(IEnumerable<PackageEntry> entries)
    {
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var kept = new HashSet<string> { "" };
        return [.. entries.Where(entry =>
        {
            var isKept = Encoding.UTF8.GetByteCount(entry.Path) < 1000
                && kept.Contains(entry.Path[..entry.Path.LastIndexOf('/')]) && paths.Add(entry.Path);
            _ = isKept && kept.Add(entry.Path);
            return isKept;
        }).Select(entry => entry with { Group = "wheel" })];
    }
}
