using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ServicePackaging.Benchmarks;

/// <summary>A program and its arguments.</summary>
internal sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    public string WorkingDirectory { get; init; } = "";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public override string ToString() => string.Join(' ', Arguments.Prepend(Program));
}

/// <summary>What a process took.</summary>
/// <param name="Wall">From before its start until its end is known.</param>
/// <param name="Cpu">User and system time of the process and of the children that it waited for.</param>
/// <param name="PeakMemory">The largest resident set, in bytes, of any one of them.</param>
internal sealed record Usage(TimeSpan Wall, TimeSpan Cpu, long PeakMemory);

/// <summary>Measures whole processes from outside, by the kernel's own accounts (wait4(2), getrusage(2)).</summary>
internal static partial class ProcessMeter
{
    private const int SetChildSubreaper = 36;

    // The kernel counts the memory of the process that calls exec as the new program's own, and a child of ours begins as our image: its peak
    // would never be below ours. So a shell, small, starts the program and ends; the orphan becomes our child by PR_SET_CHILD_SUBREAPER (prctl(2)).
    private const string Start = "\"$@\" >\"$0\" 2>&1 & echo $!";

    /// <summary>Runs a command to its end, with its output in a log.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public static Usage Run(Command command, string logFile)
    {
        if (Prctl(SetChildSubreaper, 1, 0, 0, 0) != 0)
        {
            throw new Win32Exception();
        }

        var start = new ProcessStartInfo("/bin/sh", ["-c", Start, logFile, command.Program, .. command.Arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = command.WorkingDirectory,
        };
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        var began = Stopwatch.GetTimestamp();
        using var shell = Process.Start(start)!;
        var processId = int.Parse(shell.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
        shell.WaitForExit();
        if (Wait4(processId, out var status, 0, out var usage) != processId)
        {
            throw new Win32Exception();
        }

        var wall = Stopwatch.GetElapsedTime(began);
        return status == 0
            ? new Usage(wall, usage.UserTime.ToTimeSpan() + usage.SystemTime.ToTimeSpan(), usage.MaxResidentKiB * 1024)
            : throw new InvalidOperationException($"{command}\nended with wait status {status}:\n{File.ReadAllText(logFile)}");
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Prctl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static partial int Wait4(int processId, out int status, int options, out ResourceUsage usage);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeValue
    {
        private readonly long _seconds;
        private readonly long _microseconds;

        public TimeSpan ToTimeSpan() => TimeSpan.FromSeconds(_seconds) + TimeSpan.FromMicroseconds(_microseconds);
    }

    // struct rusage of 64-bit Linux: two timevals and fourteen longs, of which the first is ru_maxrss.
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private readonly struct ResourceUsage
    {
        public readonly TimeValue UserTime;
        public readonly TimeValue SystemTime;
        public readonly long MaxResidentKiB;
    }
}
