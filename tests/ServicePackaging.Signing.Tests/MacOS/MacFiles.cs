using System.Reflection;

namespace ServicePackaging.Signing.Tests.MacOS;

/// <summary>Files of .NET for macOS. The runtime's are signed by Microsoft; those of the host are not signed, or ad hoc.</summary>
internal static class MacFiles
{
    public static readonly string[] Architectures = ["arm64", "x64"];

    /// <summary>A file of the runtime.</summary>
    public static string Runtime(string architecture, string name) => Path.Combine(RuntimeDirectory(architecture), name);

    /// <summary>A file of the package with the hosts.</summary>
    public static string Host(string architecture, string name) => Path.Combine(
        Pack($"Microsoft.NETCore.App.Host.osx-{architecture}"), "runtimes", $"osx-{architecture}", "native", name);

    /// <summary>The programs and libraries of the runtime.</summary>
    public static IEnumerable<string> AllOfRuntime(string architecture) =>
        Directory.EnumerateFiles(RuntimeDirectory(architecture)).Where(path => Path.GetExtension(path) is "" or ".dylib");

    private static string RuntimeDirectory(string architecture) => Path.Combine(
        Pack($"Microsoft.NETCore.App.Runtime.osx-{architecture}"), "runtimes", $"osx-{architecture}", "native");

    private static string Pack(string name) => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == name).Value!;
}
