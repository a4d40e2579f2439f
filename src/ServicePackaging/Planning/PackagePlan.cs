namespace ServicePackaging.Planning;

/// <summary>A package that is decided on and not yet written: data, which does not know its writer.</summary>
public abstract record PackagePlan
{
    /// <summary>The name of the format.</summary>
    public abstract string Format { get; }

    /// <summary>The canonical file name.</summary>
    public abstract string FileName { get; }

    /// <summary>The package's version in the format's own spelling.</summary>
    public abstract string Version { get; }

    /// <summary>What is installed, parents first.</summary>
    public abstract IReadOnlyList<PlannedContent> Contents { get; }

    /// <summary>The generated texts by name: metadata, scripts and files that are not the developer's.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> Texts { get; }

    /// <summary>What is left beside the package for who wants to go on from there: the texts, and what would make them.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, string>> Sources => Texts;
}
