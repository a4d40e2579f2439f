using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;

namespace ServicePackaging.Launchd;

/// <summary>Renders the model's texts with directory tokens for a job or for the script that starts the program.</summary>
internal sealed class LaunchdText(ServiceDefinition definition)
{
    /// <summary>A text in which the directories replace their tokens.</summary>
    public string Value(string text) => DirectoryTokens.Expand(text, Resolve);

    /// <summary>A word of a script that runs as each user, in which variables hold the user's directories.</summary>
    public string UserWord(string text) => text.Length == 0 ? "''" : DirectoryTokens.Expand(
        text,
        token => DirectoryTokens.IsPerInstance(token) ? $"\"${DirectoryKinds.VariableOf(token)}\"" : ShellSyntax.Quote(Resolve(token)),
        ShellSyntax.Part);

    /// <summary>A path as a word of such a script.</summary>
    public string UserPath(string path) => !HomePaths.IsIn(path) ? UserWord(path)
        : HomePaths.Below(path) is { Length: > 0 } below ? UserPlaces.InHome("~") + UserWord(below)
        : UserPlaces.InHome(path);

    /// <summary>A path as a word of another script of the user, for which no variables hold the directories.</summary>
    public string PlaceWord(string path)
    {
        var isInHome = HomePaths.IsIn(path);
        return (isInHome ? UserPlaces.InHome("~") : "") + DirectoryTokens.Expand(
            isInHome ? HomePaths.Below(path) : path,
            token => DirectoryTokens.IsPerInstance(token) ? UserPlaces.Word(definition, token) : ShellSyntax.Quote(Resolve(token)),
            ShellSyntax.Part);
    }

    private string Resolve(string token) => token == DirectoryTokens.Instance ? definition.Instance : definition.Layout.Resolve(token);
}
