using ServicePackaging.Model;

namespace ServicePackaging.Unix;

/// <summary>The command line that starts the program.</summary>
internal static class ProgramCommand
{
    // Where the packages of the runtime install the muxer: those of the distributions and of Microsoft on Linux, and Microsoft's on macOS.
    private const string LinuxMuxer = "/usr/bin/dotnet";
    private const string MacOSMuxer = "/usr/local/share/dotnet/dotnet";

    /// <summary>The .NET muxer, which starts an assembly that has no host executable.</summary>
    public static string Muxer(ProjectFacts project) => project.RuntimeIdentifier.Platform == Platform.MacOS ? MacOSMuxer : LinuxMuxer;

    /// <summary>The program that the developer specified; otherwise the host executable, or the .NET muxer with the assembly if there is no
    /// host executable.</summary>
    public static IReadOnlyList<string> For(ServiceDefinition definition) => definition switch
    {
        { Process.Program: { IsInPayload: true, Path: var path } } => [$"{definition.Layout.Install}/{path}"],
        { Process.Program: { Path: var path } } => [path],
        { Project.UseAppHost: true } => [$"{definition.Layout.Install}/{FileName(definition.Project)}"],
        _ => [Muxer(definition.Project), $"{definition.Layout.Install}/{FileName(definition.Project)}"],
    };

    /// <summary>The file that the payload has to contain; null if the program belongs to the target system.</summary>
    public static string? PayloadPath(ServiceDefinition definition) => definition.Process.Program switch
    {
        { IsInPayload: true, Path: var path } => path,
        null => FileName(definition.Project),
        _ => null,
    };

    private static string FileName(ProjectFacts project) => project.UseAppHost ? project.AssemblyName : project.AssemblyName + ".dll";
}
