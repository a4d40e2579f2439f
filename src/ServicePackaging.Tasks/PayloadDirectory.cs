using System.Formats.Tar;
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
        foreach (var info in directory.EnumerateFileSystemInfos("*", Everything).OrderBy(info => info.Name, StringComparer.Ordinal))
        {
            var path = prefix + info.Name;
            try
            {
                switch (info)
                {
                    case { LinkTarget: { } target }:
                        items.Add(new PayloadSymlink(path, target));
                        break;
                    case DirectoryInfo child:
                        Scan(child, path + "/", items);
                        break;
                    case FileInfo file:
                        items.Add(Look(path, file));
                        break;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new DiagnosticException(DiagnosticCatalog.Unreadable, info.FullName, exception.Message);
            }
        }
    }

    private static PayloadFile Look(string path, FileInfo file)
    {
        if (file.Length == 0 && !IsRegular(file.FullName))
        {
            throw new IOException("It is a pipe, a socket or a device, which no package holds.");
        }

        var kind = ExecutableFile.Detect(file.FullName);
        var elf = kind is ExecutableKind.ElfProgram or ExecutableKind.ElfSharedObject ? ElfFile.Read(file.FullName) : null;
        return new PayloadFile(path, FileContent.FromFile(file.FullName), kind, elf);
    }

    // Opening a named pipe would wait for ever. .NET tells the kinds of files apart for tar alone: the type flag of a header (POSIX ustar).
    private static bool IsRegular(string path)
    {
        using var header = new MemoryStream();
        using (var tar = new TarWriter(header, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(path, "x");
        }

        return header.GetBuffer()[156] == (byte)TarEntryType.RegularFile;
    }
}
