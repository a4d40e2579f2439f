using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Systemd;

/// <summary>The model's texts with directory tokens, as values of a unit.</summary>
internal sealed class UnitText(ServiceDefinition definition)
{
    private const string Home = "%h";

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

    /// <summary>A unit's description, which tells instances apart.</summary>
    public string Description(string text) => UnitSyntax.EscapeSpecifiers(text) + (definition.Instance.Length > 0 ? " (%i)" : "");

    /// <summary>A path as a word of an Exec line.</summary>
    public string PathWord(string path) => UnitSyntax.Quote(Place(path, UnitSyntax.EscapeArgument));

    /// <summary>An Exec line of a program and its words.</summary>
    public string CommandLine(IEnumerable<string> words) =>
        string.Join(' ', words.Select(word => UnitSyntax.Quote(DirectoryTokens.Expand(word, Resolve, UnitSyntax.EscapeArgument))));

    /// <summary>An assignment for Environment=.</summary>
    public string Assignment(KeyValuePair<string, string> variable) =>
        UnitSyntax.Quote($"{variable.Key}={DirectoryTokens.Expand(variable.Value, Resolve, UnitSyntax.EscapeSpecifiers)}");

    private string Place(string path, Func<string, string> escape) => HomePaths.IsIn(path)
        ? Home + DirectoryTokens.Expand(HomePaths.Below(path), Resolve, escape)
        : DirectoryTokens.Expand(path, Resolve, escape);

    // A user's directories differ from user to user; the manager knows them (systemd.unit(5), "Specifiers").
    private string Resolve(string token)
    {
        var name = UnitSyntax.EscapeSpecifiers(definition.Name) + (definition.Instance.Length > 0 ? "/%i" : "");
        return token switch
        {
            DirectoryTokens.Instance => "%i",
            DirectoryTokens.Install or DirectoryTokens.Config => Value(definition.Layout.Resolve(token)),
            _ => PlaceOf(token, definition.Layout.Resolve(token)),
        };

        string PlaceOf(string kind, string path) =>
            definition.Scope == ServiceScope.System || HomePaths.IsIn(path) ? Value(path) : Roots[kind] + name;
    }
}
