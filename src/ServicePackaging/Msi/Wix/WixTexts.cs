using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;

namespace ServicePackaging.Msi.Wix;

/// <summary>A package as the files of a WiX project.</summary>
internal static class WixTexts
{
    /// <summary>Names and texts: the source, the project, and the generated files among those that they install.</summary>
    /// <param name="package">The package.</param>
    /// <param name="files">The files that it installs.</param>
    /// <param name="name">The name of source and project.</param>
    /// <param name="fileName">The package's file name.</param>
    /// <param name="project">The published project.</param>
    public static IEnumerable<KeyValuePair<string, string>> Create(
        MsiPackage package, IReadOnlyList<WixSourceFile> files, string name, string fileName, ProjectFacts project)
    {
        var icons = package.Rows.Where(row => row.Table == MsiTables.Icon)
            .Select(row => new WixSourceFile(row.Key, row.Key, row["Data"].Content!, PublishedPath: null));
        var found = new WixFiles([.. files, .. icons]);
        return
        [
            KeyValuePair.Create(name + ".wxs", WixSource.Create(package, found).Text),
            KeyValuePair.Create(name + ".wixproj", WixProject.Create(package, found, fileName, project)),
            .. found.Generated,
        ];
    }
}
