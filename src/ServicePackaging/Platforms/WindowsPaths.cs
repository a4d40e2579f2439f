using ServicePackaging.Diagnostics;
using ServicePackaging.Values;

namespace ServicePackaging.Platforms;

/// <summary>The rules for paths on Windows. The paths of Program Files and ProgramData differ from machine to machine, so that a path
/// begins with their names: <c>ProgramData\Acme\collector</c>.</summary>
internal static class WindowsPaths
{
    /// <summary>The directory of programs.</summary>
    public const string ProgramFiles = "ProgramFiles";

    /// <summary>The directory of data that programs keep for all users.</summary>
    public const string ProgramData = "ProgramData";

    // MAX_PATH without its terminating zero (Microsoft, "Maximum Path Length Limitation"); Windows Installer does not support longer paths.
    private const int LongestPath = 259;

    // The usual value, to measure a path against the limit.
    private const string UsualProgramFiles = @"C:\Program Files";

    private static readonly HashSet<string> DeviceNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>Whether a normalized path begins with a known directory.</summary>
    public static bool IsAbsolute(string path) => Root(path) is not null;

    /// <summary>Returns why a text is not a path below a known directory; null if it is one.</summary>
    public static PathFault? FindFault(string path)
    {
        if (Root(path) is not { } root)
        {
            return new(PathFaultKind.NotBelowKnownFolder);
        }

        if (path.Length <= root.Length + 1)
        {
            return new(PathFaultKind.KnownFolderItself);
        }

        foreach (var name in path[(root.Length + 1)..].Split('\\'))
        {
            if (FindNameFault(name) is { } fault)
            {
                return fault;
            }
        }

        return UsualProgramFiles.Length + path.Length - root.Length > LongestPath
            ? new(PathFaultKind.TooLong, $"{LongestPath} characters")
            : null;
    }

    /// <summary>Returns why a text cannot be the name of a file or directory (Microsoft, "Naming Files, Paths, and Namespaces"); null if it
    /// can.</summary>
    public static PathFault? FindNameFault(string name)
    {
        if (name is "" or "." or "..")
        {
            return new(PathFaultKind.NotNormalized);
        }

        if (ControlCharacters.FindIn(name) is not null)
        {
            return new(PathFaultKind.ControlCharacter);
        }

        if (name.AsSpan().IndexOfAny("<>:\"|?*/\\") is >= 0 and var index)
        {
            return new(PathFaultKind.InvalidCharacter, name[index].ToString());
        }

        if (name[^1] is '.' or ' ')
        {
            return new(PathFaultKind.TrailingDot);
        }

        if (HasLoneSurrogate(name))
        {
            return new(PathFaultKind.InvalidUnicode);
        }

        return DeviceNames.Contains(name.Split('.')[0].TrimEnd()) ? new(PathFaultKind.DeviceName, name) : null;
    }

    /// <summary>Checks the path of a file or directory; a fault is reported.</summary>
    public static bool Check(string subject, string path, string example, DiagnosticBag diagnostics)
    {
        if (FindFault(path) is not { } fault)
        {
            return true;
        }

        fault.Report(diagnostics, subject, path, example);
        return false;
    }

    private static string? Root(string path) =>
        Array.Find(
            [ProgramFiles, ProgramData],
            root => path.StartsWith(root, StringComparison.OrdinalIgnoreCase)
                && (path.Length == root.Length || path[root.Length] == '\\'));

    private static bool HasLoneSurrogate(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsSurrogate(name[i]) && !(char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[++i])))
            {
                return true;
            }
        }

        return false;
    }
}
