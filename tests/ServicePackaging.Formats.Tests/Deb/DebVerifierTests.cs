using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Deb;

namespace ServicePackaging.Formats.Tests.Deb;

/// <summary>Breaks each rule of dpkg once. The verification must detect what unpackers do not notice.</summary>
public sealed class DebVerifierTests
{
    private const UnixFileMode WritableByAll = (UnixFileMode)0x1B6;

    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private static readonly byte[] Sample = Write(Debs.Sample(CompressionKind.None));

    private static readonly (DebRule Rule, string Name, Action<DebParts> Edit)[] Faults =
    [
        (DebRule.Members, "a byte too much", parts => parts.EditArchive = archive => [.. archive, 0]),
        (DebRule.Members, "a member without its padding", parts =>
        {
            parts.Members.Add(("_signature", [1]));
            parts.EditArchive = archive => archive[..^1];
        }),
        (DebRule.Compression, "gzip without its ending", parts => parts["data.tar"] = Gzip(parts["data.tar"])),
        (DebRule.Compression, "gzip's ending without gzip", parts => parts.Members[2] = ("data.tar.gz", parts.Members[2].Content)),
        (DebRule.ControlArchive, "a file twice", parts => parts.Control.Add(parts.Control[^1])),
        (DebRule.ControlArchive, "a link", parts => parts.Control.Add(new SymlinkEntry("/config", "root", "root", "postinst"))),
        (DebRule.ControlArchive, "a file in a directory", parts => parts.Control.Add(Debs.File("/a/b", ""))),
        (DebRule.ControlArchive, "a file that everyone may change", parts => parts.Change("control", file => file with { Mode = WritableByAll })),
        (DebRule.ControlFields, "none of them", parts => parts.Replace("control", "Maintainer:", "Owner:")),
        (DebRule.ControlFields, "an empty one", parts => parts.Replace("control", "amd64", "")),
        (DebRule.ControlFields, "a name with a slash", parts => parts.Replace("control", "Package: orders", "Package: or/ders")),
        (DebRule.ControlFields, "a version without a number", parts => parts.Replace("control", "Version: 1.2.3-1", "Version: one")),
        (DebRule.ControlFields, "a size in words", parts => parts.Replace("control", "Installed-Size: 12", "Installed-Size: twelve")),
        (DebRule.MaintainerScripts, "not executable", parts => parts.Change("postinst", file => file with { Mode = Debs.Mode0644 })),
        (DebRule.MaintainerScripts, "no interpreter", parts => parts.Replace("prerm", "#!/bin/sh\n", "")),
        (DebRule.ConfigurationFiles, "a relative path", parts => parts.Replace("conffiles", "/etc/", "etc/")),
        (DebRule.ConfigurationFiles, "twice", parts => parts.Replace("conffiles", "orders.json\n", "orders.json\n/etc/orders/orders.json\n")),
        (DebRule.Checksums, "twice", parts => parts.Change("md5sums", file => Twice(file))),
        (DebRule.Payload, "nothing", parts => parts["data.tar"] = new byte[1024]),
        (DebRule.Payload, "no tar", parts => parts["data.tar"] = [.. "x"u8, .. new byte[1023]]),
    ];

    public static TheoryData<int> FaultNumbers => [.. Enumerable.Range(0, Faults.Length)];

    [Theory]
    [MemberData(nameof(FaultNumbers))]
    public void A_broken_rule_is_found_without_unpacking_the_payload(int number)
    {
        var (rule, name, edit) = Faults[number];

        var faults = DebVerifier.Verify(new MemoryStream(DebParts.Edit(Sample, edit)), None);

        Assert.True(faults.Any(fault => fault.Rule == rule.ToString()), $"{rule}: {name}: found {string.Join("; ", faults)}");
    }

    [Fact]
    public void Every_rule_has_its_own_fault() => Assert.Empty(Enum.GetValues<DebRule>().Except(Faults.Select(fault => fault.Rule)));

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    public void A_valid_package_has_no_faults(CompressionKind compression)
    {
        using var package = new MemoryStream(Write(Debs.Sample(compression)));

        Assert.All(Enum.GetValues<VerificationDepth>(), depth => Assert.Empty(DebVerifier.Verify(package, depth, None)));
        Assert.True(package.CanRead);
    }

    [Fact]
    public void Any_tree_has_no_fault() => Prop.ForAll(
        Debs.Trees.ToArbitrary(), package => Assert.Empty(DebVerifier.Verify(new MemoryStream(Write(package)), VerificationDepth.Payload, None)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Taken_apart_and_put_together_again_the_sample_is_the_same() => Assert.Equal(Sample, DebParts.Edit(Sample, _ => { }));

    [Fact]
    public void A_changed_file_is_found_by_unpacking_the_payload()
    {
        var package = DebParts.Edit(Sample, parts =>
        {
            var data = parts["data.tar"];
            data[data.AsSpan().LastIndexOf("exit 0"u8)] ^= 1;
        });

        Assert.Empty(DebVerifier.Verify(new MemoryStream(package), None));
        Assert.Equal(
            [nameof(DebRule.Payload)], DebVerifier.Verify(new MemoryStream(package), VerificationDepth.Payload, None).Select(fault => fault.Rule));
    }

    [Fact]
    public void A_file_that_is_not_a_package_is_a_fault() =>
        Assert.Equal([PackageFault.Unreadable], DebVerifier.Verify(new MemoryStream([1, 2, 3]), None).Select(fault => fault.Rule));

    [Fact]
    public void A_signature_after_the_payload_is_not_a_fault() =>
        Assert.Empty(DebVerifier.Verify(new MemoryStream(DebParts.Edit(Sample, parts => parts.Members.Add(("_gpgorigin", [1, 2, 3])))), None));

    private static FileEntry Twice(FileEntry file)
    {
        var text = file.Content.ReadText();
        return file with { Content = FileContent.FromText(text + text) };
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return output.ToArray();
    }

    private static byte[] Write(DebPackage package)
    {
        using var stream = new MemoryStream();
        DebWriter.Write(package, stream, None);
        return stream.ToArray();
    }
}
