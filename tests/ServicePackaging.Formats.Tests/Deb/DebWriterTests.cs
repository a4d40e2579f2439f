using System.Security.Cryptography;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Deb;

public sealed class DebWriterTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void The_same_package_gives_the_same_bytes_everywhere()
    {
        var path = _directory.File("sample.deb");

        DebWriter.Write(Debs.Sample(CompressionKind.None), path, None);

        Assert.Equal(GoldenSample, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }

    // DebOracleTests tests how dpkg-deb and tar read these bytes.
    private const string GoldenSample = "83e19c6e8462755aaf3df5a032446d5d86491f84a3a1c831a1b6ba2ffc8620a3";

    [Fact]
    public void The_result_contains_the_package_length_and_the_installed_size()
    {
        var path = _directory.File("sample.deb");

        var result = DebWriter.Write(Debs.Sample(), path, None);

        Assert.Equal(new FileInfo(path).Length, result.Length);
        // The root and six directories, a link, and files of 3, 0, 17 and 1025 bytes.
        Assert.Equal(7 + 1 + (1 + 0 + 1 + 2), result.InstalledSize);
    }

    [Fact]
    public void Only_the_package_remains_in_the_directory()
    {
        DebWriter.Write(Debs.Sample(), _directory.File("sample.deb"), None);

        Assert.Equal(["sample.deb"], Directory.GetFiles(_directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_failing_payload_leaves_only_the_old_package()
    {
        var path = _directory.Write("x.deb", [1, 2, 3]);
        var package = Debs.Of(new FileEntry("/x", Debs.Mode0644, "root", "root", new TestContent(10_000_000, 9_000_000)));

        Assert.Throws<IOException>(() => DebWriter.Write(package, path, None));

        AssertUntouched(path);
    }

    [Fact]
    public void A_cancellation_in_the_middle_of_a_file_leaves_only_the_old_package()
    {
        var path = _directory.Write("x.deb", [1, 2, 3]);
        using var cancellation = new CancellationTokenSource();
        var reads = 0;
        var package = Debs.Of(new FileEntry("/x", Debs.Mode0644, "root", "root", new TestContent(1L << 40, onRead: () =>
        {
            if (++reads == 10)
            {
                cancellation.Cancel();
            }
        })));

        Assert.ThrowsAny<OperationCanceledException>(() => DebWriter.Write(package, path, cancellation.Token));

        Assert.Equal(10, reads);
        AssertUntouched(path);
    }

    [Fact]
    public void The_error_names_a_missing_payload_file()
    {
        var content = FileContent.FromFile(_directory.Write("payload", [1]));
        File.Delete(content.SourcePath!);

        var e = Assert.Throws<FileNotFoundException>(() => DebWriter.Write(
            Debs.Of(new FileEntry("/x", Debs.Mode0644, "root", "root", content)), _directory.File("x.deb"), None));

        Assert.Contains(content.SourcePath!, e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => DebWriter.Write(Debs.Sample(), _directory.File("no/where.deb"), None));

    [Fact]
    public void A_path_that_is_a_directory_is_an_error_and_the_directory_is_kept()
    {
        var path = Directory.CreateDirectory(_directory.File("x.deb")).FullName;
        File.WriteAllText(Path.Combine(path, "inside"), "");

        Assert.ThrowsAny<Exception>(() => DebWriter.Write(Debs.Sample(), path, None));

        Assert.True(File.Exists(Path.Combine(path, "inside")));
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void A_full_disk_causes_a_clear_error()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is Linux's");
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);

        var e = Assert.Throws<IOException>(() => DebWriter.Write(Debs.Sample(), full, _directory.Path, None));

        Assert.Contains("space", e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void The_control_paragraph_is_deb822_with_installed_size_after_maintainer()
    {
        var package = Debs.Sample();

        Assert.Equal(
            """
            Package: orders
            Version: 1.2.3-1
            Architecture: amd64
            Maintainer: Örders Team <orders@example.org>
            Installed-Size: 42
            Depends: adduser, libc6 (>= 2.34)
            Section: net
            Priority: optional
            Description: takes orders
             The first line.
             .
               An indented line.
             The last line.

            """,
            ControlParagraphWriter.Render(package.Control, 42));
    }

    [Theory]
    [InlineData("Two Words", "x")]
    [InlineData("New\nline", "x")]
    [InlineData("Col:on", "x")]
    [InlineData("", "x")]
    [InlineData("-Dash", "x")]
    [InlineData("#Hash", "x")]
    [InlineData("Ünicode", "x")]
    [InlineData("Installed-Size", "1")]
    [InlineData("package", "again")]
    [InlineData("Homepage", "")]
    [InlineData("Homepage", " \n ")]
    [InlineData("Homepage", "a\rb")]
    [InlineData("Homepage", "a\0b")]
    [InlineData("Homepage", "a\n.\nb")]
    public void A_field_that_deb822_cannot_represent_is_rejected(string name, string value)
    {
        var package = Debs.Of() with { Control = [.. Debs.Of().Control, new ControlField(name, value)] };

        var e = Assert.Throws<ArgumentException>(() => DebWriter.Write(package, _directory.File("x.deb"), None));

        Assert.Contains($"'{name.Replace('\n', '?')}'", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("/a/")]
    [InlineData("/a//b")]
    [InlineData("/a/./b")]
    [InlineData("/a/../b")]
    [InlineData("/..")]
    [InlineData("/new\nline")]
    [InlineData("/nul\0")]
    [InlineData("/no/parent")]
    [InlineData("/file/below-a-file")]
    public void A_path_that_breaks_a_rule_is_rejected_with_its_name(string path)
    {
        var e = Assert.Throws<ArgumentException>(() => DebWriter.Write(
            Debs.Of(Debs.File("/!first", ""), Debs.Directory("/a"), Debs.File("/file", ""), Debs.File(path, "")), _directory.File("x.deb"), None));

        Assert.Contains($"'{path.Replace("\n", "\\n", StringComparison.Ordinal)}'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/b", "/a")]
    [InlineData("/a", "/a")]
    // The rocket comes first in UTF-16, the ligature in UTF-8.
    [InlineData("/\U0001F680", "/\ufb01")]
    public void Paths_in_the_wrong_order_are_rejected(string first, string second) =>
        Assert.Throws<ArgumentException>(() => DebWriter.Write(
            Debs.Of(Debs.File(first, ""), Debs.File(second, "")), _directory.File("x.deb"), None));

    public static TheoryData<PackageEntry> Unpackable =>
    [
        Debs.File("/unpaired-surrogate-\ud800", ""),
        Debs.File("/" + new string('n', 4095), ""),
        Debs.Directory("/x") with { Mode = (UnixFileMode)0x1000 },
        Debs.Directory("/x") with { Owner = "" },
        Debs.Directory("/x") with { Group = new string('g', 32) },
        new SymlinkEntry("/x", "root", "root", ""),
        new SymlinkEntry("/x", "root", "root", "a\0b"),
        Debs.File("/x ", "") with { IsConfiguration = true },
    ];

    [Theory]
    [MemberData(nameof(Unpackable), DisableDiscoveryEnumeration = true)]
    public void An_invalid_entry_is_rejected(PackageEntry entry) =>
        Assert.Throws<ArgumentException>(() => DebWriter.Write(Debs.Of(entry), _directory.File("x.deb"), None));

    [Fact]
    public void A_timestamp_before_1970_is_rejected() =>
        Assert.Throws<ArgumentException>(() => DebWriter.Write(
            Debs.Of() with { Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(-1) }, _directory.File("x.deb"), None));

    public void Dispose() => _directory.Dispose();

    private void AssertUntouched(string path)
    {
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_directory.Path));
    }
}
