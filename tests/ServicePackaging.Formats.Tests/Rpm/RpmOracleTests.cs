using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Rpm;

/// <summary>rpm reads our packages.</summary>
public sealed class RpmOracleTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    [InlineData(CompressionKind.Xz)]
    public void Rpm_accepts_the_digests(CompressionKind compression)
    {
        var rpm = Write(Rpms.WithMore(Rpms.Sample(compression)));

        Assert.Equal($"{rpm}: digests OK\n", Tool.Run($"rpm -K {rpm}"));
        // rpm requires only one of the payload's two digests. Without compression, they are equal.
        string[] payload = compression == CompressionKind.None ? ["    Payload SHA256 ALT digest: OK"] : [];
        Assert.Equal([$"{rpm}:", "    Header SHA256 digest: OK", .. payload, "    Payload SHA256 digest: OK"], Lines($"rpm -Kv {rpm}"));
    }

    [Fact]
    public void Rpm_detects_a_changed_byte_in_header_or_payload()
    {
        var rpm = Write(Rpms.Sample(CompressionKind.None));
        var bytes = File.ReadAllBytes(rpm);
        foreach (var what in new[] { "Takes orders"u8.ToArray(), "exit 0\n07070"u8.ToArray() })
        {
            var changed = bytes.ToArray();
            var at = changed.AsSpan().LastIndexOf(what);
            changed[at >= 0 ? at : changed.AsSpan().LastIndexOf("exit 0"u8)] ^= 1;

            Assert.NotEqual(0, Tool.Try($"rpm -K {_directory.Write("changed.rpm", changed)}").ExitCode);
        }
    }

    [Fact]
    public void Rpm_lists_the_files()
    {
        var rpm = Write(Rpms.Sample());

        Assert.Equal(
            """
            /etc/orders|40755|root|root|0|0||
            /etc/orders/orders.json|100640|root|orders|3|17||ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356
            /usr/bin/orders|120777|root|root|20|0|../lib/orders/orders|
            /usr/lib/orders|40755|root|root|0|0||
            /usr/lib/orders/LICENSE|100644|root|root|4|128||adc37366f403835c1470ab2df93d3837d4719372fc1ef8593d922e06f033f8b2
            /usr/lib/orders/README|100644|root|root|6|2||3f15b799424b9449ca6432df6c63f13356b6805b45ea74eca9f0bc17c47abae1
            /usr/lib/orders/empty|100644|root|root|0|0||e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            /usr/lib/orders/orders|100755|root|root|17|0||306c6ca7407560340797866e077e053627ad409277d1b9da58106fce4cf717cb
            /usr/lib/orders/tausend-Grüße.txt|100644|root|root|1025|0||c6d8e9905300876046729949cc95c2385221270d389176f7234fe7ac00c4e430
            /var/log/orders|40750|orders|orders|0|0||
            /var/log/orders/orders.log|100644|root|root|4|64||

            """,
            Tool.Run(
                $"rpm -qp --qf [%{{FILENAMES}}|%{{FILEMODES:octal}}|%{{FILEUSERNAME}}|%{{FILEGROUPNAME}}|%{{FILESIZES}}|%{{FILEFLAGS}}|%{{FILELINKTOS}}|%{{FILEDIGESTS}}\\n] {rpm}"));
    }

    [Fact]
    public void Rpm_shows_scriptlets_relations_and_changes()
    {
        var rpm = Write(Rpms.WithMore(Rpms.Sample()));

        Assert.Equal(
            """
            pretrans scriptlet (using <lua>):
            print('pretrans')
            preinstall scriptlet (using /bin/sh):
            # pre
            exit 0
            postinstall scriptlet (using /bin/sh -e):
            # post
            exit 0
            preuninstall scriptlet (using /bin/sh):
            # preun
            exit 0
            postuninstall program: /bin/true
            posttrans scriptlet (using /bin/sh):
            # posttrans
            exit 0
            verify scriptlet (using /bin/sh):
            # verify
            exit 0

            """,
            Tool.Run($"rpm -qp --scripts {rpm}"));
        Assert.Equal(
            ["config(orders) = 2:1.2.3~rc1-1", "orders = 2:1.2.3~rc1-1", "orders(x86-64) = 2:1.2.3~rc1-1", "user(orders) = dSBvcmRlcnMgLQAA"],
            Lines($"rpm -qp --provides {rpm}"));
        Assert.Equal(["logrotate >= 3"], Lines($"rpm -qp --requires {rpm}").Where(line => line.StartsWith("log", StringComparison.Ordinal)));
        Assert.Equal(["recommended"], Lines($"rpm -qp --recommends {rpm}"));
        Assert.Equal(["suggested"], Lines($"rpm -qp --suggests {rpm}"));
        Assert.Equal(["supplemented"], Lines($"rpm -qp --supplements {rpm}"));
        Assert.Equal(["enhanced"], Lines($"rpm -qp --enhances {rpm}"));
        Assert.Equal(["conflicting < 2:3"], Lines($"rpm -qp --conflicts {rpm}"));
        Assert.Equal(["old-orders < 1"], Lines($"rpm -qp --obsoletes {rpm}"));
        Assert.Equal(["/usr/lib/sysusers.d/orders.conf|user(orders) = dSBvcmRlcnMgLQAA"],
            Lines($"rpm -qp --qf [%{{FILENAMES}}|%{{FILEPROVIDE}}\\n] {rpm}").Where(line => !line.EndsWith('|')));
        Assert.Equal(
            """
            * Tue Nov 14 2023 Örders Team <orders@example.org> - 2:1.2.3~rc1-1
            - second
            - thing

            * Wed Nov 01 2023 Örders Team <orders@example.org> - 2:1.2.2-1
            - first


            """,
            Tool.Run($"rpm -qp --changelog {rpm}"));
    }

    [Theory]
    [InlineData("--info")]
    [InlineData("--list --verbose")]
    [InlineData("--dump")]
    [InlineData("--xml")]
    [InlineData("--filesbypkg")]
    [InlineData("--filecaps")]
    [InlineData("--fileclass")]
    [InlineData("--fileprovide")]
    [InlineData("--filerequire")]
    [InlineData("--filetriggers")]
    [InlineData("--triggers")]
    [InlineData("--configfiles")]
    [InlineData("--docfiles")]
    [InlineData("--licensefiles")]
    [InlineData("--artifactfiles")]
    [InlineData("--state")]
    public void Rpm_answers_every_query_without_a_complaint(string query)
    {
        var (exitCode, _, error) = Tool.Try($"rpm -qp {query} {Write(Rpms.WithMore(Rpms.Sample()))}");

        Assert.Equal((0, ""), (exitCode, error));
    }

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    [InlineData(CompressionKind.Xz)]
    public void Cpio_lists_the_payload(CompressionKind compression)
    {
        Tool.Try("rpm2cpio --version");
        var package = Rpms.Sample(compression);
        var archive = _directory.File("payload.cpio");
        Tool.Run($"sh {_directory.Write("unpack", System.Text.Encoding.UTF8.GetBytes($"rpm2cpio {Write(package)} >{archive}"))}");

        Assert.Equal(
            string.Concat(package.Files.Where(file => !file.IsGhost).Select(file => $".{file.Entry.Path}\n")),
            Tool.Run($"cpio --list --quiet --file={archive}"));
    }

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    [InlineData(CompressionKind.Xz)]
    public void Rpm_installs_verifies_upgrades_and_erases(CompressionKind compression)
    {
        RequireRoot();
        var root = Directory.CreateDirectory(_directory.File("root")).FullName;
        var package = Installable(Rpms.Sample(compression));
        var newer = RpmImpliedRelations.Complete(package with { Version = "1.2.4", Relations = [] });
        Rpm(root, $"-U --nodeps {Write(package)}");

        Assert.Equal(["orders-1.2.3~rc1-1.x86_64"], Rpm(root, "-qa"));
        Assert.Equal("{}\n", File.ReadAllText(root + "/etc/orders/orders.json"));
        Assert.Equal("../lib/orders/orders", new FileInfo(root + "/usr/bin/orders").LinkTarget);
        Assert.False(File.Exists(root + "/var/log/orders/orders.log"));
        Assert.Empty(Rpm(root, "-V --nodeps --noscripts orders"));

        File.WriteAllText(root + "/etc/orders/orders.json", "{ }\n");
        var changed = newer with
        {
            Files = [.. newer.Files.Select(file =>
            file.Entry is FileEntry { IsConfiguration: true } entry ? file with { Entry = entry with { Content = FileContent.FromText("[]\n") } } : file)]
        };
        Rpm(root, $"-U --nodeps {Write(changed)}");
        Assert.Equal("{ }\n", File.ReadAllText(root + "/etc/orders/orders.json"));
        Assert.Equal("[]\n", File.ReadAllText(root + "/etc/orders/orders.json.rpmnew"));

        Rpm(root, $"-U --nodeps --replacepkgs {Write(changed)}");
        Rpm(root, "-e --nodeps orders");
        Assert.Empty(Rpm(root, "-qa"));
        Assert.False(Directory.Exists(root + "/usr/lib/orders"));
        Assert.True(File.Exists(root + "/etc/orders/orders.json.rpmsave"));
    }

    [Fact]
    public void Rpm_unpacks_any_tree_as_it_was()
    {
        RequireRoot();
        Prop.ForAll(Rpms.Trees.ToArbitrary(), package =>
        {
            var root = Directory.CreateDirectory(_directory.File(Path.GetRandomFileName())).FullName;
            Rpm(root, $"-U --nodeps {Write(package)}");

            Assert.Empty(Rpm(root, "-V --nodeps x"));
            Assert.All(package.Files, file => AssertOnDisk(file.Entry, root + file.Entry.Path));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void Rpm_reads_the_form_for_large_files()
    {
        RequireRoot();
        var root = Directory.CreateDirectory(_directory.File("root")).FullName;
        var package = Installable(Rpms.Sample());
        var rpm = _directory.Write("large.rpm", Rpms.Write(package, isLarge: true));

        Assert.Equal(["(none)"], Lines($"rpm -qp --qf %{{FILESIZES}}\\n {rpm}"));
        Assert.Equal([$"{rpm}: digests OK"], Lines($"rpm -K {rpm}"));
        Rpm(root, $"-U --nodeps {rpm}");
        Assert.Empty(Rpm(root, "-V --nodeps orders"));
        Assert.All(package.Files.Where(file => !file.IsGhost), file => AssertOnDisk(file.Entry, root + file.Entry.Path));
    }

    [Fact]
    public void Rpmsign_signs_in_the_reserved_space()
    {
        var home = Directory.CreateDirectory(_directory.File("gpg")).FullName;
        var rpm = Write(Rpms.Sample());
        var length = new FileInfo(rpm).Length;
        Tool.Try("rpmsign --version");
        Tool.Run($"gpg --homedir {home} --batch --passphrase= --quick-gen-key signer@example.org rsa2048 sign never");

        // A macro's name and value, separated by a tab. rpm's default path of gpg may be wrong on this machine.
        var gpg = Tool.Run("which gpg").Trim();
        Tool.Run($"rpmsign --define __gpg\t{gpg} --define _gpg_path\t{home} --define _gpg_name\tsigner@example.org --addsign {rpm}");

        Assert.Equal(length, new FileInfo(rpm).Length);
        using var signed = RpmReader.Open(rpm);
        Assert.NotNull(signed.Signature[RpmSignatureTag.Rsa]);
        signed.Verify(None);
    }

    [Fact]
    public void Rpmlint_finds_no_fault_in_the_format()
    {
        var (_, output, _) = Tool.Try($"rpmlint {Write(Rpms.Sample())}");

        // Complaints about the sample's content, which the writer does not determine: a sample of everything is not a good package.
        string[] expected =
        [
            "file-parent-ownership-mismatch", "invalid-license", "invalid-shell-in-%post", "log-files-without-logrotate",
            "name-repeated-in-summary", "no-binary", "no-manual-page-for-binary", "no-signature", "non-coherent-filename", "non-readable",
            "non-standard-dir-perm", "non-standard-gid", "non-standard-uid", "obsolete-not-provided", "only-non-binary-in-usr-lib",
            "postin-without-ghost-file-creation", "zero-length",
        ];
        var findings = output.Split('\n').Where(line => line.StartsWith("orders.", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);
        Assert.Equal(expected, findings.Distinct().Order(StringComparer.Ordinal));
    }

    public void Dispose() => _directory.Dispose();

    // Scriptlets would run in a root without a shell, and the owners would have to exist there.
    private static RpmPackage Installable(RpmPackage package) => RpmImpliedRelations.Complete(package with
    {
        Scriptlets = new Dictionary<RpmScriptletKind, RpmScriptlet>(),
        Relations = [],
        Files = [.. package.Files.Select(file => file with { Entry = file.Entry with { Owner = "root", Group = "root" } })],
    });

    private static void RequireRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "rpm installs into a root as root only: run the tests as root");

    private static string[] Lines(string command) => Tool.Run(command).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Rpm(string root, string arguments)
    {
        var (exitCode, output, error) = Tool.Try($"rpm --root {root} {arguments}");
        Assert.True(exitCode == 0, $"rpm {arguments}: {exitCode}\n{output}\n{error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private string Write(RpmPackage package)
    {
        var path = _directory.File("package.rpm");
        try
        {
            RpmWriter.Write(package, path, None);
        }
        catch (CompressionUnavailableException e)
        {
            Assert.Skip(e.Message);
        }

        return path;
    }

    private static void AssertOnDisk(PackageEntry entry, string path)
    {
        switch (entry)
        {
            case SymlinkEntry link:
                Assert.Equal(link.Target, new FileInfo(path).LinkTarget);
                break;
            case FileEntry file:
                Assert.Equal(Rpms.Text(file.Content.Open()), Rpms.Text(File.OpenRead(path)));
                break;
            default:
                Assert.True(Directory.Exists(path), path);
                break;
        }
    }
}
