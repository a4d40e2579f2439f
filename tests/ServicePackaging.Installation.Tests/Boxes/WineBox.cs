using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>
/// A throw-away Windows, as far as Wine is one: a prefix of its own with a running Service Control Manager, in a box. Z: is the box's root,
/// so that a shared file is in <c>Z:\share</c>. Accounts, access control, the recovery of crashed services, a service's own environment and
/// MsiServiceConfig are nothing to Wine: of those a test can look at no more than what was asked for.
/// </summary>
internal sealed partial class WineBox : Box
{
    // The wrapper around it asks for 32-bit packages. The browser engine is not there, and a question about it would wait for an answer.
    // File names are in the locale's encoding.
    private static readonly string[] Wine =
        ["LC_ALL=C.UTF-8", "WINEPREFIX=/wine", "WINEDEBUG=-all", "WINEDLLOVERRIDES=mshtml=", "/usr/lib/wine/wine64"];

    // The service manager says what it cannot do, which shows what it was asked for.
    private const string ServiceManagerLog = "/root/service-manager.log";

    private static readonly string[] Server = ["WINEPREFIX=/wine", "/usr/lib/wine/wineserver64"];

    private static readonly TimeSpan SettleTimeout = TimeSpan.FromMinutes(5);

    private WineBox(BoxKeeper keeper)
        : base(keeper)
    {
    }

    /// <summary>Starts a fresh Windows; skips the test aloud where that is not possible.</summary>
    public static async Task<WineBox> StartAsync()
    {
        var runsPrograms = RuntimeInformation.OSArchitecture == Architecture.X64;
        Availability.Require(runsPrograms ? null : new Lack("Wine runs x64 programs on x64 machines only", "run these tests on such a machine"));
        var box = new WineBox(await StartKeeperAsync("plain", BoxImage.Wine));
        try
        {
            await box.Keeper.BootedAsync();
            await box.StartWindowsAsync();
            return box;
        }
        catch
        {
            await box.DisposeAsync();
            throw;
        }
    }

    /// <summary>Copies a file into the box.</summary>
    /// <returns>Its path as Windows programs have it.</returns>
    public string ShareForWindows(string file) => Share(file).Replace("/share/", @"Z:\share\", StringComparison.Ordinal);

    /// <summary>The path in the box's root of a path on drive C:.</summary>
    public static string RootPath(string windowsPath) =>
        windowsPath.StartsWith(@"C:\", StringComparison.Ordinal)
            ? "/wine/drive_c/" + windowsPath[3..].Replace('\\', '/')
            : throw new ArgumentException($"{windowsPath} is not on drive C:", nameof(windowsPath));

    /// <summary>
    /// Runs a Windows program. Its exit code arrives modulo 256, the measure of Unix; <see cref="BatchAsync"/> knows the whole.
    /// </summary>
    public Task<ProcessResult> RunAsync(params string[] command) => ExecAsync([.. Wine, .. command]);

    /// <summary>Runs one command line as in a batch file.</summary>
    /// <returns>Its result with the whole exit code.</returns>
    public async Task<ProcessResult> BatchAsync(string commandLine)
    {
        var batch = Path.Combine(ShareDirectory, "run.cmd");
        var escaped = commandLine.Replace("%", "%%", StringComparison.Ordinal);
        await File.WriteAllTextAsync(batch, $"@{escaped}\r\n@echo exit code %errorlevel%\r\n", TestContext.Current.CancellationToken);
        var result = await RunAsync("cmd", "/c", @"Z:\share\run.cmd");
        var last = BatchExitCode().Match(result.StandardOutput);
        Assert.True(last.Success, $"{commandLine} did not run\n{result}");
        return result with
        {
            CommandLine = commandLine,
            ExitCode = int.Parse(last.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            StandardOutput = result.StandardOutput[..last.Index],
        };
    }

    /// <summary>Runs msiexec without questions, with a verbose log.</summary>
    /// <param name="arguments">What it does and to what, as on a command line: <c>/i Z:\share\acme.msi PORT=80</c>.</param>
    public async Task<MsiexecResult> MsiexecAsync(string arguments)
    {
        var log = Path.Combine(ShareDirectory, "msiexec.log");
        File.Delete(log);
        var result = await BatchAsync($@"msiexec {arguments} /qn /l*v Z:\share\msiexec.log");
        var text = File.Exists(log) ? await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken) : "";
        return new MsiexecResult(result.CommandLine, result.ExitCode, text);
    }

    /// <summary>Installs a package, or upgrades to it.</summary>
    public Task<MsiexecResult> InstallAsync(string package, string properties = "") =>
        MsiexecAsync($"/i {ShareForWindows(package)} {properties}");

    /// <summary>Uninstalls the product that a package installs.</summary>
    public Task<MsiexecResult> UninstallAsync(string package, string properties = "") =>
        MsiexecAsync($"/x {ShareForWindows(package)} {properties}");

    /// <summary>
    /// What the Service Control Manager says of a service, once that is not starting or stopping; null when there is none.
    /// </summary>
    /// <exception cref="TimeoutException">It starts or stops for longer than 30 seconds.</exception>
    public async Task<ServiceStatus?> ServiceAsync(string name)
    {
        using var deadline = new CancellationTokenSource(SettleTimeout);
        while (!deadline.IsCancellationRequested)
        {
            var query = await RunAsync("sc", "query", name);
            var status = query.ExitCode == 0 ? ServiceStatus.Parse(query.StandardOutput) : null;
            if (status is not { IsPending: true })
            {
                return status;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"The service {name} still starts or stops after {SettleTimeout}.");
    }

    /// <summary>What the service manager was asked for and Wine does not do, a line each.</summary>
    public async Task<string> UndoneAsync() => (await ExecAsync("cat", ServiceManagerLog)).Succeeded().StandardOutput;

    /// <summary>Starts a service and waits for what becomes of it; Wine's <c>net start</c> does not.</summary>
    public async Task<ServiceStatus?> NetStartAsync(string name)
    {
        (await RunAsync("net", "start", name)).Succeeded();
        return await ServiceAsync(name);
    }

    /// <summary>Stops a service and waits for its end.</summary>
    public async Task<ServiceStatus?> NetStopAsync(string name)
    {
        (await RunAsync("net", "stop", name)).Succeeded();
        return await ServiceAsync(name);
    }

    /// <summary>The values of a registry key by name, the default value's being empty; null when there is no such key.</summary>
    public async Task<IReadOnlyDictionary<string, RegistryValue>?> RegistryAsync(string key)
    {
        var query = await RunAsync("reg", "query", key);
        return query.ExitCode == 0 ? RegistryValue.Parse(query.StandardOutput) : null;
    }

    /// <summary>
    /// The files and directories below a directory of drive C:, as sorted paths from there, directories with a backslash at the end; none
    /// when there is no such directory.
    /// </summary>
    public async Task<IReadOnlyList<string>> FilesUnderAsync(string windowsPath)
    {
        string[] format = ["-type", "d", "-printf", "%P/\n", "-o", "-printf", "%P\n"];
        var found = await ExecAsync(["find", RootPath(windowsPath), "-mindepth", "1", "(", .. format, ")"]);
        var paths = found.ExitCode == 0 ? found.Text.Replace('/', '\\').Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }

    /// <summary>The text of a file on drive C:.</summary>
    public async Task<string> ReadFileAsync(string windowsPath) =>
        (await ExecAsync("cat", RootPath(windowsPath))).Succeeded().StandardOutput;

    /// <summary>Writes a file on drive C:, as an administrator's editor does.</summary>
    public async Task WriteFileAsync(string windowsPath, string text) =>
        (await ExecAsync(new ProcessOptions { StandardInput = text }, "cp", "/dev/stdin", RootPath(windowsPath))).Succeeded();

    /// <summary>Ends Windows at once, without a word to its services, and starts it again with those that start automatically.</summary>
    public async Task RebootAsync()
    {
        await EndWindowsAsync();
        await StartWindowsAsync();
    }

    /// <summary>
    /// What is on drive C: and in the registry. Windows is rebooted for that: its registry is whole on the disk only then.
    /// </summary>
    public async Task<WineSnapshot> SnapshotAsync()
    {
        await EndWindowsAsync();
        string[] format = ["-type", "f", "-printf", "%P|%s %TY-%Tm-%Td %TT\n", "-o", "-printf", "%P\n"];
        var files = (await ExecAsync(["find", "/wine/drive_c", .. format])).Succeeded().Text;
        var machine = (await ExecAsync("cat", "/wine/system.reg")).Succeeded().Text;
        var user = (await ExecAsync("cat", "/wine/user.reg")).Succeeded().Text;
        await StartWindowsAsync();
        return WineSnapshot.Of(files, machine, user);
    }

    // A server that is told to stay: the one that the first program would start ends soon after the last, and services with it.
    // Both the server and the service manager, which the first program starts, would hold the ends of our pipes.
    private async Task StartWindowsAsync()
    {
        (await ExecAsync("sh", "-c", $"{string.Join(' ', Server)} --persistent >/dev/null 2>&1")).Succeeded();
        var wine = string.Join(' ', Wine).Replace("-all", "-all,fixme+service", StringComparison.Ordinal);
        // On a busy machine the first program may come before the server listens.
        (await ExecAsync("sh", "-c", $"for attempt in 1 2 3; do {wine} cmd /c ver >>{ServiceManagerLog} 2>&1 && exit; sleep 1; done; exit 1")).Succeeded();
    }

    private async Task EndWindowsAsync()
    {
        await ExecAsync([.. Server, "--kill"]);
        (await ExecAsync([.. Server, "--wait"])).Succeeded();
    }

    [GeneratedRegex(@"exit code (-?\d+)\s*\z")]
    private static partial Regex BatchExitCode();
}
