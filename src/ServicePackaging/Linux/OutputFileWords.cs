using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>The files that a service prints to, as words of a script that runs as the user who reads them.</summary>
internal static class OutputFileWords
{
    /// <summary>The variable of the script that contains systemd's state directory, which differs between versions.</summary>
    public const string StateVariable = "\"$state\"";

    // systemd.unit(5), "Specifiers", in a user's manager.
    private static readonly Dictionary<string, string> Roots = new(StringComparer.Ordinal)
    {
        [DirectoryTokens.State] = StateVariable,
        [DirectoryTokens.Log] = StateVariable + "/log",
        [DirectoryTokens.Cache] = "\"${XDG_CACHE_HOME:-$HOME/.cache}\"",
        [DirectoryTokens.Runtime] = "\"$XDG_RUNTIME_DIR\"",
    };

    /// <summary>The files of a service or instance; none if it prints only to the journal.</summary>
    public static IReadOnlyList<string> Of(ServiceDefinition definition) =>
        [.. definition.Process.OutputFiles.Select(path => Word(definition, path)).Distinct()];

    private static string Word(ServiceDefinition definition, string path)
    {
        var isInHome = HomePaths.IsIn(path);
        var text = DirectoryTokens.Expand(isInHome ? HomePaths.Below(path) : path, token => Place(definition, token), ShellSyntax.Part);
        return isInHome ? "\"$HOME\"" + text : text;
    }

    private static string Place(ServiceDefinition definition, string token)
    {
        if (token == DirectoryTokens.Instance)
        {
            return ShellSyntax.Part(definition.Instance);
        }

        var place = definition.Layout.Resolve(token);
        if (HomePaths.IsIn(place))
        {
            return "\"$HOME\"" + ShellSyntax.Part(HomePaths.Below(place));
        }

        return definition.Scope == ServiceScope.User && Roots.TryGetValue(token, out var root)
            ? $"{root}/{ShellSyntax.Part(definition.WithInstance(definition.Name))}"
            : ShellSyntax.Part(place);
    }
}
