using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;

namespace ServicePackaging.Msi.Wix;

/// <summary>A package as the files of a WiX project.</summary>
internal static class WixTexts
{
    /// <summary>Names and texts: the source, the project, and what is generated of the files that they install.</summary>
    /// <param name="package">What they describe.</param>
    /// <param name="files">Its files as they were planned.</param>
    /// <param name="name">What source and project are called.</param>
    /// <param name="fileName">The package's file name.</param>
    /// <param name="project">What was published.</param>
    public static IEnumerable<KeyValuePair<string, string>> Create(
        MsiPackage package, IReadOnlyList<MsiPlannedFile> files, string name, string fileName, ProjectFacts project)
    {
        var icons = package.Rows.Where(row => row.Table == MsiTables.Icon).Select(row => (row.Key, row.Key, row["Data"].Content!, (string?)null));
        var found = new WixFiles([.. files.Select(file => (file.Key, file.Path, file.Content, file.PublishedPath)), .. icons]);
        return
        [
            KeyValuePair.Create(name + ".wxs", WixSource.Create(package, found).Text),
            KeyValuePair.Create(name + ".wixproj", WixProject.Create(package, found, fileName, project)),
            .. found.Generated,
        ];
    }
}
