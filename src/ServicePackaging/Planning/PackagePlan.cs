namespace ServicePackaging.Planning;

/// <summary>A package that is planned and not yet written: data that does not depend on its writer.</summary>
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

    /// <summary>The generated texts by name: metadata, scripts and generated files.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> Texts { get; }

    /// <summary>The texts that are written beside the package for further use: the generated texts, and sources that generate the
    /// package.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, string>> Sources => Texts;
}
