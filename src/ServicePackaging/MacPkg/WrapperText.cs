using ServicePackaging.Launchd;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.MacPkg;

/// <summary>The script between launchd and the program, where there has to be one.</summary>
internal static class WrapperText
{
    // Where each user's own things are (Apple, "File System Programming Guide"); the last is made anew at every login.
    private static readonly (string Token, string Place)[] UserPlaces =
    [
        (DirectoryTokens.State, "\"$HOME/Library/Application Support/\""),
        (DirectoryTokens.Log, "\"$HOME/Library/Logs/\""),
        (DirectoryTokens.Cache, "\"$HOME/Library/Caches/\""),
        (DirectoryTokens.Runtime, "\"${TMPDIR:-/tmp}/\""),
    ];

    public static string Create(ServiceDefinition definition)
    {
        var isUser = definition.Scope == ServiceScope.User;
        var text = new LaunchdText(definition);
        var below = ShellSyntax.Quote(definition.Package.Name + (definition.Instance.Length > 0 ? "/" + definition.Instance : ""));
        return TemplateRenderer.Render(definition, GeneratedTexts.MacRun, new
        {
            name = definition.Name,
            directories = isUser ? UserPlaces.Select(place => new { variable = OwnedDirectories.VariableOf(place.Token), path = place.Place + below }).ToList() : [],
            subdirectories = isUser ? SubdirectoriesOf(definition) : [],
            workingDirectory = isUser ? text.UserWord(definition.Process.WorkingDirectory) : "",
            // For a system's service, launchd sets them.
            variables = isUser
                ? LaunchdJob.VariablesOf(definition).Where(variable => !IsPlace(variable)).Select(variable => $"{variable.Key}={text.UserWord(variable.Value)}").ToList()
                : [],
            files = definition.EnvironmentFiles.Select(file => ShellSyntax.Quote(file.TargetPath)).ToList(),
            command = string.Join(' ', LaunchdJob.CommandOf(definition).Select(word => isUser ? text.UserWord(word) : ShellSyntax.Quote(text.Value(word)))),
            output = isUser ? Output(definition, text) : "",
        });
    }

    private static List<string> SubdirectoriesOf(ServiceDefinition definition) =>
    [
        .. from directory in definition.Directories
           where directory.Path.Length > 0
           let token = OwnedDirectories.TokenOf(directory.Kind)
           where token is not null && DirectoryTokens.IsPerInstance(token)
           select $"\"${OwnedDirectories.VariableOf(token)}\"/{ShellSyntax.Quote(directory.Path)}",
    ];

    private static bool IsPlace(KeyValuePair<string, string> variable) =>
        UserPlaces.Any(place => variable.Key == OwnedDirectories.VariableOf(place.Token) && variable.Value == $"{{{place.Token}}}");

    private static string Output(ServiceDefinition definition, LaunchdText text)
    {
        var output = PathOf(definition.Process.StandardOutput);
        var error = definition.Process.StandardError is { } target ? PathOf(target) : output;
        return $" >>{output} {(error == output ? "2>&1" : "2>>" + error)}";

        string PathOf(OutputTarget target) => target.Kind switch
        {
            OutputKind.Null => "/dev/null",
            OutputKind.File => text.UserWord(target.Path!),
            _ => text.UserWord($"{{{DirectoryTokens.Log}}}/{definition.Name}.log"),
        };
    }
}
