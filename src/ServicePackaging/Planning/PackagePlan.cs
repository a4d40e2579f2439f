namespace ServicePackaging.Planning;

/// <summary>A package decided on and not yet written: everything worth asserting about it can be asserted here.</summary>
public abstract record PackagePlan
{
    /// <summary>The name of the format.</summary>
    public abstract string Format { get; }

    /// <summary>The canonical file name.</summary>
    public abstract string FileName { get; }

    /// <summary>The package's version in the format's own spelling.</summary>
    public abstract string Version { get; }

    /// <summary>What is installed, a line each, for whoever wants to read it.</summary>
    public abstract IReadOnlyList<string> Listing { get; }

    /// <summary>The generated texts by name: metadata, scripts and files that are not the developer's.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> Texts { get; }

    /// <summary>What is left beside the package for who wants to go on from there: the texts, and what would make them.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, string>> Sources => Texts;

    /// <summary>Writes the package; an older file of that name is replaced when the new one is whole.</summary>
    /// <param name="path">An absolute path in a directory that exists.</param>
    /// <param name="cancellationToken">Ends the work; nothing half-written is left.</param>
    /// <exception cref="IOException">A file cannot be read, or the package not be written.</exception>
    public abstract void Write(string path, CancellationToken cancellationToken);
}
