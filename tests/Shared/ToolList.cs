using System.Reflection;

namespace ServicePackaging.TestSupport;

/// <summary>The programs that tests ask for: tests/Shared/tools.txt, which build.cake reads too.</summary>
internal static class ToolList
{
    /// <summary>Python's module for compound files.</summary>
    public const string Olefile = "/usr/lib/python3/dist-packages/olefile/__init__.py";

    /// <summary>The Debian packages that contain a program, separated by spaces, by the program's name.</summary>
    public static IReadOnlyDictionary<string, string> Packages { get; } = Read();

    /// <summary>The packages of a program; fails the test when the list does not have it.</summary>
    /// <param name="program">A name, or the path of a program with that name.</param>
    public static string PackagesOf(string program)
    {
        if (!Packages.TryGetValue(program, out var packages) && !Packages.TryGetValue(Path.GetFileName(program), out packages))
        {
            Assert.Fail($"'{program}' is not in tests/Shared/tools.txt. Add it with the Debian package that contains it.");
        }

        return packages;
    }

    private static Dictionary<string, string> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("tools.txt")!);
        return reader.ReadToEnd().Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(words => words[0], words => words[1].Replace(" (lanes)", "", StringComparison.Ordinal), StringComparer.Ordinal);
    }
}
