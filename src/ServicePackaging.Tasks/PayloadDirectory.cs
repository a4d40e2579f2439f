using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;

namespace ServicePackaging.Tasks;

/// <summary>Looks at what was published. Links are taken for what they are and never followed; nothing is left out.</summary>
internal static class PayloadDirectory
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>Lists a directory's files and links, in the order of their names.</summary>
    /// <exception cref="DiagnosticException">A file cannot be read.</exception>
    public static Payload Scan(string directory)
    {
        var items = new List<PayloadItem>();
        if (Directory.Exists(directory))
        {
            Scan(new DirectoryInfo(directory), "", items);
        }

        return new Payload(directory, items);
    }

    private static void Scan(DirectoryInfo directory, string prefix, List<PayloadItem> items)
    {
        foreach (var info in List(directory))
        {
            var path = prefix + info.Name;
            switch (info)
            {
                case { LinkTarget: { } target }:
                    items.Add(new PayloadSymlink(path, target));
                    break;
                case DirectoryInfo child:
                    Scan(child, path + "/", items);
                    break;
                default:
                    items.Add(DiskFile.Read(info.FullName, file => Look(path, file)));
                    break;
            }
        }
    }

    private static FileSystemInfo[] List(DirectoryInfo directory)
    {
        try
        {
            return [.. directory.EnumerateFileSystemInfos("*", Everything).OrderBy(info => info.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(DiagnosticCatalog.Unreadable, directory.FullName, exception.Message);
        }
    }

    private static PayloadFile Look(string path, string file)
    {
        var kind = ExecutableFile.Detect(file);
        var elf = kind is ExecutableKind.ElfProgram or ExecutableKind.ElfSharedObject ? ElfFile.Read(file) : null;
        var machO = kind is ExecutableKind.MachOProgram or ExecutableKind.MachOLibrary ? MachOFile.Read(file) : null;
        return new PayloadFile(path, FileContent.FromFile(file), kind, elf, machO);
    }
}
