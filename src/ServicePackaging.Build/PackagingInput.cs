using ServicePackaging.Build.Materials;
using ServicePackaging.Reading;

namespace ServicePackaging.Build;

/// <summary>A publish, and the packages to create from it.</summary>
public sealed record PackagingInput
{
    /// <summary>What the developer wrote.</summary>
    public required ServiceInput Service { get; init; }

    /// <summary>The formats, such as <c>deb</c>.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>The absolute path of the directory whose content is installed.</summary>
    public required string PublishDirectory { get; init; }

    /// <summary>How packages are written.</summary>
    public PackagingSettings Settings { get; init; } = new();

    /// <summary>Where to find what the program was built from; null if that is unknown.</summary>
    internal MaterialSources? Materials { get; init; }
}
