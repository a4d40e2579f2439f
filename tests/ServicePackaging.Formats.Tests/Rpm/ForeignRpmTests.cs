using System.Text;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Rpm;

/// <summary>Packages that others have built, with rpm 4.4 to 4.17: the test data of rpm's own source package.</summary>
public sealed class ForeignRpmTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void They_read_as_rpm_reads_them()
    {
        Assert.All(Fetch("RPMS"), path =>
        {
            using var rpm = RpmReader.Open(path);

            Assert.Equal(Query(path, "[%{FILENAMES} %{FILEMODES} %{FILESIZES} %{FILEUSERNAME} %{FILEGROUPNAME} %{FILEFLAGS}\\n]"), string.Concat(
                rpm.Files.Select(file => $"{file.Path} {(int)file.Type | (int)file.Mode} {file.Length} {file.Owner} {file.Group} {(int)file.Flags}\n")));
            Assert.Equal(
                Query(path, "[%{REQUIRENAME}|%{REQUIREVERSION}|%{REQUIREFLAGS}\\n]"),
                string.Concat(rpm.Relations.Where(relation => relation.Kind == RpmRelationKind.Requires)
                    .Select(relation => $"{relation.Name}|{relation.Version}|{(int)relation.Sense}\n")));
            Assert.Equal(Query(path, "[%{CHANGELOGTEXT}\\n]"), string.Concat(rpm.Changelog.Select(change => change.Text + "\n")));
        });
    }

    [Fact]
    public void They_verify_where_rpm_finds_their_digests_right()
    {
        Assert.All(Fetch("RPMS"), path =>
        {
            var isRight = Tool.Try($"rpm -K --nosignature {path}").ExitCode == 0;
            using var rpm = RpmReader.Open(path);

            if (!isRight || rpm.Compressor == "zstd")
            {
                Assert.Throws<InvalidDataException>(() => rpm.Verify(None));
            }
            else
            {
                Assert.NotEqual(RpmDigests.None, rpm.Verify(None) & (RpmDigests.Payload | RpmDigests.Md5));
            }
        });
    }

    [Fact]
    public void Source_packages_are_told_from_binary_ones() => Assert.All(Fetch("SRPMS"), path =>
        Assert.Equal("The package is a source package, which is not supported.", Assert.Throws<InvalidDataException>(() => RpmReader.Open(path)).Message));

    public void Dispose() => _directory.Dispose();

    private static string Query(string path, string format)
    {
        var answer = Tool.Run($"rpm -qp --nosignature --nodigest --qf {format.Replace(' ', '\t')} {path}").Replace('\t', ' ');
        return answer == "(none)\n" ? "" : answer;
    }

    private string[] Fetch(string folder)
    {
        var apt = $"env APT_CONFIG={ConfigureApt()} apt-get --quiet";
        var (exitCode, _, error) = Tool.Try($"{apt} update");
        (exitCode, _, error) = exitCode == 0 ? Tool.Try($"{apt} source --download-only rpm", _directory.Path) : (exitCode, "", error);
        Assert.SkipUnless(exitCode == 0, $"rpm's source package is not to be had from this machine's package sources: {error.Trim()}");
        var archive = Directory.GetFiles(_directory.Path, "*.orig.tar.*").First(file => !file.EndsWith(".asc", StringComparison.Ordinal));
        Tool.Run($"tar --extract --wildcards --file={archive} */tests/data/{folder}/*.rpm", _directory.Path);
        var packages = Directory.GetFiles(_directory.Path, "*.rpm", SearchOption.AllDirectories);
        Assert.NotEmpty(packages);
        return packages;
    }

    // The machine's own sources of binary packages, asked for the source packages, with lists in the test's own directory.
    private string ConfigureApt()
    {
        var targets = Tool.Run("apt-get indextargets --format $(CREATED_BY)\tdeb-src\t$(SITE)\t$(RELEASE)\t$(COMPONENT)").Split('\n');
        var sources = targets.Select(target => target.Split('\t', 2)).Where(target => target[0] == "Packages").Select(target => target[1]).Distinct();
        var list = _directory.Write("sources.list", Encoding.UTF8.GetBytes(string.Join('\n', sources) + '\n'));
        var lists = Directory.CreateDirectory(_directory.File("lists")).FullName;
        return _directory.Write("apt.conf", Encoding.UTF8.GetBytes(
            $"""
            Dir::Etc::sourcelist "{list}";
            Dir::Etc::sourceparts "-";
            Dir::State::lists "{lists}";
            APT::Sandbox::User "root";

            """));
    }
}
