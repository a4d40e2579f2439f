using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;

namespace ServicePackaging.Build;

/// <summary>Lists what was published. Links are not followed; nothing is left out.</summary>
public static class PayloadScanner
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>Reads a directory's files and links, in the order of their names.</summary>
    /// <param name="directory">The directory's absolute path.</param>
    /// <param name="withFolders">Whether empty directories are packaged too. In a publish directory, an empty directory is left over from
    /// an earlier publish.</param>
    /// <exception cref="DiagnosticException">A file cannot be read.</exception>
    public static Payload Scan(string directory, bool withFolders) => new(
        directory,
        [
            .. from found in Directory.Exists(directory) ? List(directory) : []
               where withFolders || found.Info is FileInfo || found.Info.LinkTarget is not null
               select Read(found.Path, found.Info),
        ]);

    /// <summary>Lists a directory's files, links and empty directories with their paths in it, <c>/</c>-separated,
    /// in the order of their names.</summary>
    /// <exception cref="DiagnosticException">A directory cannot be read.</exception>
    public static IEnumerable<(string Path, FileSystemInfo Info)> List(string directory) => List(new DirectoryInfo(directory), "");

    private static IEnumerable<(string Path, FileSystemInfo Info)> List(DirectoryInfo directory, string prefix)
    {
        foreach (var info in Children(directory))
        {
            var path = prefix + info.Name;
            var isEmpty = true;
            if (info is DirectoryInfo { LinkTarget: null } child)
            {
                foreach (var below in List(child, path + "/"))
                {
                    isEmpty = false;
                    yield return below;
                }
            }

            if (isEmpty)
            {
                yield return (path, info);
            }
        }
    }

    private static FileSystemInfo[] Children(DirectoryInfo directory)
    {
        try
        {
            return [.. directory.EnumerateFileSystemInfos("*", Everything).OrderBy(info => info.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DiagnosticException.Of(DiagnosticCatalog.Unreadable, UnreadableKind.InputOutput, directory.FullName, exception.Message);
        }
    }

    private static PayloadItem Read(string path, FileSystemInfo info) => info switch
    {
        { LinkTarget: { } target } => new PayloadSymlink(path, target),
        DirectoryInfo => new PayloadFolder(path),
        _ => DiskFile.Read(info.FullName, file => Read(path, file)),
    };

    private static PayloadFile Read(string path, string file)
    {
        var kind = ExecutableFile.Detect(file);
        var elf = kind is ExecutableKind.ElfProgram or ExecutableKind.ElfSharedObject ? ElfFile.Read(file) : null;
        var machO = kind is ExecutableKind.MachOProgram or ExecutableKind.MachOLibrary ? MachOFile.Read(file) : null;
        var shebang = kind == ExecutableKind.Script ? Shebang.Read(file) : null;
        return new PayloadFile(path, FileContent.FromFile(file), kind, elf, machO, shebang)
        {
            NodeEngine = Path.GetFileName(path) == NodePackage.FileName ? NodePackage.ReadEngine(file) : null,
        };
    }
}
