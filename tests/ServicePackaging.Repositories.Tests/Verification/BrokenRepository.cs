using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Deb;
using ServicePackaging.Formats.Tests.Rpm;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Verification;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;

namespace ServicePackaging.Repositories.Tests.Verification;

/// <summary>A good repository, and the means to break exactly one thing: whatever depends on it is written and signed again.</summary>
internal sealed class BrokenRepository : IDisposable
{
    public const string Suite = "deb/dists/stable";
    public const string RepoData = "rpm/stable/repodata";
    public const string Deb = "deb/pool/main/h/hello/hello_1.0_amd64.deb";
    public const string Rpm = "rpm/pool/hello-1.0-1.x86_64.rpm";

    // Publishing takes longer than the tests.
    private static readonly Lazy<Dictionary<string, byte[]>> Template =
        new(() => CreateTemplate(Tests.Publisher.Acme with { Url = null }));

    private readonly OpenPgpKey _other = Publisher.Open("throwaway-ed25519.asc");

    /// <param name="hasAddress">Whether the repository knows its address: it then has a mirror list, and packages with the key.</param>
    public BrokenRepository(bool hasAddress = false)
    {
        foreach (var (path, content) in hasAddress ? CreateTemplate(Tests.Publisher.Acme) : Template.Value)
        {
            Write(path, content);
        }

        Publisher.Time += TimeSpan.FromHours(1);
        Options = new()
        {
            Keys = Publisher.Key.PublicKey,
            Suites = [new("deb", "stable")],
            Metadata = [new("rpm/stable")],
            Now = Publisher.Time,
            ReadPackages = true,
        };
    }

    public Publisher Publisher { get; } = new();

    /// <summary>A key that clients do not have.</summary>
    public IOpenPgpSigner Other => _other;

    public VerificationOptions Options { get; set; }

    public RepositorySigner Signer => new([Publisher.Key], Publisher.Start.AddYears(1));

    public string PathOf(string path) => Path.Combine(Publisher.Directory, path);

    public byte[] Read(string path) => File.ReadAllBytes(PathOf(path));

    public string Text(string path) => Encoding.UTF8.GetString(Read(path));

    public void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllBytes(PathOf(path), content);
    }

    public void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    public void Delete(string path) => File.Delete(PathOf(path));

    public IReadOnlyList<RepositoryFault> Verify(IRepositoryStore? store = null) =>
        new RepositoryVerifier(store ?? new LocalStore(Publisher.Directory), Options).Verify(TestContext.Current.CancellationToken);

    /// <summary>Changes the text of Release and InRelease, and signs them.</summary>
    public void EditRelease(Func<string, string> edit, RepositorySigner? signer = null)
    {
        var before = Text($"{Suite}/Release");
        var text = edit(before);
        signer ??= Signer;
        Write($"{Suite}/Release", text);
        var content = Encoding.UTF8.GetBytes(text);
        Write($"{Suite}/Release.gpg", signer.SignDetached(content, Publisher.Start, TestContext.Current.CancellationToken));
        Write($"{Suite}/InRelease", signer.SignText(text, Publisher.Start, TestContext.Current.CancellationToken));
    }

    /// <summary>Changes an index with its compressed form, its copies by digest and the Release file.</summary>
    public void EditPackages(string architecture, Func<string, string> edit)
    {
        var path = $"main/binary-{architecture}/Packages";
        var before = Text($"{Suite}/{path}");
        var text = edit(before);
        Assert.NotEqual(before, text);
        WriteIndex(path, Encoding.UTF8.GetBytes(text));
        WriteIndex(path + ".gz", Gzip(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Changes every index that contains a text.</summary>
    public void EditAllPackages(string before, string after)
    {
        foreach (var architecture in new[] { "amd64", "arm64", "all" }
            .Where(name => Text($"{Suite}/main/binary-{name}/Packages").Contains(before, StringComparison.Ordinal)))
        {
            EditPackages(architecture, text => text.Replace(before, after, StringComparison.Ordinal));
        }
    }

    /// <summary>Writes a file that the Release file lists.</summary>
    public void WriteIndex(string path, byte[] content)
    {
        var digest = Sha256(content);
        Write($"{Suite}/{path}", content);
        Write($"{Suite}/{path[..path.LastIndexOf('/')]}/by-hash/SHA256/{digest}", content);
        EditRelease(release => Regex.Replace(
            release, $"^ [0-9a-f]{{64}} +[0-9]+ {Regex.Escape(path)}$",
            string.Create(CultureInfo.InvariantCulture, $" {digest} {content.Length} {path}"), RegexOptions.Multiline));
    }

    /// <summary>Changes repomd.xml, and signs it.</summary>
    public void EditRepoMd(Func<string, string> edit)
    {
        var before = Text($"{RepoData}/repomd.xml");
        var text = edit(before);
        Assert.NotEqual(before, text);
        Write($"{RepoData}/repomd.xml", text);
        SignRepoMd(Signer);
    }

    public void SignRepoMd(RepositorySigner signer) => Write(
        $"{RepoData}/repomd.xml.asc",
        signer.SignDetached(Read($"{RepoData}/repomd.xml"), Publisher.Start, TestContext.Current.CancellationToken));

    /// <summary>The path of a metadata file.</summary>
    public string MetadataPath(string type) =>
        $"rpm/stable/{Regex.Match(Text($"{RepoData}/repomd.xml"), $"href=\"([^\"]*-{type}\\.xml\\.gz)\"").Groups[1].Value}";

    /// <summary>Changes a metadata file, and what repomd.xml states of it.</summary>
    public void EditMetadata(string type, Func<string, string> edit)
    {
        var path = MetadataPath(type);
        var before = Gunzip(Read(path));
        var content = Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString(before)));
        var (old, compressed) = (Read(path), Gzip(content));
        Write(path, compressed);
        EditRepoMd(text => text
            .Replace($">{Sha256(old)}<", $">{Sha256(compressed)}<", StringComparison.Ordinal)
            .Replace($">{Sha256(before)}<", $">{Sha256(content)}<", StringComparison.Ordinal)
            .Replace($"<size>{old.Length}<", $"<size>{compressed.Length}<", StringComparison.Ordinal)
            .Replace($"<open-size>{before.Length}<", $"<open-size>{content.Length}<", StringComparison.Ordinal));
    }

    /// <summary>Replaces the rpm package in the pool and in the metadata.</summary>
    public void ReplaceRpm(byte[] package)
    {
        var before = Read(Rpm);
        Write(Rpm, package);
        foreach (var type in new[] { "primary", "filelists", "other" })
        {
            EditMetadata(type, text => text
                .Replace(Sha256(before), Sha256(package), StringComparison.Ordinal)
                .Replace($"size package=\"{before.Length}\"", $"size package=\"{package.Length}\"", StringComparison.Ordinal));
        }
    }

    /// <summary>Replaces the Debian package in the pool and in the index.</summary>
    public void ReplaceDeb(byte[] package)
    {
        var before = Read(Deb);
        Write(Deb, package);
        EditPackages("amd64", text => text
            .Replace(Sha256(before), Sha256(package), StringComparison.Ordinal)
            .Replace($"Size: {before.Length}\n", $"Size: {package.Length}\n", StringComparison.Ordinal));
    }

    /// <summary>Returns the rpm package with another signature, or without one.</summary>
    public byte[] RpmSignedBy(IOpenPgpSigner? key)
    {
        var package = RpmImpliedRelations.Complete(Rpms.Of(new RpmFile(Debs.File("/usr/share/hello", "hello\n"))) with
        {
            Name = "hello",
            Version = "1.0",
            Architecture = "x86_64",
        });
        using var unsigned = new MemoryStream();
        RpmWriter.Write(package, unsigned, Publisher.PackageDirectory, TestContext.Current.CancellationToken);
        if (key is null)
        {
            return unsigned.ToArray();
        }

        unsigned.Position = 0;
        using var signed = new MemoryStream();
        RpmSigner.Sign(unsigned, signed, key, Publisher.Start, TestContext.Current.CancellationToken);
        return signed.ToArray();
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[] Gzip(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }

    public static byte[] Gunzip(byte[] content)
    {
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var output = new MemoryStream();
        gzip.CopyTo(output);
        return output.ToArray();
    }

    private static Dictionary<string, byte[]> CreateTemplate(RepositoryIdentity identity)
    {
        using var publisher = new Publisher();
        publisher.Publish(publisher.Request with
        {
            Identity = identity,
            Packages =
            [
                publisher.Deb("hello", "1.0"), publisher.Deb("hello-data", "1.0", "all"), publisher.Deb("hello", "1.0", "arm64"),
                publisher.Rpm("hello", "1.0"),
            ],
        });
        return Directory.GetFiles(publisher.Directory, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(publisher.Directory, file), File.ReadAllBytes);
    }

    public void Dispose()
    {
        _other.Dispose();
        Publisher.Dispose();
    }
}
