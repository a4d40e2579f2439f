using ServicePackaging.Formats.Archives;
using ServicePackaging.Planning;

namespace ServicePackaging.Tests.Support;

/// <summary>A directory that tools use as the root of a file system; deleted at the end of the test.</summary>
internal sealed class TemporaryTree : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("servicepackaging-").FullName;

    /// <summary>The files in it, by their paths on this machine.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories);

    /// <summary>The path on this machine of a path in the tree.</summary>
    public string PathOf(string path) => Root + path;

    /// <summary>Writes a file with the mode 0644, or 0755 when a program runs it.</summary>
    public string Write(string path, string text, bool isProgram = false)
    {
        var file = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        if (isProgram && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }

        return file;
    }

    /// <summary>Sets the mode of a file, on systems that have modes.</summary>
    public void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf(path), mode);
        }
    }

    /// <summary>Lays out what a package would install.</summary>
    public TemporaryTree Install(UnixPackagePlan plan)
    {
        foreach (var file in plan.Entries.OfType<FileEntry>())
        {
            Write(file.Path, PlannedPackages.Read(file.Content), isProgram: file.Mode.HasFlag(UnixFileMode.OtherExecute));
        }

        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
