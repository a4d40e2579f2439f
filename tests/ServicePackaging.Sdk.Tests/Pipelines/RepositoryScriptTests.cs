using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests.Pipelines;

/// <summary>The scripts of docs/ci that keep a repository in a bucket, on a server, or in a branch: with the real programs, and storage on
/// this machine.</summary>
public sealed class RepositoryScriptTests : IDisposable
{
    private const string State = "repository.json.asc";
    private const string Package = "deb/pool/main/a/agent/agent 1.0~rc.1+b1_amd64.deb";
    private const string Index = "deb/dists/stable/main/binary-amd64/Packages";
    private const string OldIndex = "deb/dists/stable/main/binary-amd64/by-hash/SHA256/00";
    private const string InRelease = "deb/dists/stable/InRelease";

    private static readonly string[] Published = [Package, Index, OldIndex, InRelease, State];

    private readonly string _root = Directory.CreateTempSubdirectory("repository-scripts-").FullName;

    public static TheoryData<string> Names => ["repository-s3.sh", "repository-server.sh", "repository-pages.sh"];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Shellcheck_finds_nothing(string name)
    {
        Availability.RequireProgram("shellcheck");
        (await ProcessRunner.RunAsync("shellcheck", "--shell=sh", PathOf(name))).Succeeded();
        var usage = await ProcessRunner.RunAsync("dash", PathOf(name), "upload", "site");
        Assert.Equal(64, usage.ExitCode);
        Assert.Contains($"\n  {name} upload SITE WRITES  ", usage.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_gets_the_files_in_their_order()
    {
        Availability.RequireProgram("aws");
        await using var storage = new ObjectStorage();
        var script = Script("repository-s3.sh", new()
        {
            ["REPOSITORY_BUCKET"] = "s3://acme-packages/linux",
            ["AWS_ENDPOINT_URL"] = storage.Address,
            ["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
            ["AWS_DEFAULT_REGION"] = "",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_CONFIG_FILE"] = Path.Combine(_root, "none"),
        });

        await ReleaseAsync(script);
        Assert.Equal(Published.Select(path => $"PUT linux/{path}").Order(StringComparer.Ordinal), storage.Changes.Order(StringComparer.Ordinal));
        Assert.Equal([$"PUT linux/{Index}", $"PUT linux/{State}", $"PUT linux/{InRelease}"], storage.Changes[2..]);
        Assert.Equal("public, max-age=31536000, immutable", storage.Objects[$"linux/{Package}"].CacheControl);
        Assert.Equal("no-cache", storage.Objects[$"linux/{InRelease}"].CacheControl);

        // The next release does not need the package. It is interrupted, and continues.
        var site = await FetchAsync(script);
        Assert.Equal(Published.Except([Package]).Order(StringComparer.Ordinal), FilesOf(site));
        var writes = Change(site);
        storage.Changes.Clear();
        storage.Refused = $"linux/{InRelease}";
        Assert.NotEqual(0, (await script(["upload", site, writes])).ExitCode);
        Assert.Equal([$"PUT linux/{Index}", $"PUT linux/{State}"], storage.Changes);
        storage.Refused = null;
        (await script(["upload", site, writes])).Succeeded();
        Assert.Equal([$"PUT linux/{InRelease}", $"DELETE linux/{OldIndex}"], storage.Changes[^2..]);
        Assert.Equal("second", System.Text.Encoding.UTF8.GetString(storage.Objects[$"linux/{InRelease}"].Content));
        Assert.Contains($"linux/{Package}", storage.Objects.Keys);

        await RefuseOvertakenAsync(script, () => storage.Objects[$"linux/{State}"] = new("other"u8.ToArray(), ""));
        Assert.DoesNotContain("overtaken", System.Text.Encoding.UTF8.GetString(storage.Objects[$"linux/{Index}"].Content), StringComparison.Ordinal);
    }

    // A typing mistake must not start a new repository.
    [Fact]
    public async Task A_missing_bucket_ends_the_release()
    {
        Availability.RequireProgram("aws");
        await using var storage = new ObjectStorage();
        var script = Script("repository-s3.sh", new()
        {
            ["REPOSITORY_BUCKET"] = "s3://acme-package",
            ["AWS_ENDPOINT_URL"] = storage.Address,
            ["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
        });
        Assert.Contains("NoSuchBucket", (await script(["fetch", Path.Combine(_root, "site")])).StandardError, StringComparison.Ordinal);
    }

    // A directory of this machine, and one that rsync reaches with ssh, which runs the command here.
    [Theory]
    [InlineData("")]
    [InlineData("deploy@packages.example.com:")]
    public async Task A_server_gets_the_files(string host)
    {
        Availability.RequireProgram("rsync");
        var served = Directory.CreateDirectory(Path.Combine(_root, "srv", "my packages")).FullName;
        var programs = Directory.CreateDirectory(Path.Combine(_root, "bin")).FullName;
        var ssh = Path.Combine(programs, "ssh");
        await File.WriteAllTextAsync(ssh, Ssh, TestContext.Current.CancellationToken);
        (await ProcessRunner.RunAsync("chmod", "700", ssh)).Succeeded();
        var script = Script("repository-server.sh", new()
        {
            ["REPOSITORY_SERVER"] = host + served,
            ["SSH_PRIVATE_KEY"] = "the private key",
            ["SSH_KNOWN_HOSTS"] = "packages.example.com ssh-ed25519 AAAA",
            ["PATH"] = programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        });

        await ReleaseAsync(script);
        Assert.Equal(Published.Order(StringComparer.Ordinal), FilesOf(served));
        Assert.Empty((await ProcessRunner.RunAsync("find", served, "!", "-perm", "-004")).Succeeded().Text);

        var site = await FetchAsync(script);
        Assert.Equal(Published.Except([Package]).Order(StringComparer.Ordinal), FilesOf(site));
        (await script(["upload", site, Change(site)])).Succeeded();
        Assert.Equal(Published.Except([OldIndex]).Order(StringComparer.Ordinal), FilesOf(served));
        Assert.Equal("second", await File.ReadAllTextAsync(Path.Combine(served, InRelease), TestContext.Current.CancellationToken));

        await RefuseOvertakenAsync(script, () => File.WriteAllText(Path.Combine(served, State), "other"));
    }

    [Fact]
    public async Task A_branch_gets_one_commit()
    {
        Availability.RequireProgram("git");
        var remote = Path.Combine(_root, "remote");
        (await ProcessRunner.RunAsync("git", "init", "--quiet", "--bare", remote)).Succeeded();
        // As the hosts have it: machines get no packages.
        (await ProcessRunner.RunAsync("git", "-C", remote, "config", "uploadpack.allowFilter", "true")).Succeeded();
        var script = Script("repository-pages.sh", new()
        {
            ["REPOSITORY_REMOTE"] = $"file://{remote}",
            ["REPOSITORY_TOKEN"] = "token",
            ["HOME"] = _root,
        });

        await ReleaseAsync(script);
        Assert.Equal(Published.Append(".nojekyll").Order(StringComparer.Ordinal), await TreeAsync(remote));

        var site = await FetchAsync(script);
        Assert.False(File.Exists(Path.Combine(site, Package)));
        var overtaken = await FetchAsync(script);
        (await script(["upload", site, Change(site)])).Succeeded();
        Assert.Equal(Published.Except([OldIndex]).Append(".nojekyll").Order(StringComparer.Ordinal), await TreeAsync(remote));
        Assert.Equal("1", (await ProcessRunner.RunAsync("git", "-C", remote, "rev-list", "--count", "gh-pages")).Succeeded().Text);
        var again = (await script(["upload", site, Path.Combine(_root, "writes.json")])).Succeeded().Text;
        Assert.Contains("no changes", again, StringComparison.Ordinal);

        var writes = Change(overtaken);
        Write(overtaken, InRelease, "third");
        Assert.Contains("stale info", (await script(["upload", overtaken, writes])).StandardError, StringComparison.Ordinal);
    }

    private const string Ssh =
        """
        #!/bin/sh
        while [ $# -gt 0 ]; do
            case $1 in
            -i) [ "$(stat -c %a "$2")" = 600 ] && [ "$(cat "$2")" = 'the private key' ] || exit 255; shift 2 ;;
            -o | -l) shift 2 ;;
            *) break ;;
            esac
        done
        [ "$1" = packages.example.com ] || exit 255
        shift
        exec sh -c "$*"
        """;

    private static string PathOf(string name) => Path.Combine(Repository.Root, "docs/ci", name);

    // Each call is a command and its arguments.
    private Func<string[], Task<ProcessResult>> Script(string name, Dictionary<string, string?> environment) => arguments =>
        ProcessRunner.RunAsync(new ProcessOptions { WorkingDirectory = _root, Environment = environment }, "dash", [PathOf(name), .. arguments]);

    // An empty place becomes a repository.
    private async Task ReleaseAsync(Func<string[], Task<ProcessResult>> script)
    {
        var site = await FetchAsync(script);
        foreach (var path in Published)
        {
            Write(site, path, "first");
        }

        var writes = List(
            ("immutable", Package), ("immutable", OldIndex), ("index", Index), ("pointer", State), ("pointer", InRelease));
        (await script(["upload", site, writes])).Succeeded();
    }

    private async Task<string> FetchAsync(Func<string[], Task<ProcessResult>> script)
    {
        var site = Path.Combine(_root, Guid.NewGuid().ToString("N"));
        (await script(["fetch", site])).Succeeded();
        return site;
    }

    // What a release without a new package changes.
    private string Change(string site)
    {
        foreach (var path in new[] { Index, State, InRelease })
        {
            Write(site, path, "second");
        }

        if (File.Exists(Path.Combine(site, OldIndex)))
        {
            File.Delete(Path.Combine(site, OldIndex));
        }

        return List(("index", Index), ("pointer", State), ("pointer", InRelease), ("delete", OldIndex));
    }

    private async Task RefuseOvertakenAsync(Func<string[], Task<ProcessResult>> script, Action overtake)
    {
        var site = await FetchAsync(script);
        var writes = Change(site);
        Write(site, Index, "overtaken");
        Write(site, State, "third");
        overtake();
        var result = await script(["upload", site, writes]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Another release has changed", result.StandardError, StringComparison.Ordinal);

        var again = await script(["fetch", site]);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("is not empty", again.StandardError, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> TreeAsync(string remote) =>
        (await ProcessRunner.RunAsync("git", "-C", remote, "ls-tree", "-r", "--name-only", "-z", "gh-pages")).Succeeded().StandardOutput
            .Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private string List(params (string Stage, string Path)[] writes)
    {
        var file = Path.Combine(_root, "writes.json");
        File.WriteAllText(file, System.Text.Json.JsonSerializer.Serialize(new
        {
            writes = writes.Select(write => new
            {
                stage = write.Stage,
                path = write.Path,
                cacheControl = write.Stage == "immutable" ? "public, max-age=31536000, immutable" : "no-cache",
            }),
        }));
        return file;
    }

    private static void Write(string site, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(site, path))!);
        File.WriteAllText(Path.Combine(site, path), text);
    }

    private static IEnumerable<string> FilesOf(string directory) => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(directory, file)).Order(StringComparer.Ordinal);
}
