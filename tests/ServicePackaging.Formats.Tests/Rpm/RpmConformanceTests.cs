using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Rpm;

/// <summary>Our headers against those that rpmbuild writes for the same content, tag by tag.</summary>
public sealed class RpmConformanceTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    // Every tag that is not the same, and why.
    private static readonly Dictionary<RpmTag, string> HeaderDifferences = new()
    {
        [RpmTag.Region] = "Says how many tags there are.",
        [RpmTag.OptFlags] = "The compiler's options: nothing is compiled.",
        [RpmTag.Platform] = "The building machine's distribution, which packages do not depend on.",
        [RpmTag.FileColors] = "For architectures that share a root in two word sizes; .NET's files are not found by the loader's search.",
        [RpmTag.FileClass] = "What file(1) thinks of the files on the building machine: rpm reads it for nothing but a query.",
        [RpmTag.ClassDict] = "As FileClass.",
        [RpmTag.PayloadDigest] = "Another compressor finds other matches. The uncompressed payload is the same, byte for byte.",
        [RpmTag.RpmVersion] = "Stays the same where another rpmbuild is compared with.",
    };

    private static readonly Dictionary<RpmSignatureTag, string> SignatureDifferences = new()
    {
        [RpmSignatureTag.Region] = "Says how many tags there are.",
        [RpmSignatureTag.Sha1] = "rpm 6 and hosts in FIPS mode do not look at it; SHA-256 is there.",
        [RpmSignatureTag.Md5] = "As Sha1.",
        [RpmSignatureTag.Sha256] = "The header differs.",
        [RpmSignatureTag.Size] = "The header and the compressed payload differ.",
    };

    [Theory]
    [InlineData(CompressionKind.Gzip, "w9.gzdio")]
    [InlineData(CompressionKind.Xz, "w6.xzdio")]
    [InlineData(CompressionKind.None, "w.ufdio")]
    public void The_header_is_rpmbuilds_but_for_the_listed_tags(CompressionKind compression, string payload)
    {
        var package = Rpms.Sample(compression);
        using var theirs = RpmReader.Open(Build(package, payload));
        using var ours = Read(package);

        // Uncompressed, the payload's digest is that of its archive, and so the same.
        var differences = HeaderDifferences.Keys.Except(compression == CompressionKind.None ? [RpmTag.PayloadDigest] : []).ToList();
        Assert.Equal(Describe(theirs.Header, differences.Cast<int>()), Describe(ours.Header, differences.Cast<int>()));
        Assert.Equal(
            Describe(theirs.Signature, SignatureDifferences.Keys.Cast<int>()), Describe(ours.Signature, SignatureDifferences.Keys.Cast<int>()));
        Assert.Equal((theirs.LeadName, theirs.LeadArchitecture), (ours.LeadName, ours.LeadArchitecture));
    }

    [Fact]
    public void No_listed_difference_is_none()
    {
        var package = Rpms.Sample();
        using var theirs = RpmReader.Open(Build(package, "w9.gzdio"));
        using var ours = Read(package);

        // With the rpmbuild that the version is taken from, that one is the same.
        Assert.All(
            HeaderDifferences.Keys.Except([RpmTag.RpmVersion]), tag => Assert.NotEqual(Text(theirs.Header[tag]), Text(ours.Header[tag])));
        Assert.All(SignatureDifferences.Keys, tag => Assert.NotEqual(Text(theirs.Signature[tag]), Text(ours.Signature[tag])));
    }

    [Fact]
    public void A_package_without_files_has_rpmbuilds_header()
    {
        var package = RpmImpliedRelations.Complete(Rpms.Of() with { Architecture = "noarch" });
        using var theirs = RpmReader.Open(Build(package, "w9.gzdio"));
        using var ours = Read(package);

        var differences = HeaderDifferences.Keys.Cast<int>().ToList();
        Assert.Equal(Describe(theirs.Header, differences), Describe(ours.Header, differences));
    }

    [Theory]
    [InlineData("w9.gzdio")]
    [InlineData("w6.xzdio")]
    [InlineData("w.ufdio")]
    public void A_package_of_rpmbuild_reads_as_what_it_was_built_from(string payload)
    {
        var package = Rpms.Sample();
        var path = Build(package, payload);
        using var rpm = RpmReader.Open(path);
        using var stream = File.OpenRead(path);

        Assert.Empty(RpmVerifier.Verify(stream, VerificationDepth.Payload, None));
        Assert.Equal(RpmDigests.Header | RpmDigests.Payload | RpmDigests.PlainPayload | RpmDigests.Md5 | RpmDigests.Files, rpm.Verify(None));
        Assert.Equal(package.Files.Select(file => file.Entry.Path), rpm.Files.Select(file => file.Path));
        Assert.Equal(package.Files.Select(file => file.EffectiveFlags), rpm.Files.Select(file => file.Flags));
        Assert.Equal(
            package.Relations.Where(relation => relation.Name != "rpmlib(PayloadIsXz)"),
            rpm.Relations.Where(relation => relation.Name != "rpmlib(PayloadIsXz)"));
        Assert.Equal(package.Changelog, rpm.Changelog);
    }

    [Fact]
    public void Zstandard_is_named_as_what_is_not_read()
    {
        using var rpm = RpmReader.Open(Build(Rpms.Sample(), "w3.zstdio"));

        var e = Assert.Throws<InvalidDataException>(() => rpm.Verify(None));

        Assert.Equal("The payload is compressed with 'zstd', which is not supported. Supported are gzip, xz and none.", e.Message);
        Assert.Equal("orders", rpm.Name);
    }

    [Fact]
    public void Hard_links_of_rpmbuild_have_one_content()
    {
        using var rpm = RpmReader.Open(Build(
            Rpms.Of(new(Rpms.File("/opt/a", "content")), new(Rpms.File("/opt/z", "content"))), "w9.gzdio", "ln -f a z"));

        Assert.True(rpm.Verify(None).HasFlag(RpmDigests.Files));
        Assert.Equal(rpm.Files[0].Inode, rpm.Files[1].Inode);
        var contents = new List<string>();
        rpm.ReadPayload((_, content) => contents.Add(Rpms.Text(content)), None);
        Assert.Equal(["", "content"], contents);
    }

    public void Dispose() => _directory.Dispose();

    private static RpmReader Read(RpmPackage package)
    {
        try
        {
            return RpmReader.Open(new MemoryStream(Rpms.Write(package)));
        }
        catch (CompressionUnavailableException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    private static string Describe(RpmHeader header, IEnumerable<int> without) =>
        string.Join('\n', header.Tags.Except(without).Order().Select(tag => $"{tag} {Text(header[tag])}"));

    private static string Text(RpmValue? value) => value switch
    {
        RpmNumbers numbers => $"{value.Type} {string.Join(", ", numbers.Values)}",
        RpmTexts texts => $"{value.Type} {string.Join(" | ", texts.Values)}",
        RpmBytes bytes => $"{value.Type} {Convert.ToHexStringLower(bytes.Values.Span)}",
        _ => "",
    };

    private string Build(RpmPackage package, string payload, string afterInstall = "true")
    {
        var tree = Directory.CreateDirectory(_directory.File("tree")).FullName;
        foreach (var file in package.Files)
        {
            Put(file.Entry, tree + file.Entry.Path);
        }

        _directory.Write("x.spec", Encoding.UTF8.GetBytes(RpmSpecs.Of(package, tree, afterInstall)));
        // The macros of a build that depends on nothing but its input, a tab between name and value.
        string[] macros =
        [
            $"_topdir\t{_directory.File("top")}", $"_rpmdir\t{_directory.Path}", "_rpmfilename\ttheirs.rpm", $"_binary_payload\t{payload}",
            "_buildhost\tlocalhost", "use_source_date_epoch_as_buildtime\t1", "clamp_mtime_to_source_date_epoch\t1",
            "debug_package\t%{nil}", "_build_id_links\tnone", "_target_os\tlinux", "__os_install_post\t%{nil}", "__requires_exclude_from\t.*", "__provides_exclude_from\t.*",
        ];
        var defines = string.Concat(macros.Select(macro => $" --define {macro}"));
        var time = package.Timestamp.ToUnixTimeSeconds();
        Tool.Run($"env SOURCE_DATE_EPOCH={time} rpmbuild -bb --quiet --target {package.Architecture}{defines} x.spec", _directory.Path);
        return _directory.File("theirs.rpm");
    }

    private static void Put(PackageEntry entry, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (entry)
        {
            case FileEntry file:
                using (var output = File.Create(path))
                using (var content = file.Content.Open())
                {
                    content.CopyTo(output);
                }

                break;
            case SymlinkEntry link:
                File.CreateSymbolicLink(path, link.Target);
                break;
            default:
                Directory.CreateDirectory(path);
                break;
        }
    }
}
