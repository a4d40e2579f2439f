using System.Security.Cryptography;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Rpm;

public sealed class RpmWriterTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    // RpmOracleTests and RpmConformanceTests test how rpm reads these bytes.
    private const string GoldenSample = "fd3db2394eedc73e2e8efdbbd4e924dc1d0eba3a699cfe208ca8c9716d49555b";

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void The_same_package_gives_the_same_bytes_everywhere() =>
        Assert.Equal(GoldenSample, Convert.ToHexStringLower(SHA256.HashData(Rpms.Write(Rpms.Sample(CompressionKind.None)))));

    [Fact]
    public void The_result_contains_the_package_length_and_the_installed_size()
    {
        var path = _directory.File("sample.rpm");

        var result = RpmWriter.Write(Rpms.Sample(), path, None);

        Assert.Equal(new FileInfo(path).Length, result.Length);
        Assert.Equal(3 + 20 + 4 + 6 + 0 + 17 + 1025 + 4, result.InstalledSize);
        Assert.Equal([path], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void Implied_relations_are_added_once()
    {
        var package = Rpms.Sample();

        Assert.Equal(package.Relations, RpmImpliedRelations.Complete(package).Relations);
        Assert.Equal(
            [
                "Provides config(orders) Equal, Config 2:1.2.3~rc1-1",
                "Provides orders Equal 2:1.2.3~rc1-1",
                "Provides orders(x86-64) Equal 2:1.2.3~rc1-1",
                "Requires ((a >= 1) if b) None ",
                "Requires /bin/sh PostTransaction, Interpreter ",
                "Requires /bin/sh Interpreter, PreInstall ",
                "Requires /bin/sh Interpreter, PostInstall ",
                "Requires /bin/sh Interpreter, PreUninstall ",
                "Requires /bin/sh Interpreter, Verify ",
                "Requires /bin/true Interpreter, PostUninstall ",
                "Requires /usr/sbin/useradd PreInstall ",
                "Requires config(orders) Equal, Config 2:1.2.3~rc1-1",
                "Requires logrotate Greater, Equal 3",
                "Requires rpmlib(BuiltinLuaScripts) Less, Equal, RpmLib 4.2.2-1",
                "Requires rpmlib(CompressedFileNames) Less, Equal, RpmLib 3.0.4-1",
                "Requires rpmlib(FileDigests) Less, Equal, RpmLib 4.6.0-1",
                "Requires rpmlib(PayloadFilesHavePrefix) Less, Equal, RpmLib 4.0-1",
                "Requires rpmlib(RichDependencies) Less, Equal, RpmLib 4.12.0-1",
                "Requires rpmlib(ScriptletInterpreterArgs) Less, Equal, RpmLib 4.0.3-1",
                "Requires rpmlib(TildeInVersions) Less, Equal, RpmLib 4.10.0-1",
            ],
            package.Relations.Where(relation => relation.Kind <= RpmRelationKind.Requires)
                .Select(relation => $"{relation.Kind} {relation.Name} {relation.Sense} {relation.Version}"));
    }

    [Fact]
    public void Features_of_rpm_are_required_if_they_are_used()
    {
        var package = RpmImpliedRelations.Complete(Rpms.WithMore(Rpms.Sample(CompressionKind.Xz)) with { Version = "1^git" });
        var large = RpmImpliedRelations.Complete(Rpms.Of(new RpmFile(
            new FileEntry("/x", Rpms.Mode0644, "root", "root", new TestContent(uint.MaxValue)))));

        Assert.Superset(
            new HashSet<string> { "rpmlib(PayloadIsXz)", "rpmlib(CaretInVersions)", "rpmlib(ScriptletExpansion)" },
            package.Relations.Select(relation => relation.Name).ToHashSet());
        Assert.Contains(large.Relations, relation => relation.Name == "rpmlib(LargeFiles)");
        Assert.DoesNotContain(Rpms.Of().Relations, relation => relation.Name == "rpmlib(LargeFiles)");
    }

    [Fact]
    public void A_long_name_is_truncated_only_in_the_lead()
    {
        var name = new string('n', 100);
        using var rpm = RpmReader.Open(new MemoryStream(Rpms.Write(RpmImpliedRelations.Complete(Rpms.Of() with { Name = name, Relations = [] }))));

        Assert.Equal((name[..65], name, 255), (rpm.LeadName, rpm.Name, rpm.LeadArchitecture));
    }

    [Fact]
    public void A_failing_payload_leaves_only_the_old_package()
    {
        var path = _directory.Write("x.rpm", [1, 2, 3]);
        var package = Rpms.Of(new RpmFile(new FileEntry("/x", Rpms.Mode0644, "root", "root", new TestContent(10_000_000, 9_000_000))));

        Assert.Throws<IOException>(() => RpmWriter.Write(package, path, None));

        AssertUntouched(path);
    }

    [Fact]
    public void A_cancellation_in_the_middle_of_a_file_leaves_only_the_old_package()
    {
        var path = _directory.Write("x.rpm", [1, 2, 3]);
        using var cancellation = new CancellationTokenSource();
        var reads = 0;
        var content = new TestContent(1L << 40, onRead: () =>
        {
            if (++reads == 10)
            {
                cancellation.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => RpmWriter.Write(
            Rpms.Of(new RpmFile(new FileEntry("/x", Rpms.Mode0644, "root", "root", content))), path, cancellation.Token));

        Assert.Equal(10, reads);
        AssertUntouched(path);
    }

    [Fact]
    public void A_full_disk_causes_a_clear_error()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is Linux's");
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);

        var e = Assert.Throws<IOException>(() => RpmWriter.Write(Rpms.Sample(), full, _directory.Path, None));

        Assert.Contains("space", e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    public static TheoryData<string, RpmPackage> Broken
    {
        get
        {
            var x = Rpms.Of();
            var sh = new RpmScriptlet("exit 0");
            var change = new RpmChange(Rpms.Time, "X <x@example.org> - 1-1", "- x");
            return new()
            {
                { "name", x with { Name = "" } },
                { "name", x with { Name = "two words" } },
                { "name", x with { Name = "-dash" } },
                { "version", x with { Version = "1-2" } },
                { "release", x with { Release = "" } },
                { "architecture", x with { Architecture = "amd64" } },
                { "summary", x with { Summary = "two\nlines" } },
                { "description", x with { Description = "" } },
                { "license", x with { License = "nul\0" } },
                { "vendor", x with { Vendor = "unpaired \ud800" } },
                { "timestamp", x with { Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(-1) } },
                { "timestamp", x with { Timestamp = new DateTimeOffset(2107, 1, 1, 0, 0, 0, TimeSpan.Zero) } },
                { "relations", x with { Relations = [] } },
                { "relations", x with { Relations = [.. x.Relations, new(RpmRelationKind.Provides, "a")] } },
                { "relations", x with { Relations = [.. x.Relations, x.Relations[^1]] } },
                { "relation 'b'", x with { Relations = [.. x.Relations, new(RpmRelationKind.Requires, "b", RpmSense.Equal)] } },
                { "relation 'b'", x with { Relations = [.. x.Relations, new(RpmRelationKind.Requires, "b", RpmSense.None, "1")] } },
                { "relation 'b'", x with { Relations = [.. x.Relations, new(RpmRelationKind.Requires, "b", RpmSense.Equal, "1 2")] } },
                { "relation 'b\\nc'", x with { Relations = [.. x.Relations, new(RpmRelationKind.Requires, "b\nc")] } },
                { "PreInstall", With(RpmScriptletKind.PreInstall, sh with { Interpreter = [] }) },
                { "PreInstall", With(RpmScriptletKind.PreInstall, sh with { Interpreter = ["sh"] }) },
                { "PreInstall", With(RpmScriptletKind.PreInstall, sh with { Interpreter = ["/bin/sh", ""] }) },
                { "PreInstall", With(RpmScriptletKind.PreInstall, sh with { Text = "nul\0" }) },
                { "changelog", x with { Changelog = [change, change with { Time = Rpms.Time.AddDays(1) }] } },
                { "changelog", x with { Changelog = [change with { Author = "two\nlines" }] } },
                { "tag 1000", x with { ExtraTags = new Dictionary<int, RpmValue> { [1000] = new RpmTexts(RpmType.Text, ["y"]) } } },
                { "tag 63", x with { ExtraTags = new Dictionary<int, RpmValue> { [63] = new RpmTexts(RpmType.Text, ["y"]) } } },
                { "tag 5012", x with { ExtraTags = new Dictionary<int, RpmValue> { [5012] = new RpmTexts(RpmType.Number16, ["y"]) } } },
                { "tag 5012", x with { ExtraTags = new Dictionary<int, RpmValue> { [5012] = new RpmTexts(RpmType.Text, ["y", "z"]) } } },
                { "tag 5012", x with { ExtraTags = new Dictionary<int, RpmValue> { [5012] = new RpmTexts(RpmType.TextArray, []) } } },
                { "tag 5012", x with { ExtraTags = new Dictionary<int, RpmValue> { [5012] = new RpmNumbers(RpmType.Number16, [65536]) } } },
                { "/x", Rpms.Of(new RpmFile(Rpms.File("/x", ""), RpmFileAttributes.NoReplace)) },
                { "/x/y", Rpms.Of(new(Rpms.File("/x", "")), new(Rpms.File("/x/y", ""))) },
                { "/x/y/z", Rpms.Of(new(Rpms.File("/x", "")), new(Rpms.File("/x/y/z", ""))) },
                { "/a", Rpms.Of(new(Rpms.File("/b", "")), new(Rpms.File("/a", ""))) },
                { "246", Rpms.Of(new RpmFile(Rpms.File("/" + new string('n', 247), ""))) },
                { "/x", Rpms.Of(new RpmFile(Rpms.File("/x", "")) { Provides = [new(RpmRelationKind.Provides, "user(x)")] }) },
                { "/x", Rpms.Of(new RpmFile(Rpms.File("/x", "")) { Provides = [.. x.Relations.Where(relation => relation.Kind == RpmRelationKind.Requires)] }) },
            };

            RpmPackage With(RpmScriptletKind kind, RpmScriptlet scriptlet) =>
                x with { Scriptlets = new Dictionary<RpmScriptletKind, RpmScriptlet> { [kind] = scriptlet } };
        }
    }

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void Invalid_packages_are_rejected_with_the_name_of_the_field(string name, RpmPackage package)
    {
        var e = Assert.Throws<ArgumentException>(() => RpmWriter.Write(package, _directory.File("x.rpm"), None));

        Assert.Contains(name, e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void Parents_may_belong_to_another_package()
    {
        using var rpm = RpmReader.Open(new MemoryStream(Rpms.Write(Rpms.Of(new(Rpms.File("/usr/bin/x", "")), new(Rpms.File("/usr/x", ""))))));

        Assert.Equal(["/usr/bin/x", "/usr/x"], rpm.Files.Select(file => file.Path));
    }

    [Fact]
    public void The_file_name_follows_the_convention() => Assert.Equal("orders-1.2.3~rc1-1.x86_64.rpm", Rpms.Sample().FileName);

    public void Dispose() => _directory.Dispose();

    private void AssertUntouched(string path)
    {
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_directory.Path));
    }
}
