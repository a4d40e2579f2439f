namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the table Directory and of the directories of installed objects.</summary>
internal static class DirectoryRules
{
    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("RootDirectory (ICE56)", RootDirectory),
        new("DirectoryTree", DirectoryTree),
        new("DirectoryNames (ICE99)", DirectoryNames),
        new("DirectoryPlaces", DirectoryPlaces),
        new("TargetPath (ICE30)", TargetPath),
        new("ShortNames (ICE30)", ShortNames),
    ];

    private static IEnumerable<string> RootDirectory(AuditedPackage package)
    {
        var roots = package.Rows("Directory")
            .Where(row => row.Text("Directory_Parent") is null || row.Text("Directory_Parent") == row.Key).ToList();
        if (roots is not [var root] || root.Key != "TARGETDIR" || root.Text("DefaultDir") != "SourceDir")
        {
            var names = string.Join(", ", roots.Take(5).Select(row => $"{row.Key} = {row.Text("DefaultDir")}"));
            yield return $"The root directories are {names}; the only one must be TARGETDIR = SourceDir.";
        }
    }

    private static IEnumerable<string> DirectoryTree(AuditedPackage package) =>
        from row in package.Rows("Directory")
        where package.Directories.RootOf(row.Key) is null || package.Directories.PathOf(row.Key) is null
        select $"{row} is not in any directory, or is deeper than {DirectoryPaths.MostDepth}.";

    private static IEnumerable<string> DirectoryNames(AuditedPackage package) =>
        from row in package.Rows("Directory")
        where StandardProperties.NotFolders.Contains(row.Key)
        select $"{row} has the name of a property with another meaning.";

    // A service uses the directories of the machine. User directories belong to the user who installs.
    private static IEnumerable<string> DirectoryPlaces(AuditedPackage package) =>
        from row in package.Rows("Component")
        where package.Rows("ServiceInstall").Count > 0
            && StandardProperties.UserFolders.Contains(package.Directories.RootOf(row.TextOrEmpty("Directory_")) ?? "")
        select $"{row} is in a user's directory, but the package is installed for the machine.";

    // Components with conditions may be mutually exclusive.
    private static IEnumerable<string> TargetPath(AuditedPackage package) =>
        Same(package, file => DirectoryPaths.LongName(file.TextOrEmpty("FileName")), "are installed as the same file");

    private static IEnumerable<string> ShortNames(AuditedPackage package) =>
        Same(package, file => file.TextOrEmpty("FileName").Split('|')[0], "have the same short name");

    private static IEnumerable<string> Same(AuditedPackage package, Func<AuditedRow, string> name, string what) =>
        from file in package.Rows("File")
        let component = package.Find("Component", file.Text("Component_"))
        where component is not null && component.Value.Text("Condition") is null
        let directory = package.Directories.PathOf(component.Value.TextOrEmpty("Directory_"))
        where directory is not null
        group file by (directory, name(file).ToUpperInvariant()) into same
        where same.Count() > 1
        select $"{string.Join(" and ", same.Take(3))} {what}.";
}
