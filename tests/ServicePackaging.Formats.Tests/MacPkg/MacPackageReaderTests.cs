using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.MacPkg;

/// <summary>Damaged and malicious packages.</summary>
public sealed class MacPackageReaderTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private static readonly byte[] Sample = MacPkgs.Write(MacPkgs.Sample());

    [Fact]
    public void Changed_bytes_are_readable_or_invalid_data() => HoldsFor(4000, edits =>
    {
        var mutated = Sample.ToArray();
        foreach (var (at, value) in edits)
        {
            mutated[at % mutated.Length] = (byte)value;
        }

        return mutated;
    });

    [Fact]
    public void A_changed_table_of_contents_with_a_correct_digest_is_readable_or_invalid_data() => HoldsFor(3000, edits =>
        XarParts.Edit(Sample, parts => parts.EditTocText = text => Mutated(text, edits)));

    [Theory]
    [InlineData("Bom")]
    [InlineData("PackageInfo")]
    [InlineData("Distribution")]
    public void A_changed_file_with_correct_digests_is_readable_or_invalid_data(string name)
    {
        byte[]? content = null;
        XarParts.Edit(Sample, parts => content = parts.Content(name));
        var busy = Enumerable.Range(0, content!.Length).Where(i => content[i] != 0).ToArray();
        HoldsFor(1500, edits => XarParts.Edit(Sample, parts =>
        {
            var mutated = content.ToArray();
            foreach (var (at, value) in edits)
            {
                mutated[busy[at % busy.Length]] = (byte)value;
            }

            parts.Set(name, mutated);
        }));
    }

    [Theory]
    [InlineData("Payload")]
    [InlineData("Scripts")]
    public void A_changed_archive_with_correct_digests_is_readable_or_invalid_data(string name)
    {
        byte[]? content = null;
        XarParts.Edit(Sample, parts => content = Gunzip(parts.Content(name)));
        HoldsFor(1500, edits => XarParts.Edit(Sample, parts =>
        {
            var mutated = content!.ToArray();
            foreach (var (at, value) in edits)
            {
                mutated[at % mutated.Length] = (byte)value;
            }

            parts.Set(name, Gzip(mutated));
        }));
    }

    [Fact]
    public void A_zlib_stream_that_needs_a_preset_dictionary_is_invalid_data()
    {
        byte[] toc = [0x78, 0x20, 0, 0, 0, 1, 3, 0];
        Assert.Throws<InvalidDataException>(() => ReadAll(XarParts.WithToc(Sample, toc, 1)));
    }

    [Fact]
    public void A_truncated_package_is_invalid_data()
    {
        for (var length = 0; length < Sample.Length; length += 1 + (length / 300))
        {
            Assert.Throws<InvalidDataException>(() => ReadAll(Sample[..length]));
        }
    }

    [Fact]
    public void A_table_of_contents_that_unpacks_endlessly_is_rejected()
    {
        using var bomb = new MemoryStream();
        using (var zlib = new ZLibStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = new byte[1 << 20];
            block.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 500; i++)
            {
                zlib.Write(block);
            }
        }

        var toc = bomb.ToArray();
        Quickly(() => Assert.Throws<InvalidDataException>(() => ReadAll(XarParts.WithToc(Sample, toc, 500L << 20))), 64 << 20);
        Quickly(() => Assert.Throws<InvalidDataException>(() => ReadAll(XarParts.WithToc(Sample, toc, 4 << 20))), 64 << 20);
        Quickly(() => Assert.Throws<InvalidDataException>(() => ReadAll(XarParts.WithToc(Sample, toc, -1))), 64 << 20);
    }

    [Fact]
    public void Endlessly_nested_elements_are_rejected()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 1_000_000));
        var toc = Encoding.ASCII.GetBytes($"<xar><toc>{deep}");

        Quickly(() => Assert.Throws<InvalidDataException>(() => ReadAll(XarParts.WithToc(Sample, XarParts.Deflate(toc), toc.Length))), 64 << 20);
        Quickly(() => Assert.Throws<InvalidDataException>(() => ReadAll(XarParts.Edit(Sample, parts => parts.Set("Distribution", toc)))), 64 << 20);
    }

    [Theory]
    [InlineData("Bom", 65)]
    [InlineData("PackageInfo", 5)]
    [InlineData("Distribution", 5)]
    public void A_description_that_unpacks_endlessly_is_rejected(string name, int miB) => Quickly(
        () => Assert.Throws<InvalidDataException>(() => ReadAll(XarParts.Edit(Sample, parts => parts.Set(name, new byte[miB << 20])))), 700 << 20);

    [Fact]
    public void A_payload_of_a_gigabyte_that_the_bill_does_not_list_is_skipped()
    {
        using var payload = new MemoryStream();
        using (var gzip = new ParallelGzipStream(payload, leaveOpen: true, cancellationToken: None))
        {
            var cpio = new OdcWriter(gzip, MacPkgs.Time);
            cpio.Write(MacPkgs.Directory("/"), new OdcAttributes(InodeMode.FromBits(0x41ED), 0, 0, 3), null, None);
            cpio.Write(new FileEntry("/noise", 0, "root", "wheel", new TestContent(1 << 30)), new OdcAttributes(InodeMode.FromBits(0x81A4), 0, 0, 1), null, None);
            cpio.Finish();
        }

        var bomb = XarParts.Edit(Sample, parts => parts.Set("Payload", payload.ToArray()));
        Quickly(
            () =>
            {
                using var pkg = Open(bomb);
                Assert.Contains(pkg.FindFaults(VerificationDepth.Payload, None), fault => fault.Rule == nameof(MacPackageRule.BillOfPaths));
            },
            64 << 20);
    }

    [Fact]
    public void Long_lists_of_choices_and_components_are_read_once()
    {
        var choices = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<choice id='c{i}'><pkg-ref id='p{i}'/></choice><pkg-ref id='q{i}'/>"));
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<line choice='c{i}'/>"));
        var many = XarParts.Edit(Sample, parts => parts.Replace("Distribution", "<choice id=\"default\" />", $"<choices-outline>{lines}</choices-outline>{choices}"));

        Quickly(
            () =>
            {
                using var pkg = Open(many);
                Assert.Equal(100, pkg.FindFaults(VerificationDepth.Payload, None).Count);
            },
            256 << 20);
    }

    [Fact]
    public void A_thousand_components_that_share_bytes_are_rejected()
    {
        var many = XarParts.Edit(Sample, parts => parts.EditToc = toc =>
        {
            var component = toc.Element("toc")!.Element("file")!;
            for (var i = 0; i < 1000; i++)
            {
                var copy = new XElement(component);
                copy.Element("name")!.Value = $"{i}.pkg";
                component.AddAfterSelf(copy);
            }
        });

        Quickly(() => Assert.Throws<InvalidDataException>(() => Open(many)), 64 << 20);
    }

    [Fact]
    public void Pieces_that_share_bytes_are_a_fault_and_are_not_read()
    {
        var shared = XarParts.Edit(Sample, parts => parts.EditToc = toc =>
        {
            var component = toc.Element("toc")!.Element("file")!;
            var copy = new XElement(component);
            copy.Element("name")!.Value = "copy.pkg";
            component.AddAfterSelf(copy);
        });
        using var pkg = Open(shared);

        Assert.Equal(2, pkg.Components.Count);
        Assert.All(pkg.FindFaults(VerificationDepth.Payload, None), fault => Assert.Equal(nameof(MacPackageRule.HeapLayout), fault.Rule));
    }

    [Fact]
    public void A_signed_package_is_read_and_its_signatures_belong_to_the_heap()
    {
        var signed = XarParts.Edit(Sample, parts =>
        {
            parts.EditToc = toc =>
            {
                var last = toc.Descendants("data").MaxBy(data => (long)data.Element("offset")!)!;
                var end = (long)last.Element("offset")! + (long)last.Element("length")!;
                toc.Element("toc")!.Add(
                    XElement.Parse($"<signature style='RSA'><offset>{end}</offset><size>256</size></signature>"),
                    XElement.Parse($"<x-signature style='CMS'><offset>{end + 256}</offset><size>9000</size></x-signature>"));
            };
            parts.EditArchive = archive => [.. archive, .. new byte[256 + 9000]];
        });
        using var pkg = Open(signed);

        Assert.True(pkg.IsSigned);
        Assert.Empty(pkg.FindFaults(VerificationDepth.Payload, None));
    }

    [Fact]
    public void A_single_component_is_a_package_without_a_distribution()
    {
        var component = XarParts.Edit(Sample, parts =>
        {
            var toc = parts.Toc.Element("toc")!;
            foreach (var name in new[] { "LICENSE.txt", "background.png", "conclusion.txt", "logo.png", "readme.rtf", "Distribution" })
            {
                parts.Remove(name);
            }

            toc.Elements("file").Single(file => file.Element("name")!.Value == "Resources").Remove();
            parts.Drop();
            var directory = toc.Element("file")!;
            directory.AddBeforeSelf(directory.Elements("file"));
            directory.Remove();
        });
        using var pkg = Open(component);

        Assert.Null(pkg.Distribution);
        Assert.Equal("", Assert.Single(pkg.Components).Name);
        Assert.Equal("org.example.orders", pkg.Components[0].Info.Identifier);
    }

    [Fact]
    public void A_stream_that_is_not_seekable_is_rejected() =>
        Assert.Throws<ArgumentException>(() => MacPackageReader.Open(new DeflateStream(Stream.Null, CompressionMode.Decompress)));

    private static void HoldsFor(int count, Func<IReadOnlyList<(int At, int Value)>, byte[]> mutate)
    {
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.Choose(0, 1 << 24), Gen.OneOf(Gen.Choose(0, 255), Gen.Choose('0', '9'), Gen.Constant(0))));
        Prop.ForAll(edits.Select(list => list.Take(6).ToList()).ToArbitrary(), list =>
        {
            var mutated = mutate(list);
            MacPackageVerifier.Verify(new MemoryStream(mutated), None);
            try
            {
                ReadAll(mutated);
            }
            catch (InvalidDataException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
    }

    private static string Mutated(string text, IReadOnlyList<(int At, int Value)> edits)
    {
        var mutated = new StringBuilder(text);
        foreach (var (at, value) in edits)
        {
            mutated[at % mutated.Length] = (char)Math.Max(value, 1);
        }

        return mutated.ToString();
    }

    private static void ReadAll(byte[] bytes)
    {
        using var pkg = Open(bytes);
        var violations = pkg.FindFaults(VerificationDepth.Payload, None);
        foreach (var component in pkg.Components)
        {
            component.ReadEntries(None);
            component.ReadScripts((_, content) => content.CopyTo(Stream.Null), None);
        }

        foreach (var resource in pkg.Resources)
        {
            pkg.CopyResource(resource, Stream.Null);
        }

        _ = (pkg.Timestamp, pkg.Distribution, pkg.IsSigned);
        if (violations.Count > 0)
        {
            throw new InvalidDataException(violations[0].ToString());
        }
    }

    private static void Quickly(Action action, long bytes)
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytes);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    private static MacPackageReader Open(byte[] bytes) => MacPackageReader.Open(new MemoryStream(bytes));

    private static byte[] Gunzip(byte[] gzip)
    {
        using var plain = new MemoryStream();
        new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress).CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return bytes.ToArray();
    }
}
