using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using static ServicePackaging.Formats.Tests.MacPkg.OdcPart;

namespace ServicePackaging.Formats.Tests.MacPkg;

/// <summary>Breaks each rule of the Installer once. The verification must detect what unpackers do not notice.</summary>
public sealed class MacPackageVerifierTests
{
    private static readonly byte[] Sample = MacPkgs.Write(MacPkgs.Sample() with { ComponentName = "orders.pkg" });

    /// <summary>Faults that break only one rule.</summary>
    internal static readonly (MacPackageRule Rule, string Name, Action<XarParts> Edit)[] Faults =
    [
        (MacPackageRule.HeapLayout, "a gap", parts => parts.EditArchive = archive => [.. archive, 0]),
        (MacPackageRule.HeapLayout, "an overlap", parts => parts.EditToc = toc => Number(toc, "LICENSE.txt", "offset", -1)),
        (MacPackageRule.FileDigest, "wrong as stored", parts => parts.EditToc = toc => Digest(toc, "Payload", "archived-checksum")),
        (MacPackageRule.FileDigest, "wrong as extracted", parts => parts.EditToc = toc => Digest(toc, "Bom", "extracted-checksum")),
        (MacPackageRule.FileDigest, "none", parts => parts.EditToc = toc => toc.Descendants("archived-checksum").Remove()),
        (MacPackageRule.StoredAsIs, "payload under zlib", parts => parts.Set("Payload", parts.Content("Payload"), isZlib: true)),
        (MacPackageRule.StoredAsIs, "scripts under zlib", parts => parts.Set("Scripts", parts.Content("Scripts"), isZlib: true)),
        (MacPackageRule.ComponentFiles, "no payload", parts => parts.Remove("Payload")),
        (MacPackageRule.ComponentFiles, "no bill of materials", parts => parts.Remove("Bom")),
        (MacPackageRule.PackageInfo, "another format", parts => parts.Replace("PackageInfo", "format-version=\"2\"", "format-version=\"3\"")),
        (MacPackageRule.PackageInfo, "as a user", parts => parts.Replace("PackageInfo", "auth=\"root\"", "auth=\"none\"")),
        (MacPackageRule.PackageInfo, "relocatable", parts => parts.Replace("PackageInfo", "relocatable=\"false\"", "relocatable=\"true\"")),
        (MacPackageRule.PackageInfo, "a bundle to follow", parts => parts.Replace("PackageInfo", "<relocate />", "<relocate><bundle id=\"x\"/></relocate>")),
        (MacPackageRule.PackageInfo, "a relative place", parts => parts.Replace("PackageInfo", "install-location=\"/\"", "install-location=\"opt\"")),
        (MacPackageRule.Sizes, "another number of files", parts => parts.Replace("PackageInfo", "numberOfFiles=\"12\"", "numberOfFiles=\"11\"")),
        (MacPackageRule.Sizes, "other KiB in PackageInfo", parts => parts.Replace("PackageInfo", "installKBytes=\"19\"", "installKBytes=\"18\"")),
        (MacPackageRule.Sizes, "other KiB in Distribution", parts => parts.Replace("Distribution", "installKBytes=\"19\"", "installKBytes=\"18\"")),
        (MacPackageRule.References, "another identifier", parts => parts.Replace("PackageInfo", "org.example.orders", "org.example.Orders")),
        (MacPackageRule.References, "another version", parts => parts.Replace("PackageInfo", "version=\"1.2.3\"", "version=\"1.2.4\"")),
        (MacPackageRule.References, "another place", parts => parts.Replace("Distribution", "#orders.pkg", "#order.pkg")),
        (MacPackageRule.References, "a place elsewhere", parts => parts.Replace("Distribution", "#orders.pkg", "orders.pkg")),
        (MacPackageRule.References, "a missing choice", parts => parts.Replace("Distribution", "<line choice=\"default\">", "<line choice=\"x\">")),
        (MacPackageRule.References, "a choice of nothing", parts => parts.Replace("Distribution", "<choice id=\"org.example.orders\" visible", "<choice id=\"y\" visible")),
        (MacPackageRule.References, "a missing component", parts => parts.Replace("Distribution", "<product", "<pkg-ref id=\"x\"/><product")),
        (MacPackageRule.HostArchitectures, "none", parts => parts.Replace("Distribution", "hostArchitectures", "x")),
        (MacPackageRule.HostArchitectures, "unknown", parts => parts.Replace("Distribution", "arm64,x86_64", "arm64,amd64")),
        (MacPackageRule.HostArchitectures, "without the payload's", parts => parts.Replace("Distribution", "arm64,x86_64", "x86_64")),
        (MacPackageRule.Pages, "not there", parts => parts.Replace("Distribution", "\"LICENSE.txt\"", "\"LICENCE.txt\"")),
        (MacPackageRule.Scripts, "none", parts => parts.Remove("Scripts")),
        (MacPackageRule.Scripts, "not executable", parts => Scripts(parts, "./preinstall", script => script.With(Mode, 0b1000_000_110_100_100))),
        (MacPackageRule.Scripts, "no interpreter", parts => Scripts(parts, "./preinstall", script => script with { Content = [.. "exit"u8] })),
        (MacPackageRule.Scripts, "not named", parts => parts.Replace("PackageInfo", "<preinstall file=\"./preinstall\" timeout=\"600\" />", "")),
        (MacPackageRule.Scripts, "no time limit", parts => parts.Replace("PackageInfo", "./preinstall\" timeout=\"600\"", "./preinstall\"")),
        (MacPackageRule.Scripts, "a mode without type", parts => Scripts(parts, "./preinstall", script => script.With(Mode, (long)MacPkgs.Mode0755))),
        (MacPackageRule.PayloadArchive, "a mode without type", parts => Payload(parts, "./opt/orders/orders", file => file.With(Mode, (long)MacPkgs.Mode0755))),
        (MacPackageRule.PayloadArchive, "a device", parts => Payload(parts, "./opt/orders/empty", file => file.With(Mode, 0x21A4))),
        (MacPackageRule.PayloadArchive, "a device number", parts => Payload(parts, "./opt", file => file.With(Device, 1))),
        (MacPackageRule.PayloadArchive, "a special device number", parts => Payload(parts, "./opt", file => file.With(SpecialDevice, 1))),
        (MacPackageRule.PayloadArchive, "an inode twice", parts => Payload(parts, "./opt", file => file.With(Inode, 1))),
        (MacPackageRule.PayloadArchive, "a second link", parts => Payload(parts, "./opt/orders/empty", file => file.With(Links, 2))),
        (MacPackageRule.PayloadArchive, "a directory's links", parts => Payload(parts, "./opt", file => file.With(Links, 2))),
        (MacPackageRule.PayloadArchive, "a name without a dot", parts => Payload(parts, "./opt", file => file with { Name = "opt" })),
        (MacPackageRule.PayloadArchive, "a name that climbs", parts => Payload(parts, "./opt", file => file with { Name = "./../opt" })),
        (MacPackageRule.PayloadArchive, "an entry twice", parts => All(parts, all => [all[0], all[1], all[1].With(Inode, 99), .. all[2..]])),
        (MacPackageRule.PayloadArchive, "a child before its directory", parts => All(parts, all => [.. all.Where(p => p.Name != "./opt").SkipLast(1), all.Single(p => p.Name == "./opt"), all[^1]])),
        (MacPackageRule.PayloadArchive, "no whole blocks", parts => parts.Set("Payload", Build(Parse(parts.Content("Payload")), isPadded: false))),
        (MacPackageRule.PayloadArchive, "Linux's mode of links", parts => Payload(parts, "./opt/orders/link", file => file.With(Mode, 0xA1FF))),
        (MacPackageRule.PayloadArchive, "another dialect", parts => parts.Set("Payload", [.. "070701"u8, .. new byte[506]])),
        (MacPackageRule.PayloadArchive, "pbzx", parts => parts.Set("Payload", [.. "pbzx"u8, .. new byte[508]])),
        (MacPackageRule.BillOfPaths, "an entry more", parts => All(parts, all => [.. all[..^1], all[6].With(Inode, 99) with { Name = "./zzz" }, all[^1]])),
        (MacPackageRule.BillOfPaths, "an entry less", parts => All(parts, all => [.. all.Where(p => p.Name != "./opt/orders/empty")])),
        (MacPackageRule.BillOfPaths, "another mode", parts => Payload(parts, "./opt/orders/empty", file => file.With(Mode, 0x81ED))),
        (MacPackageRule.BillOfPaths, "another user", parts => Payload(parts, "./opt/orders/empty", file => file.With(User, 1))),
        (MacPackageRule.BillOfPaths, "another group", parts => Payload(parts, "./opt/orders/empty", file => file.With(Group, 80))),
        (MacPackageRule.BillOfPaths, "another time", parts => Payload(parts, "./opt/orders/empty", file => file.With(Time, 1))),
        (MacPackageRule.BillOfPaths, "another length", parts => Payload(parts, "./opt/orders/empty", file => file with { Content = [1] })),
        (MacPackageRule.BillOfPaths, "another target", parts => Payload(parts, "./opt/orders/link", file => file with { Content = [.. "orderz"u8] })),
        (MacPackageRule.BillOfPaths, "a link's checksum", parts => Bom(parts, "link", record => record with { Checksum = 1 })),
        (MacPackageRule.BillOfPaths, "a directory's size", parts => Bom(parts, "orders", record => record with { Size = record.Size + 32 }, isDirectory: true)),
        (MacPackageRule.BillOfPaths, "a directory's checksum", parts => Bom(parts, "orders", record => record with { Checksum = 1 }, isDirectory: true)),
        (MacPackageRule.BillOfChecksums, "another content", parts => Payload(parts, "./opt/orders/tausend-Grüße.txt", file => file with { Content = [.. file.Content[1..], 1] })),
        (MacPackageRule.BillOfChecksums, "gzip's CRC", parts => Bom(parts, "empty", record => record with { Checksum = 0 })),
        (MacPackageRule.BillOfChecksums, "a slice's checksum", parts => Bom(parts, "universal", record => record with { Slices = [record.Slices[0] with { Checksum = 1 }, record.Slices[1]] })),
        (MacPackageRule.BillOfChecksums, "a slice's processor", parts => Bom(parts, "universal", record => record with { Slices = [record.Slices[0] with { CpuType = 7 }, record.Slices[1]] })),
        (MacPackageRule.BillOfChecksums, "a slice's length", parts => Bom(parts, "universal", record => record with { Slices = [record.Slices[0] with { Length = 1 }, record.Slices[1]] })),
        (MacPackageRule.BillOfChecksums, "a slice of a thin file", parts => Bom(parts, "orders", record => record with { Slices = [record.Slices[0] with { CpuSubtype = 9 }] })),
        (MacPackageRule.BillOfChecksums, "thin for universal", parts => Bom(parts, "universal", record => record with { IsUniversal = false })),
        (MacPackageRule.BillOfMaterials, "paths out of order", parts => parts.Set("Bom", SwapFirstPaths(parts.Content("Bom")))),
        (MacPackageRule.BillOfMaterials, "an unknown block", parts => parts.Set("Bom", Replace(parts.Content("Bom"), "\u0006Size64", "\u0006Size65"))),
        (MacPackageRule.BillOfMaterials, "blocks in another order", parts => parts.Set("Bom", SwapVariables(parts.Content("Bom")))),
        (MacPackageRule.BillOfMaterials, "no tree", parts => parts.Set("Bom", Replace(parts.Content("Bom"), "tree", "tres"))),
    ];

    /// <summary>Faults for which libxar or libarchive reject the whole archive, like the reader.</summary>
    internal static readonly (string Name, Action<XarParts> Edit)[] Refused =
    [
        ("a header of 32 bytes", parts => parts.EditArchive = archive => Patched(archive, 5, 32)),
        ("version 2", parts => parts.EditArchive = archive => Patched(archive, 7, 2)),
        ("no digest", parts => parts.EditArchive = archive => Patched(archive, 27, 0)),
        ("MD5", parts => parts.EditArchive = archive => Patched(archive, 27, 2)),
        ("the header's digest is another", parts => parts.EditArchive = archive => Patched(archive, 27, 3)),
        ("a wrong digest", parts => parts.EditArchive = archive => FlipDigest(archive)),
        ("the digest elsewhere", parts => parts.EditToc = toc => toc.Element("toc")!.Element("checksum")!.Element("offset")!.Value = "1"),
        ("the digest's length", parts => parts.EditToc = toc => toc.Element("toc")!.Element("checksum")!.Element("size")!.Value = "32"),
        ("the digest's style", parts => parts.EditToc = toc => toc.Element("toc")!.Element("checksum")!.SetAttributeValue("style", "sha256")),
        ("upper-case digits", parts => parts.EditToc = toc => toc.Descendants("archived-checksum").First().Value = toc.Descendants("archived-checksum").First().Value.ToUpperInvariant()),
        ("an octal offset", parts => parts.EditToc = toc => toc.Descendants("data").First().Element("offset")!.Value = "020"),
        ("a hexadecimal length", parts => parts.EditToc = toc => toc.Descendants("data").First().Element("length")!.Value = "0x20"),
        ("a digest as stored alone", parts => parts.EditToc = toc => toc.Descendants("extracted-checksum").First().Remove()),
        ("beyond the heap", parts => parts.EditToc = toc => Number(toc, "Distribution", "offset", 1)),
        ("a name in two cases", parts => parts.EditToc = toc => toc.Descendants("name").Single(name => name.Value == "logo.png").Value = "license.TXT"),
        ("a slash in a name", parts => parts.EditToc = toc => toc.Descendants("name").Single(name => name.Value == "logo.png").Value = "a/b"),
        ("a name that climbs", parts => parts.EditToc = toc => toc.Descendants("name").Single(name => name.Value == "logo.png").Value = ".."),
        ("a document type", parts => parts.EditTocText = text => "<!DOCTYPE xar [<!ENTITY e 'x'>]>" + text),
        ("another root", parts => parts.EditTocText = text => text.Replace("xar>", "rax>", StringComparison.Ordinal)),
        ("neither component nor product", parts => parts.Remove("PackageInfo")),
        ("a product without Distribution", parts => parts.Remove("Distribution")),
    ];

    public static TheoryData<int> FaultNumbers => [.. Enumerable.Range(0, Faults.Length)];

    public static TheoryData<int> RefusedNumbers => [.. Enumerable.Range(0, Refused.Length)];

    [Theory]
    [MemberData(nameof(FaultNumbers))]
    public void A_broken_rule_is_found(int number)
    {
        var (rule, name, edit) = Faults[number];
        var package = XarParts.Edit(Sample, edit);
        using var pkg = MacPackageReader.Open(new MemoryStream(package));

        AssertFound(rule, name, pkg.FindFaults(VerificationDepth.Payload, TestContext.Current.CancellationToken));
        if (!NeedsPayload(rule, name))
        {
            AssertFound(rule, name, MacPackageVerifier.Verify(new MemoryStream(package), TestContext.Current.CancellationToken));
        }

        Assert.Throws<InvalidDataException>(() => pkg.Verify(TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(RefusedNumbers))]
    public void An_archive_that_Apples_xar_rejects_does_not_open(int number)
    {
        var (name, edit) = Refused[number];
        var e = Record.Exception(() => MacPackageReader.Open(new MemoryStream(XarParts.Edit(Sample, edit))));

        Assert.True(e is InvalidDataException, $"{name}: {e}");
    }

    [Theory]
    [InlineData(VerificationDepth.Headers)]
    [InlineData(VerificationDepth.Payload)]
    public void A_valid_package_has_no_faults(VerificationDepth depth)
    {
        using var package = new MemoryStream(Sample);

        Assert.Empty(MacPackageVerifier.Verify(package, depth, TestContext.Current.CancellationToken));
        Assert.True(package.CanRead);
    }

    [Fact]
    public void A_file_that_is_not_a_package_is_a_fault() => Assert.Equal(
        [PackageFault.Unreadable], MacPackageVerifier.Verify(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken).Select(fault => fault.Rule));

    [Fact]
    public void Every_rule_has_its_own_fault() =>
        Assert.Empty(Enum.GetValues<MacPackageRule>().Except(Faults.Select(fault => fault.Rule)).Except([MacPackageRule.Names]));

    [Fact]
    public void Names_that_macOS_treats_as_equal_are_found()
    {
        // Both lists must contain them, so that only this rule is broken.
        var bytes = MacPkgs.Write(MacPkgs.Of(MacPkgs.File("/aa", "x"), MacPkgs.File("/bb", "x")));
        foreach (var (a, b) in new[] { ("AA", "aa"), ("._", "aa") })
        {
            var renamed = XarParts.Edit(bytes, parts =>
            {
                parts.Set("Bom", Replace(Replace(parts.Content("Bom"), "aa\0", a + "\0"), "bb\0", b + "\0"));
                All(parts, all => [all[0], all[1] with { Name = "./" + a }, all[2] with { Name = "./" + b }, all[3]]);
            });
            using var pkg = MacPackageReader.Open(new MemoryStream(renamed));

            Assert.All(
                Enum.GetValues<VerificationDepth>(),
                depth => Assert.Equal([nameof(MacPackageRule.Names)], pkg.FindFaults(depth, TestContext.Current.CancellationToken).Select(fault => fault.Rule)));
        }
    }

    [Fact]
    public void Taken_apart_and_put_together_again_the_sample_is_valid()
    {
        var again = XarParts.Edit(Sample, parts =>
        {
            All(parts, all => all);
            Bom(parts, "link", record => record);
            parts.EditToc = toc => Assert.Equal(12, toc.Descendants("data").Count());
        });

        Assert.Empty(MacPackageReader.Open(new MemoryStream(again)).FindFaults(VerificationDepth.Payload, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_notarization_ticket_after_the_heap_is_not_a_fault()
    {
        var stapled = XarParts.Edit(Sample, parts => parts.EditArchive = archive => [.. archive, .. "t8lr\u0001\0\u0001\0\0\0\0\0\0\0\0\0"u8]);

        Assert.Empty(MacPackageReader.Open(new MemoryStream(stapled)).FindFaults(VerificationDepth.Payload, TestContext.Current.CancellationToken));
    }

    // The rules that require the payload: those of its archive and of the bill's entries, except those of the bill itself.
    private static bool NeedsPayload(MacPackageRule rule, string name) => (rule, name) switch
    {
        (MacPackageRule.FileDigest, "wrong as stored") => true,
        (MacPackageRule.PayloadArchive, "another dialect" or "pbzx") => false,
        (MacPackageRule.BillOfPaths, "a directory's size" or "a directory's checksum") => false,
        _ => rule is MacPackageRule.PayloadArchive or MacPackageRule.BillOfPaths or MacPackageRule.BillOfChecksums,
    };

    private static void AssertFound(MacPackageRule rule, string name, IReadOnlyList<PackageFault> faults) =>
        Assert.True(faults.Any(fault => fault.Rule == rule.ToString()), $"{rule}: {name}: found {string.Join("; ", faults)}");

    private static void Number(XElement toc, string file, string element, long difference)
    {
        var number = toc.Descendants("file").Single(candidate => candidate.Element("name")!.Value == file).Element("data")!.Element(element)!;
        number.Value = ((long)number + difference).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Digest(XElement toc, string file, string element)
    {
        var digest = toc.Descendants("file").Single(candidate => candidate.Element("name")!.Value == file).Element("data")!.Element(element)!;
        digest.Value = digest.Value[1..] + (digest.Value[0] == '0' ? '1' : '0');
    }

    private static void Scripts(XarParts parts, string name, Func<OdcPart, OdcPart> edit) => Edit(parts, "Scripts", name, edit);

    private static void Payload(XarParts parts, string name, Func<OdcPart, OdcPart> edit) => Edit(parts, "Payload", name, edit);

    private static void Edit(XarParts parts, string archive, string name, Func<OdcPart, OdcPart> edit)
    {
        var all = Parse(parts.Content(archive));
        Assert.Contains(all, part => part.Name == name);
        parts.Set(archive, Build(all.Select(part => part.Name == name ? edit(part) : part)));
    }

    private static void All(XarParts parts, Func<List<OdcPart>, List<OdcPart>> edit) =>
        parts.Set("Payload", Build(edit(Parse(parts.Content("Payload")))));

    // Generates the bill again, because the lengths of records differ.
    private static void Bom(XarParts parts, string name, Func<BomRecord, BomRecord> edit, bool isDirectory = false)
    {
        var old = new BomReader(parts.Content("Bom"));
        var bom = new BomWriter();
        var found = false;
        foreach (var part in Parse(parts.Content("Payload")).SkipLast(1))
        {
            var path = part.Name == "." ? "/" : part.Name[1..];
            var listed = old.Find(path)!;
            var isIt = listed.Name == name && (listed.Record.Mode.Type == UnixFileType.Directory) == isDirectory;
            found |= isIt;
            bom.Add(path, isIt ? edit(listed.Record) : listed.Record);
        }

        Assert.True(found, name);
        parts.Set("Bom", bom.Finish().ToArray());
    }

    private static byte[] SwapFirstPaths(byte[] bom)
    {
        // The only leaf of the paths: twelve pairs, no neighbours.
        var leaf = bom.AsSpan().IndexOf(new byte[] { 0, 1, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0 }) + 12;
        var second = bom.AsSpan(leaf + 8, 8).ToArray();
        bom.AsSpan(leaf, 8).CopyTo(bom.AsSpan(leaf + 8));
        second.CopyTo(bom, leaf);
        return bom;
    }

    private static byte[] SwapVariables(byte[] bom)
    {
        // The blocks are kept, and the names with the same length are swapped.
        var block = BinaryPrimitives.ReadUInt32BigEndian(bom.AsSpan(24));
        var variables = bom.AsSpan((int)block, (int)BinaryPrimitives.ReadUInt32BigEndian(bom.AsSpan(28)));
        var (a, b) = (variables.IndexOf("VIndex"u8) - 5, variables.IndexOf("Size64"u8) - 5);
        var swapped = variables.Slice(a, 11).ToArray();
        variables.Slice(b, 11).CopyTo(variables[a..]);
        swapped.CopyTo(variables[b..]);
        return bom;
    }

    private static byte[] Replace(byte[] bytes, string what, string with)
    {
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(what));
        Assert.NotEqual(-1, at);
        Encoding.ASCII.GetBytes(with, bytes.AsSpan(at));
        return bytes;
    }

    private static byte[] Patched(byte[] archive, int offset, byte value)
    {
        archive[offset] = value;
        return archive;
    }

    private static byte[] FlipDigest(byte[] archive)
    {
        archive[28 + (int)BinaryPrimitives.ReadInt64BigEndian(archive.AsSpan(8))] ^= 1;
        return archive;
    }
}
