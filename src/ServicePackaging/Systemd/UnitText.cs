using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Systemd;

/// <summary>The model's texts with directory tokens, as values of a unit.</summary>
internal sealed class UnitText(ServiceDefinition definition)
{
    private const string Home = "%h";
    private const string Instance = "%i";

    // Where a user's manager creates directories (systemd.unit(5), "Specifiers").
    private static readonly Dictionary<string, string> Roots = new(StringComparer.Ordinal)
    {
        [DirectoryTokens.State] = "%S/",
        [DirectoryTokens.Log] = "%L/",
        [DirectoryTokens.Cache] = "%C/",
        [DirectoryTokens.Runtime] = "%t/",
    };

    /// <summary>A path or other plain value.</summary>
    public string Value(string text) => Place(text, UnitSyntax.EscapeSpecifiers);

    /// <summary>A unit's description, which tells instances apart. systemd ends its messages with a full stop: "Started UNIT -
    /// DESCRIPTION.".</summary>
    public string Description(string text) =>
        UnitSyntax.EscapeSpecifiers(text.TrimEnd('.')) + (definition.Instance.Length > 0 ? " (%i)" : "");

    /// <summary>A path as a word of an Exec line.</summary>
    public string PathWord(string path) => UnitSyntax.Quote(Place(path, UnitSyntax.EscapeArgument));

    /// <summary>An Exec line of a program and its words. systemd expands variables in the words, and not in the program's path.</summary>
    public string CommandLine(IEnumerable<string> words) => string.Join(' ', words.Select((word, i) => UnitSyntax.Quote(
        i == 0 ? Expand(word, UnitSyntax.EscapeSpecifiers) : Argument(word))));

    // systemd.service(5), "Command Lines": "$NAME" as a word is split at white space, and "${NAME}" is not.
    private string Argument(string word) => VariableToken.Expand(
        word, (name, isWord) => isWord ? "$" + name : $"${{{name}}}", text => Expand(text, UnitSyntax.EscapeArgument));

    /// <summary>An assignment for Environment=.</summary>
    public string Assignment(KeyValuePair<string, string> variable) =>
        UnitSyntax.Quote($"{variable.Key}={Expand(variable.Value, UnitSyntax.EscapeSpecifiers)}");

    /// <summary>A value that is already in systemd's syntax, with directory tokens.</summary>
    public string Native(string value) => DirectoryTokens.Expand(value, token => Resolve(token, UnitSyntax.EscapeSpecifiers));

    private string Place(string path, Func<string, string> escape) =>
        HomePaths.IsIn(path) ? Home + Expand(HomePaths.Below(path), escape) : Expand(path, escape);

    private string Expand(string text, Func<string, string> escape) =>
        DirectoryTokens.Expand(text, token => Resolve(token, escape), escape);

    // A user's directories differ from user to user; the manager knows them (systemd.unit(5), "Specifiers").
    private string Resolve(string token, Func<string, string> escape)
    {
        if (token == DirectoryTokens.Instance)
        {
            return Instance;
        }

        var path = definition.Layout.Resolve(token);
        var isKnown = definition.Scope == ServiceScope.System || HomePaths.IsIn(path) || !Roots.ContainsKey(token);
        return isKnown ? Directory(path, escape)
            : Roots[token] + escape(definition.Name) + (definition.Instance.Length > 0 ? "/" + Instance : "");
    }

    // The paths of directories contain no tokens other than the instance's name, so that they are not expanded again.
    private static string Directory(string path, Func<string, string> escape)
    {
        var isInHome = HomePaths.IsIn(path);
        var parts = (isInHome ? HomePaths.Below(path) : path).Split(ServiceDefinition.AnyInstance);
        return (isInHome ? Home : "") + string.Join(Instance, parts.Select(escape));
    }
}
