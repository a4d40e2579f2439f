using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>Which services are restarted when the package manager installs another version of the shared .NET runtime: until then they run
/// with the old version, whose files are gone.</summary>
internal static class RuntimeUpgrade
{
    /// <summary>The directories of the shared runtime: those of Debian, Ubuntu and Fedora, and that of Microsoft's packages.</summary>
    public static IReadOnlyList<string> Directories { get; } =
        ["/usr/lib/dotnet/shared", "/usr/lib64/dotnet/shared", "/usr/share/dotnet/shared"];

    /// <summary>Whether a service runs on the shared runtime, and the developer wants it to be restarted.</summary>
    public static bool RestartsFor(ServiceDefinition definition) =>
        definition.RestartsAfterRuntimeUpgrade && !definition.Project.BringsRuntime;
}
