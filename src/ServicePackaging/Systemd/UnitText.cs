using ServicePackaging.Model;

namespace ServicePackaging.Systemd;

/// <summary>The model's texts with directory tokens, as values of a unit.</summary>
internal sealed class UnitText(ServiceDefinition definition)
{
    /// <summary>A path or other plain value.</summary>
    public string Value(string text) => DirectoryTokens.Expand(text, Resolve, UnitSyntax.EscapeSpecifiers);

    /// <summary>An Exec line of a program and its words.</summary>
    public string CommandLine(IEnumerable<string> words) =>
        string.Join(' ', words.Select(word => UnitSyntax.Quote(DirectoryTokens.Expand(word, Resolve, UnitSyntax.EscapeArgument))));

    /// <summary>An assignment for Environment=.</summary>
    public string Assignment(KeyValuePair<string, string> variable) =>
        UnitSyntax.Quote($"{variable.Key}={DirectoryTokens.Expand(variable.Value, Resolve, UnitSyntax.EscapeSpecifiers)}");

    // A user's places differ from user to user; the manager knows them (systemd.unit(5), "Specifiers").
    private string Resolve(string token)
    {
        var name = UnitSyntax.EscapeSpecifiers(definition.Name) + (definition.Instance.Length > 0 ? "/%i" : "");
        return token switch
        {
            DirectoryTokens.Instance => "%i",
            DirectoryTokens.State when definition.Scope == ServiceScope.User => $"%S/{name}",
            DirectoryTokens.Log when definition.Scope == ServiceScope.User => $"%L/{name}",
            DirectoryTokens.Cache when definition.Scope == ServiceScope.User => $"%C/{name}",
            DirectoryTokens.Runtime when definition.Scope == ServiceScope.User => $"%t/{name}",
            _ => Value(definition.Layout.Resolve(token)),
        };
    }
}
