using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;

namespace ServicePackaging.Launchd;

/// <summary>The model's texts with directory tokens, as a job or the script before it has them.</summary>
internal sealed class LaunchdText(ServiceDefinition definition)
{
    /// <summary>A text with the places themselves.</summary>
    public string Value(string text) => DirectoryTokens.Expand(text, Resolve);

    /// <summary>A word of a script that runs as each user, whose places are in variables.</summary>
    public string UserWord(string text) => text.Length == 0 ? "''" : DirectoryTokens.Expand(
        text,
        token => DirectoryTokens.IsPerInstance(token) ? $"\"${DirectoryKinds.VariableOf(token)}\"" : ShellSyntax.Quote(Resolve(token)),
        ShellSyntax.Part);

    /// <summary>A path, as such a word.</summary>
    public string UserPath(string path) => !HomePaths.IsIn(path) ? UserWord(path)
        : HomePaths.Below(path) is { Length: > 0 } below ? UserPlaces.InHome("~") + UserWord(below)
        : UserPlaces.InHome(path);

    /// <summary>A path as a word of another script of the user's, to which nobody names the places.</summary>
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
