using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Control;

/// <summary>A Windows on which the management command finds stand-ins for what it calls. They are programs, because a batch file that calls another one
/// without <c>call</c> does not continue.</summary>
public sealed class WineMachine : IAsyncLifetime
{
    private const string StandIn = """
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <windows.h>
        int main(void)
        {
            char path[MAX_PATH], file[2 * MAX_PATH], *line = GetCommandLineA(), *name, *directory = getenv("STANDIN");
            int character, code = 0;
            FILE *stream;
            GetModuleFileNameA(NULL, path, MAX_PATH);
            name = strrchr(path, '\\') + 1;
            *strrchr(name, '.') = 0;
            line = strchr(*line == '"' ? strchr(line + 1, '"') : line, ' ');
            sprintf(file, "%s\\calls", directory);
            stream = fopen(file, "a");
            fprintf(stream, "%s%s\n", name, line ? line : "");
            fclose(stream);
            sprintf(file, "%s\\%s.says", directory, name);
            if ((stream = fopen(file, "r")))
            {
                fscanf(stream, "%d", &code);
                while ((character = fgetc(stream)) != EOF) putchar(character);
                fclose(stream);
            }
            return code;
        }

        """;

    private const string System = "/prefix/drive_c/windows/system32/";

    // Those of Wine would be used first otherwise.
    private const string Overrides = "mscoree,mshtml=;sc.exe,net.exe,curl.exe,ping.exe,powershell.exe=n";

    private static readonly string[] Programs = ["sc", "net", "curl", "ping", "WindowsPowerShell/v1.0/powershell"];

    private readonly TemporaryTree _directory = new();

    /// <summary>How the programs were called the last time.</summary>
    public IReadOnlyList<string> Calls { get; private set; } = [];

    /// <summary>A program prints a text and returns an exit code from now on.</summary>
    public void Says(string program, int code, string text = "") => _directory.Write($"/bin/{program}.says", $"{code}\n{text}\n");

    /// <summary>A program is removed, or exists again.</summary>
    public void Has(string program, bool isThere)
    {
        var path = _directory.PathOf($"{System}{program}.exe");
        if (isThere)
        {
            File.Copy(_directory.PathOf("/standin.exe"), path);
        }
        else
        {
            File.Delete(path);
        }
    }

    /// <summary>The service manager reports this about every service.</summary>
    public void IsInState(string state) => Says("sc", 0, $"SERVICE_NAME: x\n        STATE              : {state}");

    /// <summary>An administrator types the command of a service.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TypeAsync(string text, string words)
    {
        await PrepareAsync();
        _directory.Write("/acmectl.cmd", text);
        File.Delete(_directory.PathOf("/bin/calls"));
        var run = await WineAsync(["cmd", "/c", Windows("/acmectl.cmd"), .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Calls = File.Exists(_directory.PathOf("/bin/calls")) ? [.. File.ReadAllLines(_directory.PathOf("/bin/calls")).Select(line => line.TrimEnd())] : [];
        return (run.ExitCode, Lines(run.StandardOutput), Lines(run.StandardError));
    }

    /// <summary>An administrator runs a batch file in a directory with other files, which is not one of Windows. Returns how the programs were called.</summary>
    public async Task<IReadOnlyList<string>> RunInAsync(string directory, IEnumerable<KeyValuePair<string, string>> files, string batch)
    {
        await PrepareAsync();
        foreach (var (name, text) in files)
        {
            _directory.Write($"{directory}/{name}", text);
        }

        File.Delete(_directory.PathOf("/bin/calls"));
        await WineAsync(["cmd", "/c", $"cd /d {Windows(directory)} & {batch}"]);
        return File.Exists(_directory.PathOf("/bin/calls")) ? await File.ReadAllLinesAsync(_directory.PathOf("/bin/calls")) : [];
    }

    /// <summary>Whether there is a file.</summary>
    public bool HasFile(string path) => File.Exists(_directory.PathOf(path));

    /// <summary>The text of a file.</summary>
    public string TextOf(string path) => Lines(File.ReadAllText(_directory.PathOf(path)));

    /// <summary>Nothing before the first command: without Wine there is no command.</summary>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(_directory.PathOf("/prefix")))
        {
            await ProcessRunner.RunAsync(Options, "sh", "-c", "wineserver -k; wineserver -w");
        }

        _directory.Dispose();
    }

    private static string Lines(string text) =>
        string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !IsWines(line)));

    // On a machine without Wine's 32-bit part, it repeats a message about that.
    private static bool IsWines(string line) => line.Contains("wine32", StringComparison.Ordinal) || line.StartsWith("multiarch needs", StringComparison.Ordinal) || line.StartsWith("execute \"dpkg", StringComparison.Ordinal);

    private string Windows(string path) => "Z:" + _directory.PathOf(path).Replace('/', '\\');

    private async Task PrepareAsync()
    {
        Availability.RequireProgram("wine");
        Availability.RequireProgram("x86_64-w64-mingw32-gcc");
        if (Directory.Exists(_directory.PathOf("/prefix")))
        {
            return;
        }

        Directory.CreateDirectory(_directory.PathOf("/bin"));
        var source = _directory.Write("/standin.c", StandIn);
        (await ProcessRunner.RunAsync("x86_64-w64-mingw32-gcc", "-o", _directory.PathOf("/standin.exe"), source)).Succeeded();
        (await WineAsync(["wineboot", "-i"])).Succeeded();
        foreach (var program in Programs)
        {
            var path = _directory.PathOf($"{System}{program}.exe");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(path);
            File.Copy(_directory.PathOf("/standin.exe"), path);
        }
    }

    // Wine's server runs some seconds longer than the program, and would keep pipes open.
    private async Task<ProcessResult> WineAsync(string[] arguments)
    {
        var (output, error) = (_directory.PathOf("/output"), _directory.PathOf("/error"));
        var run = await ProcessRunner.RunAsync(Options, "sh", ["-c", "output=$1 error=$2; shift 2; exec wine \"$@\" >\"$output\" 2>\"$error\" </dev/null", "sh", output, error, .. arguments]);
        return run with { StandardOutput = await File.ReadAllTextAsync(output), StandardError = await File.ReadAllTextAsync(error) };
    }

    private ProcessOptions Options => new()
    {
        Environment = new Dictionary<string, string?>
        {
            ["DISPLAY"] = null,
            ["WINEPREFIX"] = _directory.PathOf("/prefix"),
            ["WINEARCH"] = "win64",
            ["WINEDEBUG"] = "-all",
            ["WINEDLLOVERRIDES"] = Overrides,
            ["STANDIN"] = Windows("/bin"),
        },
    };
}
