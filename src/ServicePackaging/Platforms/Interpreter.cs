using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;

namespace ServicePackaging.Platforms;

/// <summary>An interpreter that the packages of operating systems contain.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Linux">Its path in distributions.</param>
/// <param name="MacOS">Its path on macOS, or null.</param>
/// <param name="DebianPackage">The Debian package that contains it, or null if every system has it.</param>
/// <param name="CompilesAtRunTime">Whether it writes machine code and runs it.</param>
internal sealed record Interpreter(string Name, string Linux, string? MacOS, string? DebianPackage, bool CompilesAtRunTime = false)
{
    // The directories in which packages install programs. A program elsewhere belongs to the administrator and not to a package.
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

    /// <summary>Whether packages of the system may contain a program at that path.</summary>
    public static bool IsOfSystem(string path) =>
        Array.Exists(SystemDirectories, directory => path.StartsWith(directory, StringComparison.Ordinal));

    /// <summary>The interpreter with a name, or null.</summary>
    public static Interpreter? OfName(string name) => Array.Find(All, interpreter => interpreter.Name == name);

    /// <summary>The interpreter at a path of the system, or null.</summary>
    public static Interpreter? AtPath(string path) => IsOfSystem(path) ? OfName(path[(path.LastIndexOf('/') + 1)..]) : null;

    /// <summary>The paths of the programs that read the scripts of a payload, without repetition.</summary>
    public static IReadOnlyList<string> PathsIn(Payload payload) =>
    [
        .. payload.Items.OfType<PayloadFile>().Select(file => file.Shebang).OfType<Shebang>()
            .Select(PathOf).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The path of the interpreter in a script's first line. <c>env</c> looks its argument up, and packages install it at its
    /// usual path.</summary>
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
