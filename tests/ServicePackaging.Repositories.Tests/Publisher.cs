using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Formats.Tests.Deb;
using ServicePackaging.Repositories.Apt;
using ServicePackaging.Repositories.Publishing;
using ServicePackaging.Repositories.RpmMd;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;

namespace ServicePackaging.Repositories.Tests;

/// <summary>A vendor with a key, packages and a repository.</summary>
internal sealed class Publisher : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly RepositoryIdentity Acme = new("acme", "Acme", "Acme", new("http://127.0.0.1:8000/"));

    private readonly TemporaryDirectory _packages = new();
    private readonly TemporaryDirectory _repository = new();

    /// <summary>The directory of the repository.</summary>
    public string Directory => _repository.Path;

    /// <summary>The directory of packages that are not published.</summary>
    public string PackageDirectory => _packages.Path;

    /// <summary>The key.</summary>
    public OpenPgpKey Key { get; init; } = Open("throwaway-rsa.asc");

    /// <summary>The time of the next change.</summary>
    public DateTimeOffset Time { get; set; } = Start;

    /// <summary>Opens a committed key.</summary>
    /// <param name="name">The name of its file.</param>
    /// <param name="now">The time of the clock; null for a time after that of every signature.</param>
    public static OpenPgpKey Open(string name, DateTimeOffset? now = null) => OpenPgpKeyReader.Open(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Keys", name)), name, "", null, now ?? Start.AddYears(5));

    /// <summary>Writes a Debian package, and returns its path.</summary>
    public string Deb(string name, string version, string architecture = "amd64", string text = "hello\n")
    {
        var package = Debs.Of(Debs.Directory("/usr"), Debs.Directory("/usr/share"), Debs.File($"/usr/share/{name}", text)) with
        {
            Control =
            [
                new("Package", name),
                new("Version", version),
                new("Architecture", architecture),
                new("Maintainer", "Acme <acme@example.org>"),
                new("Description", "says hello\nIn detail.\n\nAnd again."),
            ],
        };
        var path = _packages.File($"{name}_{version.Replace(':', '_')}_{architecture}.deb");
        using var output = File.Create(path);
        DebWriter.Write(package, output, _packages.Path, CancellationToken.None);
        return path;
    }

    /// <summary>Writes a signed rpm package, and returns its path.</summary>
    /// <param name="name">The name.</param>
    /// <param name="version">The version.</param>
    /// <param name="architecture">The architecture.</param>
    /// <param name="like">What else it contains.</param>
    /// <param name="text">The content of its file.</param>
    /// <param name="key">The key that signs it; null for that of the vendor.</param>
    public string Rpm(
        string name, string version, string architecture = "x86_64", RpmPackage? like = null, string text = "hello\n", OpenPgpKey? key = null)
    {
        var package = RpmImpliedRelations.Complete((like ?? Formats.Tests.Rpm.Rpms.Of(new RpmFile(Debs.File($"/usr/share/{name}", text)))) with
        {
            Name = name,
            Version = version,
            Architecture = architecture,
        });
        using var unsigned = new MemoryStream();
        RpmWriter.Write(package, unsigned, _packages.Path, CancellationToken.None);
        unsigned.Position = 0;
        var path = _packages.File(package.FileName);
        using var output = File.Create(path);
        RpmSigner.Sign(unsigned, output, key ?? Key, Start, CancellationToken.None);
        return path;
    }

    /// <summary>Publishes packages.</summary>
    public PublishResult Publish(params string[] packages) => Publish(Request with { Packages = packages });

    /// <summary>A change without packages.</summary>
    public PublishRequest Request => new() { Identity = Acme, Keys = [Key], Time = Time, Now = Time };

    /// <summary>Makes a change, and moves the time on by an hour.</summary>
    public PublishResult Publish(PublishRequest request)
    {
        var result = new RepositoryPublisher(Directory, "a test").Publish(request, TestContext.Current.CancellationToken);
        Time += TimeSpan.FromHours(1);
        return result;
    }

    /// <summary>Reads a file of the repository.</summary>
    public string Read(string path) => File.ReadAllText(Path.Combine(Directory, path));

    /// <summary>The packages in the index of an architecture.</summary>
    public List<string> Stanzas(string architecture) => Stanzas(Directory, architecture);

    /// <summary>The versions of rpm packages.</summary>
    public List<string> RpmVersions() => RpmVersions(Directory);

    /// <summary>The packages in the index of an architecture.</summary>
    public static List<string> Stanzas(string directory, string architecture)
    {
        var path = $"deb/dists/stable/main/binary-{architecture}/Packages";
        return [.. AptPackages.Parse(File.ReadAllBytes(Path.Combine(directory, path)), path)
            .Where(stanza => stanza.Name != "acme-archive-keyring").Select(stanza => $"{stanza.Name} {stanza.Version}")];
    }

    /// <summary>The versions of rpm packages.</summary>
    public static List<string> RpmVersions(string directory)
    {
        using var key = Open("throwaway-rsa.asc");
        return
        [
            .. RpmMdChannel.Read(
                new LocalStore(directory), "rpm/stable/repodata/repomd.xml", new(key.PublicKey), TestContext.Current.CancellationToken)!
                .Packages.Where(package => package.Name != "acme-release").Select(package => package.VersionText),
        ];
    }

    public void Dispose()
    {
        Key.Dispose();
        _packages.Dispose();
        _repository.Dispose();
    }
}
