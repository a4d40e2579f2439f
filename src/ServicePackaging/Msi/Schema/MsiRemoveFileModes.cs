namespace ServicePackaging.Msi.Schema;

/// <summary>When a file or an empty directory is removed (Microsoft, "RemoveFile Table", InstallMode).</summary>
[Flags]
internal enum MsiRemoveFileModes
{
    /// <summary>Never.</summary>
    None = 0,

    /// <summary>When the component is installed.</summary>
    Install = 1,

    /// <summary>When the component is removed.</summary>
    Remove = 2,
}
