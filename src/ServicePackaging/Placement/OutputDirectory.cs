using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Placement;

/// <summary>The directory of the output files that a service manager opens as root. Only root can write to it, unless the developer
/// declares it as a directory of the service.</summary>
internal static class OutputDirectory
{
    /// <summary>Returns its path: a name that no directory of a service has by default.</summary>
    public static string Of(ServiceDefinition definition) => $"/var/log/{definition.Package.Name}-output";

    /// <summary>Returns the output files of one service, as absolute paths.</summary>
    public static IEnumerable<string> FilesOf(ServiceDefinition service) =>
        service.Process.OutputFiles.Distinct().Select(path => Expand(service, path));

    /// <summary>Returns the directories that the package creates for output files: this one, and those in it. The administrator creates all
    /// others.</summary>
    public static IEnumerable<string> PathsOf(ServiceDefinition definition) =>
        definition.Services.SelectMany(FilesOf).SelectMany(Parents).Distinct().Where(path => Contains(definition, path));

    /// <summary>Whether a path is this directory or in it.</summary>
    public static bool Contains(ServiceDefinition definition, string path) => UnixPaths.IsAtOrBelow(path, Of(definition));

    /// <summary>Returns a path of a service with its tokens expanded.</summary>
    public static string Expand(ServiceDefinition service, string path) =>
        DirectoryTokens.Expand(path, token => token == DirectoryTokens.Instance ? service.Instance : service.Layout.Resolve(token));

    private static IEnumerable<string> Parents(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }
}
