using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Build;

/// <summary>Reads files of the build machine's disk.</summary>
internal static class DiskFile
{
    /// <summary>Reads a file, after checking that it is a regular file.</summary>
    /// <exception cref="DiagnosticException">The path is not a regular file, or the file cannot be read.</exception>
    public static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            if (new FileInfo(path).Length == 0 && !IsRegular(path))
            {
                throw new IOException("It is a pipe, a socket or a device, which no package holds.");
            }

            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DiagnosticException.Of(DiagnosticCatalog.Unreadable, UnreadableKind.InputOutput, path, exception.Message);
        }
    }

    /// <summary>Returns a file's SHA-256 digest in lowercase hexadecimal.</summary>
    public static string Sha256(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Describes the state of a file, by which a change of its content is recognized without reading it.</summary>
    public static string Describe(string path) => new FileInfo(path) is { Exists: true } file
        ? string.Create(CultureInfo.InvariantCulture, $"{path} {file.Length} {file.LastWriteTimeUtc.Ticks}")
        : path;

    // Opening a named pipe would block forever. .NET distinguishes the kinds of files only for tar: by the type flag of a header (POSIX
    // ustar).
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
