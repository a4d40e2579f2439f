using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace ServicePackaging.TestSupport;

/// <summary>
/// The servers that the builds of a test run share, since most of a small build is the start of its programs: an MSBuild server for each
/// build that runs at the same time, and one compiler server. No other build on the machine uses them.
/// </summary>
internal sealed partial class BuildServers : IAsyncDisposable
{
    private const string UseServer = "DOTNET_CLI_USE_MSBUILD_SERVER";

    private readonly string _name = $"service-packaging-{Guid.NewGuid():N}";
    private readonly ConcurrentStack<string> _idle = new();
    private readonly ConcurrentBag<string> _started = [];
    private string? _compilerServer;

    /// <summary>The environment of a build that shares the compiler server and starts an MSBuild of its own.</summary>
    public IReadOnlyDictionary<string, string?> SharedCompilation =>
        new Dictionary<string, string?> { ["UseSharedCompilation"] = "true", ["SharedCompilationId"] = _name };

    /// <summary>Packs the SDK that was built with the tests into a directory, under another version.</summary>
    public async Task PackSdkAsync(string directory, string version, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var options = new ProcessOptions { WorkingDirectory = Repository.Root, Environment = environment ?? new Dictionary<string, string?>() };
        var packed = await PackAsync(
            options, "sdk", directory, version, "-p:BuildProjectReferences=false", "-getProperty:RoslynTargetsPath");
        _compilerServer = Path.Combine(packed.Text, "bincore", "VBCSCompiler.dll");
    }

    /// <summary>Packs the templates that were built with the tests into a directory, under another version.</summary>
    public Task PackTemplatesAsync(string directory, string version) =>
        PackAsync(new ProcessOptions { WorkingDirectory = Repository.Root }, "templates", directory, version);

    /// <summary>Runs dotnet with the servers. What the options say about the environment takes precedence.</summary>
    public async Task<ProcessResult> DotnetAsync(ProcessOptions options, params IEnumerable<string> arguments)
    {
        if (!_idle.TryPop(out var server))
        {
            server = Guid.NewGuid().ToString("N");
            _started.Add(server);
        }

        Dictionary<string, string?> environment = new(EnvironmentOf(server));
        foreach (var (name, value) in options.Environment)
        {
            environment[name] = value;
        }

        string[] words = [.. arguments];
        var result = await ProcessRunner.RunAsync(options with { Environment = environment }, "dotnet", words);
        if (result.ExitCode == 1 && !Error().IsMatch(result.StandardOutput + result.StandardError))
        {
            // On Unix, a server sometimes answers 1 for a build that succeeded (dotnet/sdk#55231). A build that fails prints an error. The server may
            // still be at work, and two builds of one project would take files from each other.
            await StopAsync(server);
            environment[UseServer] = "0";
            return await ProcessRunner.RunAsync(options with { Environment = environment }, "dotnet", words);
        }

        // A server whose build was killed may still be busy: it is not used again.
        _idle.Push(server);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started)
        {
            await ShutDownAsync(server);
        }

        if (_compilerServer is not null)
        {
            (await ProcessRunner.RunAsync("dotnet", _compilerServer, "-shutdown", $"-pipename:{_name}")).Succeeded();
        }
    }

    // A busy server ignores the request.
    private async Task StopAsync(string server)
    {
        do
        {
            await ShutDownAsync(server);
        }
        while (IsRunning(server));
    }

    private Task<ProcessResult> ShutDownAsync(string server) => ProcessRunner.RunAsync(
        new ProcessOptions { Environment = EnvironmentOf(server) }, "dotnet", "build-server", "shutdown", "--msbuild");

    // The name of a server is in its environment, and in that of the compiler server that it started. Only Linux shows that.
    private static bool IsRunning(string server)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        return Directory.EnumerateDirectories("/proc").Any(process =>
        {
            try
            {
                return char.IsAsciiDigit(Path.GetFileName(process)[0]) && Contains(process, "cmdline", "/nodemode:") && Contains(process, "environ", server);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });

        static bool Contains(string process, string file, string text) => File.ReadAllText(Path.Combine(process, file)).Contains(text, StringComparison.Ordinal);
    }

    // PackageVersion and not Version: the assemblies are those that were built with the tests.
    private async Task<ProcessResult> PackAsync(
        ProcessOptions options, string project, string directory, string version, params IEnumerable<string> arguments)
    {
#if DEBUG
        const string configuration = "Debug";
#else
        const string configuration = "Release";
#endif
        string[] pack =
            ["pack", project, "--no-build", "-c", configuration, "-o", directory, $"-p:PackageVersion={version}", "-p:MinVerSkip=true"];
        return (await DotnetAsync(options, [.. pack, .. arguments])).Succeeded();
    }

    // An error of MSBuild or of a tool, with a code.
    [GeneratedRegex(@"\berror [A-Z]+[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Error();

    // The salt keeps the servers of this run, and each of them, from all others. What a shutdown misses ends after five idle minutes.
    private Dictionary<string, string?> EnvironmentOf(string server) => new(SharedCompilation)
    {
        [UseServer] = "1",
        ["MSBUILDDISABLENODEREUSE"] = null,
        ["MSBUILDNODEHANDSHAKESALT"] = server,
        ["MSBUILDNODECONNECTIONTIMEOUT"] = "300000",
        ["DOTNET_TieredPGO"] = "0", // what it collects pays off later than a run of tests
    };
}
