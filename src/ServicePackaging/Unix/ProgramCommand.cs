using ServicePackaging.Model;

namespace ServicePackaging.Unix;

/// <summary>The words that start the program.</summary>
internal static class ProgramCommand
{
    // Where the runtime's packages put the muxer: the distributions' and Microsoft's, and on macOS Microsoft's.
    private const string LinuxMuxer = "/usr/bin/dotnet";
    private const string MacOSMuxer = "/usr/local/share/dotnet/dotnet";

    /// <summary>The .NET muxer, which starts an assembly that has no host executable.</summary>
    public static string Muxer(ProjectFacts project) => project.RuntimeIdentifier.StartsWith("osx", StringComparison.Ordinal) ? MacOSMuxer : LinuxMuxer;

    /// <summary>The host executable, or the .NET muxer with the assembly where there is none.</summary>
    public static IReadOnlyList<string> For(ServiceDefinition definition) => definition.Project.UseAppHost
        ? [$"{definition.Layout.Install}/{FileName(definition.Project)}"]
        : [Muxer(definition.Project), $"{definition.Layout.Install}/{FileName(definition.Project)}"];

    /// <summary>The file in the payload that has to be there.</summary>
    public static string FileName(ProjectFacts project) => project.UseAppHost ? project.AssemblyName : project.AssemblyName + ".dll";
}
