using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.MacPkg;

public sealed class MacPackageWriterTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void The_sample_follows_all_rules() => Assert.Empty(Open(MacPkgs.Write(MacPkgs.Sample())).FindFaults(VerificationDepth.Payload, None));

    [Fact]
    public void The_archive_lists_its_files_in_the_order_of_the_heap()
    {
        var toc = Open(MacPkgs.Write(MacPkgs.Sample())).Archive;

        Assert.Equal(
            [
                "Örders & more.pkg/Bom application/x-gzip",
                "Örders & more.pkg/Payload application/octet-stream",
                "Örders & more.pkg/Scripts application/octet-stream",
                "Örders & more.pkg/PackageInfo application/x-gzip",
                "Resources/LICENSE.txt application/x-gzip",
                "Resources/background.png application/x-gzip",
                "Resources/conclusion.txt application/x-gzip",
                "Resources/logo.png application/x-gzip",
                "Resources/readme.rtf application/x-gzip",
                "Resources/de.lproj/welcome.html application/x-gzip",
                "Resources/en.lproj/welcome.html application/x-gzip",
                "Distribution application/x-gzip",
            ],
            toc.Entries.Where(entry => entry.Data is not null).OrderBy(entry => entry.Data!.Offset).Select(entry => $"{entry.Path} {entry.Data!.Encoding}"));
        Assert.Equal("2023-11-14T22:13:20", toc.CreationTime);
    }

    [Theory]
    [InlineData(MacPackageDigest.Sha1, 1)]
    [InlineData(MacPackageDigest.Sha256, 3)]
    public void The_header_has_the_same_numbers_as_Apples(MacPackageDigest digest, byte algorithm)
    {
        var bytes = MacPkgs.Write(MacPkgs.Of() with { Digest = digest });

        Assert.Equal([.. "xar!"u8, 0, 28, 0, 1], bytes[..8]);
        Assert.Equal([0, 0, 0, algorithm], bytes[24..28]);
        Assert.Equal([0x78, 0xDA], bytes[28..30]);
    }

    [Theory]
    [InlineData(MacPackageDigest.Sha1, "sha1", 20)]
    [InlineData(MacPackageDigest.Sha256, "sha256", 32)]
    public void The_table_of_contents_has_exactly_the_elements_of_Apples(MacPackageDigest digest, string style, int length)
    {
        using var pkg = Open(MacPkgs.Write(MacPkgs.Of() with { Digest = digest }));
        var hex = new Regex($">[0-9a-f]{{{2 * length}}}<", RegexOptions.None, TimeSpan.FromSeconds(5));
        var numbers = new Regex("<(size|offset|length)>[1-9][0-9]*<", RegexOptions.None, TimeSpan.FromSeconds(5));
        var text = Encoding.UTF8.GetString(pkg.Archive.TocBytes);

        Assert.StartsWith(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <xar>
             <toc>
              <checksum style="{style}">
               <size>{length}</size>
               <offset>0</offset>
              </checksum>
              <creation-time>2023-11-14T22:13:20</creation-time>
              <file id="1">
               <name>x.pkg</name>
               <type>directory</type>
               <mode>0755</mode>
               <file id="2">
                <name>Bom</name>
                <type>file</type>
                <mode>0644</mode>
                <data>
                 <archived-checksum style="{style}">HEX</archived-checksum>
                 <extracted-checksum style="{style}">HEX</extracted-checksum>
                 <encoding style="application/x-gzip" />
                 <size>N</size>
                 <offset>N</offset>
                 <length>N</length>
                </data>
               </file>
               <file id="3">
                <name>Payload</name>

            """,
            numbers.Replace(hex.Replace(text, ">HEX<"), "<$1>N<").Replace($"<size>N</size>\n   <offset>0<", $"<size>{length}</size>\n   <offset>0<", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Package_info_is_written_as_by_pkgbuild() => Assert.Equal(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <pkg-info overwrite-permissions="true" relocatable="false" identifier="org.example.orders" postinstall-action="none" version="1.2.3" format-version="2" install-location="/" auth="root">
            <payload numberOfFiles="12" installKBytes="19" />
            <bundle-version />
            <upgrade-bundle />
            <update-bundle />
            <atomic-update-bundle />
            <strict-identifier />
            <relocate />
            <scripts>
                <preinstall file="./preinstall" timeout="600" />
                <postinstall file="./postinstall" timeout="600" />
            </scripts>
        </pkg-info>

        """,
        Text("Örders & more.pkg/PackageInfo"));

    [Fact]
    public void Distribution_refers_to_the_component_by_its_escaped_name() => Assert.Equal(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <installer-gui-script minSpecVersion="2">
            <title>Örders &lt;Server&gt;</title>
            <options customize="never" require-scripts="false" rootVolumeOnly="true" hostArchitectures="arm64,x86_64" />
            <domains enable_anywhere="false" enable_currentUserHome="false" enable_localSystem="true" />
            <volume-check>
                <allowed-os-versions>
                    <os-version min="14.0" />
                </allowed-os-versions>
            </volume-check>
            <background file="background.png" mime-type="image/png" />
            <welcome file="welcome.html" mime-type="text/html" />
            <readme file="readme.rtf" mime-type="text/rtf" />
            <license file="LICENSE.txt" mime-type="text/plain" />
            <conclusion file="conclusion.txt" mime-type="text/plain" />
            <choices-outline>
                <line choice="default">
                    <line choice="org.example.orders" />
                </line>
            </choices-outline>
            <choice id="default" />
            <choice id="org.example.orders" visible="false">
                <pkg-ref id="org.example.orders" />
            </choice>
            <pkg-ref id="org.example.orders" version="1.2.3" onConclusion="none" installKBytes="19" auth="root">#%C3%96rders%20%26%20more.pkg</pkg-ref>
            <pkg-ref id="org.example.orders">
                <bundle-version />
            </pkg-ref>
            <product id="org.example.orders" version="1.2.3" />
        </installer-gui-script>

        """,
        Text("Distribution"));

    // Directories have 64 bytes plus 32 for each entry, and everything is counted in blocks of 512. Computed by hand for the sample.
    [Fact]
    public void Installed_size_counts_blocks_of_files_links_and_directories_without_the_root()
    {
        var result = MacPackageWriter.Write(MacPkgs.Sample(), _directory.File("x.pkg"), None);

        var blocks = 5 + (1 + 0 + 1) + 6 + 3 + ((8192 + 3000 + 511) / 512);
        Assert.Equal((12, ((blocks * 512) + 1023) / 1024), (result.FileCount, result.InstalledSize));
        Assert.Equal(new FileInfo(_directory.File("x.pkg")).Length, result.Length);
    }

    [Fact]
    public void Any_package_is_read_back_and_follows_all_rules() =>
        Prop.ForAll(MacPkgs.Trees.ToArbitrary(), package =>
        {
            var pkg = Open(MacPkgs.Write(package));

            Assert.Empty(pkg.FindFaults(VerificationDepth.Payload, None));
            Assert.Equal(package.Digest, pkg.Digest);
            var actual = new List<(string, MacEntryKind, UnixFileMode, string?, string)>();
            pkg.Components[0].ReadEntries((entry, content) =>
                actual.Add((entry.Path, entry.Kind, entry.Mode, entry.LinkTarget, new StreamReader(content, Encoding.Latin1).ReadToEnd())), None);
            Assert.Equal(package.Entries.Select(Expected).Prepend(("/", MacEntryKind.Directory, MacPkgs.Mode0755, null, "")), actual);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Descriptions_scripts_and_resources_are_read_back()
    {
        var package = MacPkgs.Sample() with { PostinstallAction = MacPostinstallAction.Restart, InstallLocation = "/opt/x", Digest = MacPackageDigest.Sha256 };
        using var pkg = Open(MacPkgs.Write(package));
        var component = Assert.Single(pkg.Components);

        Assert.Equal(package.Distribution, pkg.Distribution);
        Assert.Equal((MacPackageDigest.Sha256, MacPkgs.Time, false), (pkg.Digest, pkg.Timestamp, pkg.IsSigned));
        Assert.Equal(
            ("org.example.orders", "1.2.3", "/opt/x", 12, 19, MacPostinstallAction.Restart),
            (component.Info.Identifier, component.Info.Version, component.Info.InstallLocation, component.Info.FileCount, component.Info.InstalledSize, component.Info.PostinstallAction));
        Assert.Equal(["preinstall", "postinstall"], component.Info.RunScripts);
        Assert.All(package.Scripts, script => Assert.Equal(MacPkgs.Bytes(script.Content), Copy(to => component.CopyScript(script.Name, to, None))));
        Assert.All(package.Resources, resource => Assert.Equal(
            MacPkgs.Bytes(resource.Content),
            Copy(to => pkg.CopyResource(resource.Language is { } language ? $"{language}.lproj/{resource.Name}" : resource.Name, to))));
        Assert.Equal(MachOs.Thin(MachOs.Arm64), Copy(to => component.CopyFile("/opt/orders/orders", to, None)));
        Assert.Throws<FileNotFoundException>(() => Copy(to => component.CopyFile("/opt/orders/none", to, None)));
        Assert.Throws<FileNotFoundException>(() => Copy(to => pkg.CopyResource("none", to)));
    }

    [Fact]
    public void Owners_are_IDs_that_exist_on_every_Mac()
    {
        var entries = Open(MacPkgs.Write(MacPkgs.Sample())).Components[0].ReadEntries(None);

        Assert.Equal((0, 80), entries.Where(entry => entry.Path == "/Library/Application Support").Select(entry => (entry.UserId, entry.GroupId)).Single());
        Assert.All(entries.Where(entry => entry.Path != "/Library/Application Support"), entry => Assert.Equal((0, 0), (entry.UserId, entry.GroupId)));
    }

    [Fact]
    public void The_same_package_gives_the_same_bytes()
    {
        MacPackageWriter.Write(MacPkgs.Sample(), _directory.File("a.pkg"), None);
        MacPackageWriter.Write(MacPkgs.Sample(), _directory.File("b.pkg"), None);

        Assert.Equal(File.ReadAllBytes(_directory.File("a.pkg")), File.ReadAllBytes(_directory.File("b.pkg")));
        Assert.Equal(MacPkgs.Write(MacPkgs.Sample()), File.ReadAllBytes(_directory.File("a.pkg")));
        Assert.Equal(2, Directory.GetFileSystemEntries(_directory.Path).Length);
    }

    [Fact]
    public void A_package_without_entries_scripts_and_resources_is_valid() =>
        Assert.Empty(Open(MacPkgs.Write(MacPkgs.Of() with { Compression = CompressionKind.None })).FindFaults(VerificationDepth.Payload, None));

    [Fact]
    public void An_empty_file_of_the_archive_has_no_data()
    {
        var package = MacPkgs.Of() with { Resources = [new(MacResourceKind.Other, "empty", FileContent.FromText(""))] };
        using var pkg = Open(MacPkgs.Write(package));

        Assert.Null(pkg.Archive.FindFile("Resources/empty")!.Data);
        Assert.Empty(Copy(to => pkg.CopyResource("empty", to)));
        Assert.Empty(pkg.FindFaults(VerificationDepth.Payload, None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_or_cancellation_keeps_the_existing_file(bool isCancelled)
    {
        using var cancellation = new CancellationTokenSource();
        var path = _directory.Write("x.pkg", [.. "old"u8]);
        var content = new TestContent(1 << 20, isCancelled ? null : 17, isCancelled ? cancellation.Cancel : null);
        var package = MacPkgs.Of(new FileEntry("/x", MacPkgs.Mode0644, "root", "wheel", content));

        Assert.ThrowsAny<Exception>(() => MacPackageWriter.Write(package, path, cancellation.Token));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void The_gzip_streams_are_readable_by_any_gzip()
    {
        using var pkg = Open(MacPkgs.Write(MacPkgs.Sample()));
        using var gzip = new GZipStream(pkg.Archive.OpenStored(pkg.Components[0].Find("Payload")!), CompressionMode.Decompress);
        using var cpio = new MemoryStream();
        gzip.CopyTo(cpio);

        Assert.Equal("070707" + "000000" + "000000" + "040755" + "000000" + "000000" + "000004" + "000000" + "14524770400" + "000002" + "00000000000" + ".\0",
            Encoding.ASCII.GetString(cpio.ToArray(), 0, 78));
        Assert.Equal(0, cpio.Length % 512);
    }

    public void Dispose() => _directory.Dispose();

    private static MacPackageReader Open(byte[] bytes) => MacPackageReader.Open(new MemoryStream(bytes));

    private static string Text(string path)
    {
        using var pkg = Open(MacPkgs.Write(MacPkgs.Sample()));
        return Encoding.UTF8.GetString(pkg.Archive.ReadAll(pkg.Archive.Entries.Single(entry => entry.Path == path), 1));
    }

    private static byte[] Copy(Action<Stream> copy)
    {
        using var stream = new MemoryStream();
        copy(stream);
        return stream.ToArray();
    }

    private static (string, MacEntryKind, UnixFileMode, string?, string) Expected(PackageEntry entry) => entry switch
    {
        FileEntry file => (file.Path, MacEntryKind.File, file.Mode, null, Encoding.Latin1.GetString(MacPkgs.Bytes(file.Content))),
        SymlinkEntry link => (link.Path, MacEntryKind.Symlink, MacPkgs.Mode0755, link.Target, ""),
        _ => (entry.Path, MacEntryKind.Directory, entry.Mode, null, ""),
    };
}
