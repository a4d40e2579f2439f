using ServicePackaging.Formats.Archives;

namespace ServicePackaging;

/// <summary>A package decided on and not yet written: everything worth asserting about it can be asserted here.</summary>
public abstract record PackagePlan
{
    /// <summary>The format, one of <see cref="Model.PackageFormatNames"/>.</summary>
    public abstract string Format { get; }

    /// <summary>The canonical file name.</summary>
    public abstract string FileName { get; }

    /// <summary>The package's version in the format's own spelling.</summary>
    public abstract string Version { get; }

    /// <summary>What is installed, parents first.</summary>
    public abstract IReadOnlyList<PackageEntry> Entries { get; }

    /// <summary>The metadata and scripts by name, for whoever wants to read them.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> Texts { get; }

    /// <summary>Writes the package; an older file of that name is replaced when the new one is whole.</summary>
    /// <param name="path">An absolute path in a directory that exists.</param>
    /// <param name="cancellationToken">Ends the work; nothing half-written is left.</param>
    /// <exception cref="IOException">A file cannot be read, or the package not be written.</exception>
    public abstract void Write(string path, CancellationToken cancellationToken);
}
