using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.MacPkg;

/// <summary>Packages that cannot be written, and a part of the expected message.</summary>
public sealed class MacPackageValidatorTests
{
    private static readonly (string Word, Func<MacPackage, MacPackage> Break)[] Faults =
    [
        ("identifier", package => package with { Identifier = "" }),
        ("identifier", package => package with { Identifier = "a b" }),
        ("identifier", package => package with { Identifier = new string('a', 256) }),
        ("version", package => package with { Version = " " }),
        ("version", package => package with { Version = "1\n2" }),
        ("component", package => package with { ComponentName = "x" }),
        ("component", package => package with { ComponentName = "a/b.pkg" }),
        ("install location", package => package with { InstallLocation = "opt" }),
        ("install location", package => package with { InstallLocation = "/opt/../x" }),
        ("install location", package => package with { InstallLocation = "/opt/" }),
        ("/x", package => Of(MacPkgs.File("/x", "") with { Owner = "_orders" })),
        ("wheel", package => Of(MacPkgs.File("/x", "") with { Group = "root" })),
        ("case", package => Of(MacPkgs.File("/A", ""), MacPkgs.File("/a", ""))),
        ("'._'", package => Of(MacPkgs.File("/._x", ""))),
        ("255 bytes", package => Of(MacPkgs.File("/" + new string('n', 256), ""))),
        ("1023", package => Of(MacPkgs.Directory("/x")) with { InstallLocation = "/" + new string('n', 1022) }),
        ("configuration", package => Of(MacPkgs.File("/x", "") with { IsConfiguration = true })),
        ("8 GiB", package => Of(new FileEntry("/x", 0, "root", "wheel", new TestContent(1L << 33)))),
        ("parent", package => Of(MacPkgs.File("/x/y", ""))),
        ("sorted", package => Of(MacPkgs.File("/y", ""), MacPkgs.File("/x", ""))),
        ("root", package => package with { Root = MacPkgs.Directory("/x") }),
        ("/", package => package with { Root = package.Root with { Owner = "x" } }),
        ("#!", package => package with { Scripts = [new("preinstall", FileContent.FromText("exit 0"))] }),
        ("#!", package => package with { Scripts = [new("postinstall", FileContent.FromText(""))] }),
        ("script", package => package with { Scripts = [new("a/b", FileContent.FromText(""))] }),
        ("script", package => package with { Scripts = [new("a", FileContent.FromText("")), new("A", FileContent.FromText(""))] }),
        ("resource", package => WithResources(package, new MacPackageResource(MacResourceKind.Other, "..", FileContent.FromText("")))),
        ("resource", package => WithResources(package, new MacPackageResource(MacResourceKind.Other, "en.lproj", FileContent.FromText("")))),
        ("language", package => WithResources(package, new MacPackageResource(MacResourceKind.Other, "x", FileContent.FromText(""), "../x"))),
        ("language", package => WithResources(package, new MacPackageResource(MacResourceKind.Other, "x", FileContent.FromText(""), "en"), new MacPackageResource(MacResourceKind.Other, "y", FileContent.FromText(""), "EN"))),
        ("twice", package => WithResources(package, new MacPackageResource(MacResourceKind.Other, "x", FileContent.FromText("")), new MacPackageResource(MacResourceKind.Other, "X", FileContent.FromText("")))),
        ("License", package => WithResources(package, new MacPackageResource(MacResourceKind.License, "x.png", FileContent.FromText("")))),
        ("Background", package => WithResources(package, new MacPackageResource(MacResourceKind.Background, "x.html", FileContent.FromText("")))),
        ("different name", package => WithResources(package, new MacPackageResource(MacResourceKind.Welcome, "a.txt", FileContent.FromText("")), new MacPackageResource(MacResourceKind.Welcome, "b.txt", FileContent.FromText("")))),
        ("title", package => package with { Distribution = new() { Title = "" } }),
        ("title", package => package with { Distribution = new() { Title = "\uD800" } }),
        ("architectures", package => package with { Distribution = new() { Title = "x", HostArchitectures = MacArchitectures.None } }),
        ("domains", package => package with { Distribution = new() { Title = "x", Domains = MacDomains.None } }),
        ("macOS version", package => package with { Distribution = new() { Title = "x", MinimumSystemVersion = "12.x" } }),
        ("macOS version", package => package with { Distribution = new() { Title = "x", MinimumSystemVersion = "" } }),
        ("Xz", package => package with { Compression = CompressionKind.Xz }),
        ("timestamp", package => package with { Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(-1) }),
        ("timestamp", package => package with { Timestamp = DateTimeOffset.FromUnixTimeSeconds(1L << 32) }),
    ];

    public static TheoryData<int> FaultNumbers => [.. Enumerable.Range(0, Faults.Length)];

    [Theory]
    [MemberData(nameof(FaultNumbers))]
    public void Packages_that_macOS_cannot_install_are_rejected_before_anything_is_written(int number)
    {
        var (word, broken) = Faults[number];

        var e = Assert.Throws<ArgumentException>(() => MacPackageWriter.Write(broken(MacPkgs.Of()), "/nowhere/x.pkg", TestContext.Current.CancellationToken));

        Assert.Contains(word, e.Message, StringComparison.Ordinal);
    }

    private static MacPackage Of(params PackageEntry[] entries) => MacPkgs.Of(entries);

    private static MacPackage WithResources(MacPackage package, params MacPackageResource[] resources) => package with { Resources = resources };
}
