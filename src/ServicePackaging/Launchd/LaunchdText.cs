using ServicePackaging.Model;
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
        token => DirectoryTokens.IsPerInstance(token) ? $"\"${OwnedDirectories.VariableOf(token)}\"" : ShellSyntax.Quote(Resolve(token)),
        literal => literal.Length == 0 ? "" : ShellSyntax.Quote(literal));

    private string Resolve(string token) => token == DirectoryTokens.Instance ? definition.Instance : definition.Layout.Resolve(token);
}
