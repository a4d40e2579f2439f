using ServicePackaging.Formats.Archives;
using ServicePackaging.Sbom;

namespace ServicePackaging.Build;

/// <summary>The bill of materials beside a package.</summary>
internal static class SbomFiles
{
    /// <summary>The paths of the files beside a package.</summary>
    public static IEnumerable<string> PathsFor(string package) => SbomDocument.Suffixes.Select(suffix => package + suffix);

    /// <summary>The path of the file with a suffix beside a package; empty if it does not exist.</summary>
    public static string Find(string package, string suffix) => File.Exists(package + suffix) ? package + suffix : "";

    /// <summary>Writes the files of a package. Without documents, those of an earlier package are deleted: they describe a file that does
    /// not exist anymore.</summary>
    /// <param name="package">The absolute path of the package.</param>
    /// <param name="documents">The documents.</param>
    public static void Write(string package, IReadOnlyList<SbomDocument> documents)
    {
        foreach (var document in documents)
        {
            PackageFile.Write(package + document.Suffix, (output, _) => Write(output, document), verify: null);
        }

        foreach (var path in documents.Count == 0 ? PathsFor(package) : [])
        {
            File.Delete(path);
        }
    }

    private static int Write(Stream output, SbomDocument document)
    {
        output.Write(document.Content.Span);
        return document.Content.Length;
    }
}
