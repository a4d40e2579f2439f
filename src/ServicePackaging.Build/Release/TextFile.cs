using System.Text;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Build.Release;

/// <summary>Writes text files of a release, all or nothing.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>Writes a file unless it has this content, and returns whether it was written.</summary>
    /// <exception cref="DiagnosticException">It cannot be written.</exception>
    public static bool Write(string path, string text)
    {
        var bytes = Encoding.GetBytes(text);
        return Run(path, () => Write(path, bytes));
    }

    /// <summary>Deletes a file, if it exists.</summary>
    /// <exception cref="DiagnosticException">It cannot be deleted.</exception>
    public static void Delete(string path) => Run(path, () =>
    {
        File.Delete(path);
        return true;
    });

    private static bool Write(string path, byte[] bytes)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PackageFile.Write(path, (output, _) => Copy(bytes, output), verify: null);
        return true;
    }

    private static bool Run(string path, Func<bool> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(DiagnosticCatalog.CannotWrite, path, exception.Message);
        }
    }

    private static int Copy(byte[] bytes, Stream output)
    {
        output.Write(bytes);
        return bytes.Length;
    }
}
