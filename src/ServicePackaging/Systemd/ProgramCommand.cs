using ServicePackaging.Model;

namespace ServicePackaging.Systemd;

/// <summary>The words that start the program on Linux.</summary>
internal static class ProgramCommand
{
    // Where the distributions' and Microsoft's runtime packages put the muxer.
    private const string DotnetMuxer = "/usr/bin/dotnet";

    /// <summary>The host executable, or the .NET muxer with the assembly where there is none.</summary>
    public static IReadOnlyList<string> For(ServiceDefinition definition) => definition.Project.UseAppHost
        ? [$"{definition.Layout.Install}/{FileName(definition.Project)}"]
        : [DotnetMuxer, $"{definition.Layout.Install}/{FileName(definition.Project)}"];

    /// <summary>The file in the payload that has to be there.</summary>
    public static string FileName(ProjectFacts project) => project.UseAppHost ? project.AssemblyName : project.AssemblyName + ".dll";
}
