using System.Text;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Build.Signing;

/// <summary>The public key beside signed packages, which users import.</summary>
internal static class PublicKeyFile
{
    private const string Suffix = "-signing-key.asc";

    /// <summary>Writes the key, unless the file contains it.</summary>
    /// <param name="path">The path of the package.</param>
    /// <param name="name">The package's name.</param>
    /// <param name="key">The armored key.</param>
    /// <returns>The path of the file.</returns>
    public static string Write(string path, string name, string key)
    {
        var file = Path.Combine(Path.GetDirectoryName(path)!, name + Suffix);
        if (!Contains(file, key))
        {
            WriteUnlessWritten(file, key);
        }

        return file;
    }

    // The builds of other architectures may read or write the file at the same time.
    private static void WriteUnlessWritten(string file, string key)
    {
        try
        {
            PackageFile.Write(file, (output, _) => Write(output, key), verify: null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && Contains(file, key))
        {
        }
    }

    private static bool Contains(string file, string key) => File.Exists(file) && File.ReadAllText(file) == key;

    private static int Write(Stream output, string key)
    {
        output.Write(Encoding.ASCII.GetBytes(key));
        return key.Length;
    }
}
