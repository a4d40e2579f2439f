namespace ServicePackaging.Model;

/// <summary>Another service that must come first.</summary>
/// <param name="Kind">How strong the dependency is.</param>
/// <param name="Name">The other's name for this platform's service manager;
/// for <see cref="DependencyKind.Mounts"/> an absolute path.</param>
public sealed record ServiceDependency(DependencyKind Kind, string Name);

/// <summary>How strong a dependency is.</summary>
public enum DependencyKind
{
    /// <summary>Start after it, if it starts at all.</summary>
    After,

    /// <summary>Start it too, and after it.</summary>
    Wants,

    /// <summary>Start it too, after it, and not without it.</summary>
    Requires,

    /// <summary>The file systems that hold a path have to be mounted.</summary>
    Mounts,
}
