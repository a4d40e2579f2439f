using ServicePackaging.Model;

namespace ServicePackaging.Unix;

/// <summary>The variables that let a .NET program find its configuration, and notice changes in it, where a package puts them.</summary>
internal static class DotNetVariables
{
    private const string ContentRoot = "DOTNET_CONTENTROOT";
    private const string PollingFileWatcher = "DOTNET_USE_POLLING_FILE_WATCHER";

    /// <summary>Returns the variables that a service needs and does not set itself.</summary>
    public static IEnumerable<KeyValuePair<string, string>> For(ServiceDefinition definition)
    {
        if (!definition.Project.IsDotNet)
        {
            return [];
        }

        var own = definition.Process.Environment.Select(variable => variable.Key).ToHashSet(StringComparer.Ordinal);
        return All(definition).Where(variable => !own.Contains(variable.Key));
    }

    private static IEnumerable<KeyValuePair<string, string>> All(ServiceDefinition definition)
    {
        var directory = definition.Process.WorkingDirectory;
        if (directory != definition.Layout.Install && directory != $"{{{DirectoryTokens.Install}}}")
        {
            // A host looks for appsettings.json and wwwroot in its content root, which is the working directory by default.
            yield return KeyValuePair.Create(ContentRoot, $"{{{DirectoryTokens.Install}}}");
        }

        // A link beside the program leads to appsettings.json and other configuration. The default watcher watches the directory of the
        // link, and notices no change (dotnet/runtime#36091).
        yield return KeyValuePair.Create(PollingFileWatcher, "1");
    }
}
