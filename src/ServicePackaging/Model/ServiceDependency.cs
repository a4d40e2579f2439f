namespace ServicePackaging.Model;

/// <summary>Another service that must be started first.</summary>
/// <param name="Kind">How strong the dependency is.</param>
/// <param name="Name">The other's name for this platform's service manager;
/// for <see cref="DependencyKind.Mounts"/> an absolute path.</param>
public sealed record ServiceDependency(DependencyKind Kind, string Name);

/// <summary>How strong a dependency is.</summary>
public enum DependencyKind
{
    /// <summary>Start after the other service, if that starts at all.</summary>
    After,

    /// <summary>Start the other service too, and start after it.</summary>
    Wants,

    /// <summary>Start the other service too, start after it, and do not start without it.</summary>
    Requires,

    /// <summary>The file systems that hold a path have to be mounted.</summary>
    Mounts,
}
