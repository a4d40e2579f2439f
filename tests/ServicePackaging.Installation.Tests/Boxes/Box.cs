using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>
/// A throw-away Debian system, fresh at its start, without a network, on which the test is root. Disposing of it ends everything in it.
/// </summary>
internal abstract class Box : IAsyncDisposable
{
    /// <summary>
    /// The limit, in seconds, for what usually happens within a moment: only a failed test reaches it, even on a busy machine.
    /// </summary>
    public const string Patience = "300";

    private readonly BoxKeeper _keeper;

    private protected Box(BoxKeeper keeper) => _keeper = keeper;

    /// <summary>The directory on this machine that is /share in the box.</summary>
    public string ShareDirectory => Path.Combine(_keeper.Directory, "share");

    private protected BoxKeeper Keeper => _keeper;

    /// <summary>Copies a file into the box.</summary>
    /// <returns>Its path in the box.</returns>
    public string Share(string file)
    {
        var name = Path.GetFileName(file);
        File.Copy(file, Path.Combine(ShareDirectory, name), overwrite: true);
        return $"/share/{name}";
    }

    /// <summary>Runs a command in the box, in /root, with a clean environment. Its arguments may begin with <c>NAME=value</c>.</summary>
    public Task<ProcessResult> ExecAsync(params string[] command) => ExecAsync(new ProcessOptions(), command);

    /// <summary>Runs a command in the box. Of the options, only the input and the timeout reach into it.</summary>
    public Task<ProcessResult> ExecAsync(ProcessOptions options, params string[] command) =>
        ProcessRunner.RunAsync(options, "bash", [BoxKeeper.Script, "exec", _keeper.Directory, .. command]);

    /// <summary>Runs bash commands in the box, up to the first that fails.</summary>
    public Task<ProcessResult> ShellAsync(string script) => ExecAsync("bash", "-euo", "pipefail", "-c", script);

    /// <summary>Kills the process that the box depends on, which then has no chance to clear up.</summary>
    public Task KillKeeperAsync() => _keeper.KillAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    private protected static async Task<BoxKeeper> StartKeeperAsync(string kind, BoxImage image)
    {
        await BoxHost.RequireAsync();
        return BoxKeeper.Start(kind, await image.PathAsync());
    }
}
