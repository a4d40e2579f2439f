using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Deb;

/// <summary>Debian's own tools read our packages.</summary>
public sealed class DebOracleTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    [InlineData(CompressionKind.Xz)]
    public void Dpkg_deb_lists_the_payload(CompressionKind compression)
    {
        var deb = Compressed(compression);

        Assert.Equal(
            """
            drwxr-xr-x root/root         0 2023-11-14 22:13 ./
            drwxr-xr-x root/root         0 2023-11-14 22:13 ./etc/
            drwxr-xr-x root/root         0 2023-11-14 22:13 ./etc/orders/
            -rw-r--r-- root/root         3 2023-11-14 22:13 ./etc/orders/orders.json
            drwxr-xr-x root/root         0 2023-11-14 22:13 ./usr/
            drwxr-xr-x root/root         0 2023-11-14 22:13 ./usr/bin/
            lrwxrwxrwx root/root         0 2023-11-14 22:13 ./usr/bin/orders -> ../lib/orders/orders
            drwxr-xr-x root/root         0 2023-11-14 22:13 ./usr/lib/
            drwxr-xr-x root/root         0 2023-11-14 22:13 ./usr/lib/orders/
            -rw-r--r-- root/root         0 2023-11-14 22:13 ./usr/lib/orders/empty
            -rwxr-xr-x root/root        17 2023-11-14 22:13 ./usr/lib/orders/orders
            -rw-r--r-- root/root      1025 2023-11-14 22:13 ./usr/lib/orders/tausend-Grüße.txt

            """,
            Tool.Run($"dpkg-deb -c {deb}"));
    }

    [Fact]
    public void Dpkg_deb_lists_the_control_archive()
    {
        var control = Tool.Run($"dpkg-deb --ctrl-tarfile {Write(Debs.Sample())}");

        var names = control.Split("ustar  \0").SkipLast(1).Select(part => part[part.LastIndexOf("./", StringComparison.Ordinal)..].Split('\0')).ToList();
        Assert.Equal(
            ["./ 0000755", "./control 0000644", "./md5sums 0000644", "./conffiles 0000644", "./triggers 0000644",
             "./preinst 0000755", "./postinst 0000755", "./prerm 0000755", "./postrm 0000755"],
            names.Select(fields => $"{fields[0]} {fields.First(field => field.StartsWith("0000", StringComparison.Ordinal))}"));
    }

    [Fact]
    public void Dpkg_deb_reads_each_field()
    {
        var package = Debs.Sample();
        var deb = Write(package);

        foreach (var field in package.Control)
        {
            var value = string.Join('\n', field.Value.Split('\n').Select((line, i) => i == 0 ? line : line.Length == 0 ? " ." : " " + line));
            Assert.Equal(value + "\n", Tool.Run($"dpkg-deb -f {deb} {field.Name}"));
        }

        Assert.Equal("12\n", Tool.Run($"dpkg-deb -f {deb} Installed-Size"));
        Assert.Contains(" new Debian package, version 2.0.", Tool.Run($"dpkg-deb -I {deb}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Ar_lists_the_three_members_of_dpkg() =>
        Assert.Equal("debian-binary\ncontrol.tar.gz\ndata.tar.gz\n", Tool.Run($"ar t {Write(Debs.Sample())}"));

    [Fact]
    public void Md5sum_accepts_every_listed_file()
    {
        var deb = Write(Debs.Sample());
        var root = _directory.File("root");
        Tool.Run($"dpkg-deb -R {deb} {root}");

        Assert.Equal(
            "usr/lib/orders/empty: OK\nusr/lib/orders/orders: OK\nusr/lib/orders/tausend-Grüße.txt: OK\n",
            Tool.Run("md5sum --check --strict DEBIAN/md5sums", root));
    }

    [Fact]
    public void Dpkg_unpacks_a_package_to_an_empty_root_and_registers_its_conffiles()
    {
        var root = Directory.CreateDirectory(_directory.File("root")).FullName;
        var admin = Directory.CreateDirectory(Path.Combine(root, "var/lib/dpkg")).FullName;
        Directory.CreateDirectory(Path.Combine(admin, "updates"));
        Directory.CreateDirectory(Path.Combine(admin, "info"));
        File.WriteAllText(Path.Combine(admin, "status"), "");
        var package = Debs.Sample() with { Scripts = new Dictionary<MaintainerScript, string>() };

        Tool.Run($"dpkg --root={root} --force-not-root --force-architecture --force-depends --no-triggers --unpack {Write(package)}");

        Assert.Contains("Conffiles:\n /etc/orders/orders.json newconffile\n", File.ReadAllText(Path.Combine(admin, "status")), StringComparison.Ordinal);
        Assert.Equal("{}\n", File.ReadAllText(Path.Combine(root, "etc/orders/orders.json.dpkg-new")));
        Assert.Equal(new string('x', 1025), File.ReadAllText(Path.Combine(root, "usr/lib/orders/tausend-Grüße.txt")));
        Assert.Equal("../lib/orders/orders", new FileInfo(Path.Combine(root, "usr/bin/orders")).LinkTarget);
    }

    [Fact]
    public void Installed_size_is_the_one_that_dpkg_gencontrol_computes()
    {
        Tool.Try("dpkg-gencontrol --version");
        foreach (var package in Debs.Trees.Sample(5, 12))
        {
            var deb = _directory.File("x.deb");
            var result = DebWriter.Write(package, deb, None);
            var root = Directory.CreateDirectory(_directory.File(Path.GetRandomFileName())).FullName;
            Tool.Run($"dpkg-deb -x {deb} {root}");

            Assert.Equal(GenControl(root), result.InstalledSize.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Dpkg_deb_unpacks_any_tree_as_it_was()
    {
        Tool.Try("dpkg-deb --version");
        Prop.ForAll(Debs.Trees.ToArbitrary(), package =>
        {
            var root = Directory.CreateDirectory(_directory.File(Path.GetRandomFileName())).FullName;
            Tool.Run($"dpkg-deb -x {Write(package)} {root}");

            Assert.All(package.Entries, entry => AssertOnDisk(entry, root + entry.Path));
            // .NET's enumeration cannot be used, because it follows links out of the tree.
            Assert.Equal(new string('.', package.Entries.Count), Tool.Run($"find {root} -mindepth 1 -printf ."));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Fact]
    public void Dpkg_deb_extracts_the_scripts_and_lists_as_they_were()
    {
        var package = Debs.Sample();
        var control = _directory.File("control");
        Tool.Run($"dpkg-deb -e {Write(package)} {control}");

        Assert.All(package.Scripts, script =>
            Assert.Equal(script.Value, File.ReadAllText(Path.Combine(control, script.Key.ToString().ToLowerInvariant()))));
        Assert.Equal(package.Triggers, File.ReadAllText(Path.Combine(control, "triggers")));
        Assert.Equal("/etc/orders/orders.json\n", File.ReadAllText(Path.Combine(control, "conffiles")));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("xz")]
    public void A_package_of_dpkg_deb_is_read_and_verified(string compression)
    {
        var tree = Directory.CreateDirectory(_directory.File("tree")).FullName;
        Directory.CreateDirectory(Path.Combine(tree, "DEBIAN"));
        Directory.CreateDirectory(Path.Combine(tree, "opt"));
        var name = "opt/" + new string('n', 120);
        File.WriteAllText(Path.Combine(tree, name), "hello\n");
        File.WriteAllText(Path.Combine(tree, "DEBIAN/control"), "Package: x\nVersion: 1\nArchitecture: all\nMaintainer: X <x@example.org>\nDescription: x\n y\n");
        File.WriteAllText(Path.Combine(tree, "DEBIAN/md5sums"), $"b1946ac92492d2347c6235b4d2611184  {name}\nb1946ac92492d2347c6235b4d2611184  opt/o\n");
        Tool.Run($"ln {tree}/{name} {tree}/opt/o");
        Tool.Run($"dpkg-deb -Z{compression} --root-owner-group -b {tree} {_directory.File("x.deb")}");

        using var deb = Open(_directory.File("x.deb"));
        deb.Verify(None);

        Assert.Equal(["Package: x", "Version: 1", "Architecture: all", "Maintainer: X <x@example.org>", "Description: x\ny"], deb.Control.Select(field => $"{field.Name}: {field.Value}"));
        var entries = deb.ReadEntries(None);
        Assert.Equal(["/", "/opt", $"/{name}", "/opt/o"], entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));
        Assert.Single(entries, entry => entry.Kind == DebEntryKind.HardLink);
        Assert.All(entries, entry => Assert.Equal(("root", "root", 0, 0), (entry.Owner, entry.Group, entry.UserId, entry.GroupId)));
    }

    public void Dispose() => _directory.Dispose();

    private static DebReader Open(string path)
    {
        try
        {
            return DebReader.Open(path);
        }
        catch (CompressionUnavailableException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("none")]
    public void A_package_of_dpkg_deb_has_no_fault(string compression)
    {
        var root = _directory.File("root");
        var theirs = _directory.File("theirs.deb");
        Tool.Run($"dpkg-deb -R {Write(Debs.Sample())} {root}");
        Tool.Run($"dpkg-deb --root-owner-group -Z{compression} -b {root} {theirs}");
        using var package = File.OpenRead(theirs);

        Assert.All(Enum.GetValues<VerificationDepth>(), depth => Assert.Empty(DebVerifier.Verify(package, depth, None)));
    }

    private string Compressed(CompressionKind compression)
    {
        try
        {
            return Write(Debs.Sample(compression));
        }
        catch (CompressionUnavailableException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    private string Write(DebPackage package)
    {
        var path = _directory.File("package.deb");
        DebWriter.Write(package, path, None);
        return path;
    }

    private string GenControl(string root)
    {
        var source = Directory.CreateDirectory(_directory.File("debian")).FullName;
        File.WriteAllText(Path.Combine(source, "control"), "Source: x\nMaintainer: X <x@example.org>\n\nPackage: x\nArchitecture: all\nDescription: x\n");
        File.WriteAllText(Path.Combine(source, "changelog"), "x (1) unstable; urgency=low\n\n  * x\n\n -- X <x@example.org>  Tue, 14 Nov 2023 22:13:20 +0000\n");
        var control = Tool.Run($"dpkg-gencontrol -px -P{root} -fdebian/files -O", _directory.Path);
        return control.Split('\n').Single(line => line.StartsWith("Installed-Size: ", StringComparison.Ordinal))["Installed-Size: ".Length..];
    }

    private static void AssertOnDisk(PackageEntry entry, string path)
    {
        if (entry is SymlinkEntry link)
        {
            Assert.Equal(link.Target, new FileInfo(path).LinkTarget);
            return;
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(entry.Mode, File.GetUnixFileMode(path));
        }

        if (entry is FileEntry file)
        {
            Assert.Equal(new StreamReader(file.Content.Open(), Encoding.Latin1).ReadToEnd(), File.ReadAllText(path, Encoding.Latin1));
        }
        else
        {
            Assert.True(Directory.Exists(path), path);
        }
    }
}
