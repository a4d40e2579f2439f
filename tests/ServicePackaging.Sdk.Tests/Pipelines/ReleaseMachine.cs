using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests.Pipelines;

/// <summary>A git repository with a sample and a pipeline's scripts, and machines that check out a tag of it and run steps. The programs that
/// would reach the world are stand-ins, and what they did is in <see cref="StandIn"/>.</summary>
internal sealed class ReleaseMachine
{
    private static readonly string Programs = Path.Combine(Repository.Root, "tests/ServicePackaging.Sdk.Tests/Pipelines/Programs");

    private readonly Workspace _workspace;
    private readonly SdkFeed _feed;
    private readonly string[] _secrets;

    /// <param name="feed">The SDK.</param>
    /// <param name="sample">The name of the sample.</param>
    /// <param name="secrets">What no output may contain.</param>
    public ReleaseMachine(SdkFeed feed, string sample, params string[] secrets)
    {
        _feed = feed;
        _workspace = new Workspace(feed, "machine");
        _secrets = secrets;
        _workspace.Write("origin/global.json", $$"""{ "msbuild-sdks": { "{{SdkFeed.PackageId}}": "{{feed.Version}}" } }""");
        _workspace.Write("origin/.gitignore", "bin/\nobj/\n");
        var samples = Path.Combine(Repository.Root, "samples");
        File.Copy(Path.Combine(samples, "Directory.Packages.props"), _workspace.File("origin", "Directory.Packages.props"));
        Repository.CopyProject(Path.Combine(samples, sample), _workspace.File("origin", sample));
        _workspace.Write("origin/ci/repository-s3.sh", Documentation.Read("docs/ci/repository-s3.sh"));
        _workspace.Write("stand-in/calls", "");
        _workspace.Write("stand-in/puts", "");
        Directory.CreateDirectory(Path.Combine(StandIn, "bucket"));
    }

    /// <summary>The directory with what the stand-ins know and did.</summary>
    public string StandIn => _workspace.File("stand-in");

    /// <summary>The bucket.</summary>
    public string Bucket => Path.Combine(StandIn, "bucket");

    /// <summary>Where the last machine checked the tag out.</summary>
    public string Checkout => _workspace.File("work");

    /// <summary>Writes what a stand-in needs to know.</summary>
    public void Tell(string name, string text) => _workspace.Write($"stand-in/{name}", text);

    /// <summary>Returns the lines of a file that a stand-in wrote.</summary>
    public IReadOnlyList<string> Lines(string name) => File.ReadAllLines(Path.Combine(StandIn, name));

    /// <summary>Commits, and tags the commit.</summary>
    public async Task TagAsync(string tag)
    {
        var options = new ProcessOptions { WorkingDirectory = _workspace.File("origin") };
        _workspace.Write("origin/CHANGELOG.md", tag);
        string[] author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
        foreach (var command in new string[][] { ["init", "--quiet"], ["add", "--all"], [.. author, "commit", "--quiet", "-m", tag], ["tag", tag] })
        {
            (await ProcessRunner.RunAsync(options, "git", command)).Succeeded();
        }
    }

    /// <summary>Runs a pipeline on a new machine.</summary>
    /// <param name="tag">What is checked out.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="act">Does what an action does.</param>
    /// <returns>The first step that failed, or null.</returns>
    public async Task<ProcessResult?> RunAsync(string tag, IEnumerable<PipelineStep> steps, Func<PipelineStep, Task> act)
    {
        if (Directory.Exists(Checkout))
        {
            Directory.Delete(Checkout, recursive: true);
        }

        (await ProcessRunner.RunAsync(
            "git", "-c", "advice.detachedHead=false", "clone", "--quiet", "--branch", tag, _workspace.File("origin"), Checkout)).Succeeded();
        foreach (var step in steps)
        {
            if (step.Script is null)
            {
                await act(step);
            }
            else if (await RunAsync(step) is { ExitCode: not 0 } failed)
            {
                return failed;
            }
        }

        return null;
    }

    private async Task<ProcessResult> RunAsync(PipelineStep step)
    {
        var environment = new Dictionary<string, string?>(_feed.Servers.SharedCompilation);
        foreach (var (name, value) in step.Environment)
        {
            environment[name] = value;
        }

        environment["CI"] = "true";
        environment["STAND_IN"] = StandIn;
        environment["PATH"] = Programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        environment["ServicePackageSelfContained"] = "false";
        var options = new ProcessOptions { WorkingDirectory = Checkout, Environment = environment };
        var result = await ProcessRunner.RunAsync(options, "bash", [.. step.Shell, _workspace.Write("step.sh", step.Script!)]);
        Assert.All(_secrets, secret => Assert.DoesNotContain(secret, result.StandardOutput + result.StandardError, StringComparison.Ordinal));
        return result;
    }
}
