using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Rpm;
using ServicePackaging.Repositories.RpmMd;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.RpmMd;

/// <summary>The metadata of a package are those of createrepo_c, byte for byte.</summary>
public sealed partial class CreaterepoTests : IDisposable
{
    private readonly Publisher _publisher = new();

    public CreaterepoTests() => Availability.RequireProgram("createrepo_c");

    [Fact]
    public async Task The_metadata_of_our_packages_are_those_of_createrepo()
    {
        string[] files =
        [
            _publisher.Rpm("hello", "1.0"),
            _publisher.Rpm("sample", "1.2.3~rc1", like: Comparable(Rpms.Sample())),
            _publisher.Rpm("more", "2.0^git1", "aarch64", Comparable(Rpms.WithMore(Rpms.Sample()))),
            _publisher.Rpm("none", "0", "noarch", Rpms.Of()),
            _publisher.Rpm("related", "3", like: Related()),
            _publisher.Rpm("texts", "4", like: Rpms.Of() with
            {
                Summary = "\"quotes\" & <tags> 'single'", Description = "tab\there\n  <b>bold</b> & more\r\n\u00e9", Vendor = "A & B \"C\"",
            }),
        ];
        await CompareAsync(files);
    }

    [Fact]
    public async Task The_metadata_of_packages_of_rpmbuild_are_those_of_createrepo()
    {
        Availability.RequireProgram("rpmbuild");
        var spec = Path.Combine(_publisher.PackageDirectory, "built.spec");
        await File.WriteAllTextAsync(spec, Spec, TestContext.Current.CancellationToken);
        (await ProcessRunner.RunAsync(
            "rpmbuild", "-bb", "--define", $"_topdir {_publisher.PackageDirectory}/top", "--define", "_build_id_links none", spec)).Succeeded();
        await CompareAsync(Directory.GetFiles(_publisher.PackageDirectory, "built-*.rpm", SearchOption.AllDirectories));
    }

    public void Dispose() => _publisher.Dispose();

    // createrepo_c before 1.0 does not mark what %pretrans and %posttrans require with pre="1".
    private static RpmPackage Comparable(RpmPackage package) => RpmImpliedRelations.Complete(package with
    {
        Scriptlets = package.Scriptlets
            .Where(scriptlet => scriptlet.Key is not (RpmScriptletKind.PreTransaction or RpmScriptletKind.PostTransaction)).ToDictionary(),
        Relations =
        [
            .. package.Relations
                .Where(relation => (relation.Sense & (RpmSense.PreTransaction | RpmSense.PostTransaction)) == 0),
        ],
    });

    private static RpmPackage Related() => Rpms.Of() with
    {
        Relations =
        [
            .. from kind in Enum.GetValues<RpmRelationKind>()
               from sense in new[]
               {
                   RpmSense.Equal, RpmSense.Less, RpmSense.Less | RpmSense.Equal, RpmSense.Greater, RpmSense.Greater | RpmSense.Equal,
               }
               from version in new[] { "1", "2-1", "3:4-5" }
               where kind is not (RpmRelationKind.Provides or RpmRelationKind.OrderWithRequires) || sense == RpmSense.Equal
               select new RpmRelation(kind, $"r{(int)kind}{(int)sense}", sense, version),
            new(RpmRelationKind.Requires, "libc.so.6(GLIBC_2.34)(64bit)", RpmSense.FoundRequirement),
            new(RpmRelationKind.Requires, "libc.so.6(GLIBC_2.4)(64bit)", RpmSense.FoundRequirement),
            new(RpmRelationKind.Requires, "libc.so.6()(64bit)", RpmSense.FoundRequirement),
            new(RpmRelationKind.Requires, "/bin/sh", RpmSense.Interpreter | RpmSense.PostInstall),
            new(RpmRelationKind.Requires, "/bin/sh", RpmSense.Interpreter),
            new(RpmRelationKind.Requires, "(a if b)"),
            new(RpmRelationKind.Supplements, "(c and d)"),
        ],
    };

    private async Task CompareAsync(IReadOnlyList<string> files)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_publisher.PackageDirectory, "indexed", "pool"));
        var entries = new List<RpmMdEntry>();
        foreach (var file in files)
        {
            var copy = Path.Combine(directory.FullName, Path.GetFileName(file));
            File.Copy(file, copy);
            using var reader = RpmReader.Open(copy);
            File.SetLastWriteTimeUtc(copy, DateTimeOffset.FromUnixTimeSeconds((long)reader.Header.Number(RpmTag.BuildTime)!).UtcDateTime);
            entries.Add(RpmMdIndexer.Create(PackageSource.OfFile(copy), reader));
        }

        (await ProcessRunner.RunAsync(
            "createrepo_c", "--no-database", "--simple-md-filenames", "--location-prefix", "../", directory.Parent!.FullName)).Succeeded();
        for (var index = 0; index < RpmMdFile.All.Count; index++)
        {
            var expected = await ReadAsync(Path.Combine(directory.Parent.FullName, "repodata", $"{RpmMdFile.All[index].Type}.xml.gz"));
            var element = Package().Matches(expected).Select(match => match.Value).Order(StringComparer.Ordinal);
            var actual = entries.Select(entry => Encoding.UTF8.GetString(entry.Elements[RpmMdFile.All[index]])).Order(StringComparer.Ordinal);
            Assert.Equal(element, actual);
            Assert.StartsWith(RpmMdFile.All[index].Start(entries.Count), expected, StringComparison.Ordinal);
            Assert.EndsWith(RpmMdFile.All[index].End, expected.TrimEnd('\n'), StringComparison.Ordinal);
        }
    }

    private static async Task<string> ReadAsync(string path)
    {
        await using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"<package .*?</package>\n", RegexOptions.Singleline)]
    private static partial Regex Package();

    private const string Spec = """
        Name: built
        Version: 1.0
        Release: 2%{?dist}
        Epoch: 3
        Summary: Built by rpmbuild
        License: MIT
        BuildArch: noarch
        Requires(pre): shadow-utils
        Requires: bash >= 4
        Recommends: something
        Suggests: other
        Conflicts: bad < 2
        Obsoletes: older <= 1
        Provides: virtual = 1:2-3

        %description
        A package.

        %install
        mkdir -p %{buildroot}/etc/built %{buildroot}/usr/bin %{buildroot}/usr/share/built
        echo x > %{buildroot}/etc/built/conf
        echo y > %{buildroot}/usr/bin/built
        echo z > %{buildroot}/usr/share/built/data

        %files
        %dir /etc/built
        %config(noreplace) /etc/built/conf
        /usr/bin/built
        /usr/share/built
        %ghost /var/log/built.log

        %post
        true

        %changelog
        * Tue Nov 10 2026 A Person <a@example.org> - 1.0-2
        - Second & last

        * Mon Nov 09 2026 A Person <a@example.org> - 1.0-1
        - First
        """;
}
