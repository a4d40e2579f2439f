namespace ServicePackaging.Msi.Schema;

/// <summary>Windows' own directories (Microsoft, "System Folder Properties").</summary>
internal static class MsiStandardFolders
{
    /// <summary>The directory of data that programs keep for all users.</summary>
    public const string CommonData = "CommonAppDataFolder";

    /// <summary>The names that WiX 5 gives them. An administrative image (msiexec /a) has a directory of each name.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ProgramFiles64Folder"] = "PFiles64",
        ["ProgramFilesFolder"] = "PFiles",
        [CommonData] = "CommApp",
        ["System64Folder"] = "System64",
        ["SystemFolder"] = "System",
    };
}
