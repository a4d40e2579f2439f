using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;

namespace ServicePackaging.Platforms;

/// <summary>A program that reads other programs, as every system's own packages have it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Linux">Where distributions have it.</param>
/// <param name="MacOS">Where macOS has it, or null.</param>
/// <param name="DebianPackage">The package of Debian that brings it, or null where every system has it.</param>
/// <param name="CompilesAtRunTime">Whether it writes machine code and runs it.</param>
internal sealed record Interpreter(string Name, string Linux, string? MacOS, string? DebianPackage, bool CompilesAtRunTime = false)
{
    // Where packages put programs; what lies elsewhere is the administrator's, and no package's.
    private static readonly string[] SystemDirectories = ["/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/libexec/"];

    private static readonly Interpreter[] All =
    [
        new("sh", "/bin/sh", "/bin/sh", null),
        new("bash", "/bin/bash", "/bin/bash", null),
        new("python3", "/usr/bin/python3", "/usr/bin/python3", "python3"),
        new("perl", "/usr/bin/perl", "/usr/bin/perl", "perl"),
        new("ruby", "/usr/bin/ruby", "/usr/bin/ruby", "ruby", CompilesAtRunTime: true),
        new("node", "/usr/bin/node", null, "nodejs", CompilesAtRunTime: true),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(interpreter => interpreter.Name)];

    /// <summary>Whether packages of the system may bring a program of that path.</summary>
    public static bool IsOfSystem(string path) =>
        Array.Exists(SystemDirectories, directory => path.StartsWith(directory, StringComparison.Ordinal));

    /// <summary>The interpreter of a name, or null.</summary>
    public static Interpreter? OfName(string name) => Array.Find(All, interpreter => interpreter.Name == name);

    /// <summary>The interpreter at a path of the system, or null.</summary>
    public static Interpreter? AtPath(string path) => IsOfSystem(path) ? OfName(path[(path.LastIndexOf('/') + 1)..]) : null;

    /// <summary>The paths of the programs that read the scripts of a payload, without repetition.</summary>
    public static IReadOnlyList<string> PathsIn(Payload payload) =>
    [
        .. payload.Items.OfType<PayloadFile>().Select(file => file.Shebang).OfType<Shebang>()
            .Select(PathOf).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The path of the program that a script's first line ends at: <c>env</c> looks one up, and packages have it at its usual
    /// place.</summary>
    public static string PathOf(Shebang line)
    {
        if (line.Interpreter is not ("/usr/bin/env" or "/bin/env"))
        {
            return line.Interpreter;
        }

        var words = line.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile(word => word.StartsWith('-') || word.Contains('=', StringComparison.Ordinal));
        return words.FirstOrDefault() is { } name && OfName(name) is { } known ? known.Linux : line.Interpreter;
    }
}
