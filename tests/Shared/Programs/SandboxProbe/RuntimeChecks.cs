using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace SandboxProbe;

/// <summary>What the runtime itself needs, and what it tells a program about the machine.</summary>
internal static class RuntimeChecks
{
    public static IEnumerable<(string Name, Func<Task> Run)> All =>
    [
        ("timer", TimerAsync),
        ("cultures", () => Expect("1.234,5", 1234.5.ToString("N1", CultureInfo.GetCultureInfo("de-DE")))),
        ("time-zones", () => Expect(
            "02:00:00", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin").GetUtcOffset(new DateTime(2026, 7, 1)).ToString())),
        ("compiled-code", () => Expect("True", new Regex("^a+b$", RegexOptions.Compiled).IsMatch("aaab").ToString())),
        ("executable-memory", () => Run(Native.MapExecutable)),
        ("locked-memory", () => Run(Native.LockMemory)),
        ("load-library", LoadLibraries),
        ("gc-memory", GarbageCollectorMemory),
        ("proc-files", ProcFiles),
        ("other-processes", () => Run(() => File.ReadAllText("/proc/1/cmdline"))),
        ("named-mutex", NamedMutex),
    ];

    public static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    public static Task Expect(string expected, string? actual) =>
        expected == actual ? Task.CompletedTask : throw new InvalidOperationException($"{actual} instead of {expected}");

    private static async Task TimerAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var tick = 0; tick < 3; tick++)
        {
            await timer.WaitForNextTickAsync();
        }
    }

    // As programs with plug-ins do: a native library and an assembly from the state directory.
    private static Task LoadLibraries()
    {
        NativeLibrary.Free(NativeLibrary.Load(Copied("libe_sqlite3.so")));
        Assembly.LoadFile(Copied("Microsoft.Data.Sqlite.dll"));
        return Task.CompletedTask;

        static string Copied(string name)
        {
            var copy = Path.Combine(FileChecks.StateDirectory, name);
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), copy, overwrite: true);
            return copy;
        }
    }

    // The collector takes what it can of the machine's free memory, and has to know how much that is: the file cache counts as free.
    private static Task GarbageCollectorMemory()
    {
        var machine = File.ReadLines("/proc/meminfo").Select(line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture) * 1024);
        GC.Collect();
        var collector = GC.GetGCMemoryInfo();
        var difference = Math.Abs(machine["MemTotal"] - machine["MemAvailable"] - collector.MemoryLoadBytes);

        // A control group with a limit of its own has other figures.
        var limited = collector.TotalAvailableMemoryBytes < machine["MemTotal"] / 10 * 9;
        return Expect("True", (limited || difference < machine["MemTotal"] / 10).ToString());
    }

    private static Task ProcFiles()
    {
        foreach (var name in new[] { "meminfo", "loadavg", "stat", "uptime", "cpuinfo", "net/dev" })
        {
            File.ReadAllText($"/proc/{name}");
        }

        return Task.CompletedTask;
    }

    private static Task NamedMutex()
    {
        using var mutex = new Mutex(initiallyOwned: true, "Global\\sandbox-probe", out var created);
        return Expect("True", created.ToString());
    }
}
