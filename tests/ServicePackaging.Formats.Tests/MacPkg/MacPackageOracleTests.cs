using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.MacPkg;

/// <summary>The archivers of other systems read our packages.</summary>
public sealed class MacPackageOracleTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private static readonly string[] Members =
    [
        "Distribution", "Resources/LICENSE.txt", "Resources/background.png", "Resources/conclusion.txt", "Resources/de.lproj/welcome.html",
        "Resources/en.lproj/welcome.html", "Resources/logo.png", "Resources/readme.rtf", "orders.pkg/Bom", "orders.pkg/PackageInfo", "orders.pkg/Payload",
        "orders.pkg/Scripts",
    ];

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Bsdtar_unpacks_the_archive_and_the_archives_within()
    {
        var root = Unpack(Write(MacPackageDigest.Sha1));

        Assert.Equal(Members, Tool.Run("find . -type f", root).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[2..]).Order(StringComparer.Ordinal));
        Assert.Equal(
            """
            drwxr-xr-x  4 0      0           0 Nov 14  2023 .
            drwxr-xr-x  4 0      0           0 Nov 14  2023 ./Library
            drwxr-xr-x  2 0      80          0 Nov 14  2023 ./Library/Application Support
            drwxr-xr-x  3 0      0           0 Nov 14  2023 ./Library/LaunchDaemons
            -rw-r--r--  1 0      0           9 Nov 14  2023 ./Library/LaunchDaemons/org.example.orders.plist
            drwxr-xr-x  3 0      0           0 Nov 14  2023 ./opt
            drwxr-xr-x  7 0      0           0 Nov 14  2023 ./opt/orders
            -rw-r--r--  1 0      0           0 Nov 14  2023 ./opt/orders/empty
            lrwxr-xr-x  1 0      0           6 Nov 14  2023 ./opt/orders/link -> orders
            -rwxr-xr-x  1 0      0        3000 Nov 14  2023 ./opt/orders/orders
            -rw-r--r--  1 0      0        1025 Nov 14  2023 ./opt/orders/tausend-Grüße.txt
            -rwxr-xr-x  1 0      0       11192 Nov 14  2023 ./opt/orders/universal

            """,
            Tool.Run("bsdtar --numeric-owner -tvf orders.pkg/Payload", root)
                .Replace("tausend-Gr\\303\\274\\303\\237e", "tausend-Grüße", StringComparison.Ordinal));
        Assert.Equal(
            [".", "./helper.plist", "./postinstall", "./preinstall"],
            Tool.Run("bsdtar -tf orders.pkg/Scripts", root).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(MacPackageDigest.Sha1)]
    [InlineData(MacPackageDigest.Sha256)]
    public void Seven_zip_tests_the_archive(MacPackageDigest digest)
    {
        var path = Write(digest);

        var report = Tool.Run($"7z t {path}");

        Assert.Contains("Type = Xar", report, StringComparison.Ordinal);
        Assert.Contains("Everything is Ok", report, StringComparison.Ordinal);
        var listing = Tool.Run($"7z l -slt {path}");
        Assert.All(Members, member => Assert.Contains($"Path = {member}\n", listing, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MacPackageDigest.Sha1, "sha1")]
    [InlineData(MacPackageDigest.Sha256, "sha256")]
    public void Openssl_computes_the_same_digests(MacPackageDigest digest, string name)
    {
        var path = Write(digest);
        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8));
        var digestLength = name == "sha1" ? 20 : 32;
        string Dgst(byte[] content) => Tool.Run($"openssl dgst -{name} -r {_directory.Write("part", content)}").Split(' ')[0];

        Assert.Equal(Convert.ToHexStringLower(bytes, 28 + length, digestLength), Dgst(bytes[28..(28 + length)]));
        using var pkg = MacPackageReader.Open(path);
        foreach (var entry in pkg.Archive.Entries.Where(entry => entry.Data is not null))
        {
            using var stored = pkg.Archive.OpenStored(entry);
            Assert.Equal(entry.Data!.Archived!.Value, Dgst(Read(stored)));
            Assert.Equal(entry.Data.Extracted!.Value, Dgst(pkg.Archive.ReadAll(entry, 64)));
        }
    }

    [Fact]
    public void Xmllint_accepts_every_document()
    {
        using var pkg = MacPackageReader.Open(Write(MacPackageDigest.Sha1));
        var documents = pkg.Archive.Entries.Where(entry => entry.Name is "PackageInfo" or "Distribution").Select(entry => pkg.Archive.ReadAll(entry, 1));

        Assert.All(documents.Append(pkg.Archive.TocBytes), document =>
            Tool.Run($"xmllint --noout --nonet {_directory.Write("x.xml", document)}"));
    }

    [Fact]
    public void Cksum_computes_the_checksums_in_the_bill_of_materials()
    {
        using var pkg = MacPackageReader.Open(Write(MacPackageDigest.Sha1));
        var bom = pkg.Components[0].ReadBom();
        string Cksum(byte[] content) => Tool.Run($"cksum {_directory.Write("part", content)}").Split(' ')[0];

        pkg.Components[0].ReadEntries(
            (entry, content) =>
            {
                var record = bom.Find(entry.Path)!.Record;
                var bytes = entry.LinkTarget is { } target ? Encoding.UTF8.GetBytes(target) : Read(content);
                Assert.Equal(entry.Kind == MacEntryKind.Directory ? "0" : Cksum(bytes), record.Checksum.ToString(CultureInfo.InvariantCulture));
            },
            None);
        var slices = bom.Find("/opt/orders/universal")!.Record.Slices;
        Assert.Equal([MachOs.X64, MachOs.Arm64], slices.Select(slice => slice.CpuType));
        Assert.All(slices, slice => Assert.Equal(Cksum(MachOs.Thin(slice.CpuType)), slice.Checksum.ToString(CultureInfo.InvariantCulture)));
        var thin = Assert.Single(bom.Find("/opt/orders/orders")!.Record.Slices);
        Assert.Equal(Cksum(MachOs.Thin(MachOs.Arm64)), thin.Checksum.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Cpio_unpacks_any_payload_as_it_was()
    {
        Tool.Try("cpio --version");
        Prop.ForAll(MacPkgs.Trees.ToArbitrary(), package =>
        {
            using var pkg = MacPackageReader.Open(new MemoryStream(MacPkgs.Write(package)));
            using var cpio = new MemoryStream();
            using (var payload = Formats.Compression.Decompressor.Open(package.Compression, pkg.Archive.OpenStored(pkg.Components[0].Find("Payload")!)))
            {
                payload.CopyTo(cpio);
            }

            var root = Directory.CreateDirectory(_directory.File(Path.GetRandomFileName())).FullName;
            Tool.Run($"cpio -id --quiet --no-absolute-filenames -F {_directory.Write("x.cpio", cpio.ToArray())}", root);

            Assert.All(package.Entries, entry => AssertOnDisk(entry, root + entry.Path));
            Assert.Equal(new string('.', package.Entries.Count), Tool.Run($"find {root} -mindepth 1 -printf ."));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    // Uses the struct, zlib and hashlib of another language, and nothing of the .NET runtime.
    [Fact]
    public void Python_reads_the_header_and_the_table_of_contents()
    {
        var script = _directory.Write("check.py", Encoding.ASCII.GetBytes(
            """
            import gzip, hashlib, struct, sys, zlib
            import xml.etree.ElementTree as xml
            data = open(sys.argv[1], 'rb').read()
            magic, size, version, length, plain, algorithm = struct.unpack('>4sHHQQI', data[:28])
            toc = data[28:28 + length]
            text = zlib.decompress(toc)
            heap = data[28 + length:]
            assert (magic, size, version, algorithm, len(text)) == (b'xar!', 28, 1, 1, plain)
            assert heap[:20] == hashlib.sha1(toc).digest()
            end = 20
            for part in xml.fromstring(text).iter('data'):
                offset, stored = int(part.find('offset').text), int(part.find('length').text)
                assert offset == end
                end += stored
                piece = heap[offset:end]
                if part.find('encoding').get('style') == 'application/x-gzip':
                    assert len(zlib.decompress(piece)) == int(part.find('size').text)
                else:
                    assert gzip.decompress(piece)[:6] == b'070707' and len(piece) == int(part.find('size').text)
            assert end == len(heap)
            print('sound')
            """));

        Assert.Equal("sound\n", Tool.Run($"python3 {script} {Write(MacPackageDigest.Sha1)}"));
    }

    public void Dispose() => _directory.Dispose();

    private string Write(MacPackageDigest digest)
    {
        var path = _directory.File("orders.pkg");
        MacPackageWriter.Write(MacPkgs.Sample() with { ComponentName = "orders.pkg", Digest = digest }, path, None);
        return path;
    }

    private string Unpack(string package)
    {
        var root = Directory.CreateDirectory(_directory.File("root")).FullName;
        Tool.Run($"bsdtar -xf {package} -C {root}");
        return root;
    }

    private static byte[] Read(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void AssertOnDisk(PackageEntry entry, string path)
    {
        switch (entry)
        {
            case SymlinkEntry link:
                Assert.Equal(link.Target, new FileInfo(path).LinkTarget);
                break;
            case FileEntry file:
                Assert.Equal(MacPkgs.Bytes(file.Content), File.ReadAllBytes(path));
                break;
            default:
                Assert.True(Directory.Exists(path), path);
                break;
        }
    }
}
