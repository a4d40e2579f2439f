using ServicePackaging.Model;

namespace ServicePackaging.Unix;

/// <summary>The content of a package that a payload is added to.</summary>
internal interface IUnixContent
{
    /// <summary>What is installed.</summary>
    EntryTree Entries { get; }

    /// <summary>The system.</summary>
    Platform Platform { get; }

    /// <summary>The superuser's group.</summary>
    string RootGroup { get; }

    /// <summary>The mode and group of configuration for which none are set.</summary>
    (UnixFileMode Mode, string Group) ConfigurationAccess { get; }

    /// <summary>Adds a file of the developer.</summary>
    void AddFile(PackagedFile file, bool isConfiguration);
}
