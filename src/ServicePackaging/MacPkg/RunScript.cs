using ServicePackaging.Launchd;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;

namespace ServicePackaging.MacPkg;

/// <summary>The script that starts the program for launchd, if one is needed.</summary>
internal static class RunScript
{
    public static string Create(ServiceDefinition definition)
    {
        var isUser = definition.Scope == ServiceScope.User;
        var text = new LaunchdText(definition);
        return TemplateRenderer.Render(definition, MacTemplates.Run, new MacRunModel
        {
            Name = definition.Name,
            Directories = isUser ? [.. UserPlaces.Tokens.Select(token => DirectoryOf(definition, token))] : [],
            Subdirectories = isUser ? SubdirectoriesOf(definition, text) : [],
            WorkingDirectory = isUser ? text.UserPath(definition.Process.WorkingDirectory) : "",

            // For a system service, launchd sets them.
            Variables = isUser ? VariablesOf(definition, text) : [],
            Files = [.. definition.EnvironmentFiles.Select(file => ShellSyntax.Quote(file.TargetPath))],
            Command = string.Join(
                ' ', LaunchdJob.CommandOf(definition).Select(word => isUser ? text.UserWord(word) : ShellSyntax.Quote(text.Value(word)))),
            Output = isUser ? Output(definition, text) : "",
        });
    }

    private static MacDirectoryModel DirectoryOf(ServiceDefinition definition, string token) => new()
    {
        Variable = DirectoryKinds.VariableOf(token)!,
        Path = UserPlaces.Word(definition, token),
    };

    private static List<string> VariablesOf(ServiceDefinition definition, LaunchdText text) =>
    [
        .. from variable in LaunchdJob.VariablesOf(definition)
           where !IsPlace(variable)
           select $"{variable.Key}={text.UserWord(variable.Value)}",
    ];

    private static List<string> SubdirectoriesOf(ServiceDefinition definition, LaunchdText text) =>
    [
        .. from directory in definition.Directories.Select(directory => directory.Path).Append(definition.Process.WorkingDirectory)
           where HomePaths.IsIn(directory)
           select text.UserPath(directory),
        .. from path in definition.Process.OutputFiles
           let directory = path[..path.LastIndexOf('/')]
           where HomePaths.IsIn(directory)
               || UserPlaces.Tokens.Any(token => directory.StartsWith($"{{{token}}}/", StringComparison.Ordinal))
           select text.UserPath(directory),
        .. from directory in definition.Directories
           where directory.Path.Length > 0 && !HomePaths.IsIn(directory.Path)
           let row = DirectoryKinds.Find(directory.Kind)
           where row is not null && DirectoryTokens.IsPerInstance(row.Token)
           select $"\"${row.Variable}\"/{ShellSyntax.Quote(directory.Path)}",
    ];

    private static bool IsPlace(KeyValuePair<string, string> variable) =>
        UserPlaces.Tokens.Any(token => variable.Key == DirectoryKinds.VariableOf(token) && variable.Value == $"{{{token}}}");

    /// <summary>The files that a user's service prints to, as words of another script of that user.</summary>
    public static List<string> OutputsInHome(ServiceDefinition definition)
    {
        var text = new LaunchdText(definition);
        return [.. Outputs(definition).OfType<string>().Distinct().Select(text.PlaceWord)];
    }

    /// <summary>The targets of standard output and standard error, with the places of the layout; null for no target.</summary>
    public static IEnumerable<string?> OutputsOf(ServiceDefinition definition) =>
        Outputs(definition).Select(path => path is null ? null : DirectoryTokens.Expand(
            path, token => token == DirectoryTokens.Instance ? definition.Instance : definition.Layout.Resolve(token)));

    private static string Output(ServiceDefinition definition, LaunchdText text)
    {
        var words = Outputs(definition).Select(path => path is null ? "/dev/null" : text.UserPath(path)).ToList();
        return $" >>{words[0]} {(words[1] == words[0] ? "2>&1" : "2>>" + words[1])}";
    }

    // The targets of standard output and standard error; null for no target.
    private static string?[] Outputs(ServiceDefinition definition)
    {
        var process = definition.Process;
        return [PathOf(process.StandardOutput), PathOf(process.StandardError ?? process.StandardOutput)];

        string? PathOf(OutputTarget target) => target.Kind switch
        {
            OutputKind.Null => null,
            OutputKind.File => target.Path,
            _ => $"{{{DirectoryTokens.Log}}}/{definition.Name}.log",
        };
    }
}
