using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Rpm;
using ServicePackaging.Repositories.RpmMd;

namespace ServicePackaging.Repositories.Tests.RpmMd;

/// <summary>Packages in a directory, their metadata by us, and those by createrepo_c.</summary>
internal sealed partial class CreaterepoComparison
{
    private readonly List<RpmMdEntry> _entries = [];
    private readonly string _directory;

    /// <param name="directory">The directory that createrepo_c reads, and has to write to. It must not exist.</param>
    /// <param name="files">The packages.</param>
    public CreaterepoComparison(string directory, IEnumerable<string> files)
    {
        _directory = directory;
        var pool = Directory.CreateDirectory(Path.Combine(directory, "pool")).FullName;
        foreach (var file in files)
        {
            var copy = Path.Combine(pool, Path.GetFileName(file));
            File.Copy(file, copy);
            using var reader = RpmReader.Open(copy);

            // It takes the time of the file, and we that of the build.
            File.SetLastWriteTimeUtc(copy, DateTimeOffset.FromUnixTimeSeconds((long)reader.Header.Number(RpmTag.BuildTime)!).UtcDateTime);
            _entries.Add(RpmMdIndexer.Create(PackageSource.OfFile(copy), reader));
        }
    }

    /// <summary>The arguments of createrepo_c before the directory.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
        ["--no-database", "--simple-md-filenames", "--compress-type=gz", "--general-compress-type=gz", "--location-prefix", "../"];

    /// <summary>Packages with everything that metadata can contain.</summary>
    /// <param name="publisher">Writes the packages.</param>
    /// <param name="adapt">Adapts them to the version of createrepo_c.</param>
    public static IReadOnlyList<string> Packages(Publisher publisher, Func<RpmPackage, RpmPackage> adapt) =>
    [
        publisher.Rpm("hello", "1.0"),
        publisher.Rpm("sample", "1.2.3~rc1", like: adapt(Rpms.Sample())),
        publisher.Rpm("more", "2.0^git1", "aarch64", adapt(Rpms.WithMore(Rpms.Sample()))),
        publisher.Rpm("none", "0", "noarch", Rpms.Of()),
        publisher.Rpm("related", "3", like: Related()),
        publisher.Rpm("texts", "4", like: Rpms.Of() with
        {
            Summary = "\"quotes\" & <tags> 'single'", Description = "tab\there\n  <b>bold</b> & more\r\n\u00e9", Vendor = "A & B \"C\"",
        }),
    ];

    /// <summary>Compares the metadata.</summary>
    /// <param name="adapt">Adapts ours to those of the version of createrepo_c; null compares the bytes.</param>
    public void RequireEqual(Func<string, string>? adapt = null)
    {
        for (var index = 0; index < RpmMdFile.All.Count; index++)
        {
            var expected = Read(Path.Combine(_directory, "repodata", $"{RpmMdFile.All[index].Type}.xml.gz"));
            var elements = Package().Matches(expected).Select(match => match.Value).Order(StringComparer.Ordinal);
            var actual = _entries.Select(entry => Encoding.UTF8.GetString(entry.Elements[RpmMdFile.All[index]]))
                .Select(adapt ?? (text => text)).Order(StringComparer.Ordinal);
            Assert.Equal(elements, actual);
            Assert.StartsWith(RpmMdFile.All[index].Start(_entries.Count), expected, StringComparison.Ordinal);
            Assert.EndsWith(RpmMdFile.All[index].End, expected.TrimEnd('\n'), StringComparison.Ordinal);
        }
    }

    /// <summary>A package that needs others.</summary>
    public static RpmPackage Related() => Rpms.Of() with
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

    private static string Read(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"<package .*?</package>\n", RegexOptions.Singleline)]
    private static partial Regex Package();
}
