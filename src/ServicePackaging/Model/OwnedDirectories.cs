using ServicePackaging.Model.Platforms;

namespace ServicePackaging.Model;

/// <summary>A directory that a service owns, where the package makes it and not the service manager.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Path">Where it is, as the platform writes it.</param>
/// <param name="Instance">The instance whose it is alone; empty for all of the services.</param>
/// <param name="Account">Whose it is, where directories have owners.</param>
/// <param name="Mode">Permission bits, where the platform has them.</param>
/// <param name="Purge">Whether purging deletes it.</param>
internal sealed record OwnedDirectory(DirectoryKind Kind, string Path, string Instance, ServiceAccount Account, UnixFileMode Mode, bool Purge)
{
    /// <summary>Whether the service only reads it.</summary>
    public bool IsReadOnly => Kind == DirectoryKind.Configuration;
}

/// <summary>The directories that the installation makes for a service, and the variables that tell it of them. The variables are those of
/// systemd.exec(5), "RuntimeDirectory=, StateDirectory=, …": a program finds its places on every platform by the same names.</summary>
internal static class OwnedDirectories
{
    private const UnixFileMode SharedMode = ServiceDirectory.DefaultMode | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly (DirectoryKind Kind, string Token, string Variable)[] Kinds =
    [
        (DirectoryKind.Configuration, DirectoryTokens.Config, "CONFIGURATION_DIRECTORY"),
        (DirectoryKind.State, DirectoryTokens.State, "STATE_DIRECTORY"),
        (DirectoryKind.Logs, DirectoryTokens.Log, "LOGS_DIRECTORY"),
        (DirectoryKind.Cache, DirectoryTokens.Cache, "CACHE_DIRECTORY"),
        (DirectoryKind.Runtime, DirectoryTokens.Runtime, "RUNTIME_DIRECTORY"),
    ];

    /// <summary>All directories, parents first.</summary>
    public static IReadOnlyList<OwnedDirectory> For(ServiceDefinition definition, PlatformRules rules)
    {
        // What several instances declare is the service's own account's, whichever comes first.
        var own = definition.Services.SelectMany(service => OfService(service, rules)).OrderBy(directory => directory.Account != definition.Account).ToList();
        return
        [
            .. own.Concat(Shared(definition, own, rules))
                .DistinctBy(directory => directory.Path, StringComparer.OrdinalIgnoreCase).OrderBy(directory => directory.Path, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static IEnumerable<OwnedDirectory> OfService(ServiceDefinition service, PlatformRules rules)
    {
        var conventional = rules.LayoutFor(service.Package, "");
        var declared = service.Directories.Where(directory => directory.Path.Length > 0).Select(directory => new OwnedDirectory(
            directory.Kind, PathOf(service, directory, rules), IsOfAll(directory.Kind) ? "" : service.Instance, service.Account, directory.Mode, directory.Purge));
        return Used(service, rules).Select(row => PlaceOf(service, row.Kind, row.Token, conventional, rules)).Concat(declared);
    }

    // What instances have theirs in. What is one account's must not hold what is another's: it could be put somewhere else.
    private static IEnumerable<OwnedDirectory> Shared(ServiceDefinition definition, List<OwnedDirectory> own, PlatformRules rules) => definition.Instances.Count == 0 ? [] :
        from directory in OfService(definition, rules)
        where own.Exists(other => other.Path.StartsWith(directory.Path + rules.Separator, StringComparison.OrdinalIgnoreCase))
        select definition.IsOneAccount ? directory : directory with { Account = rules.Superuser, Mode = SharedMode };

    private static bool IsOfAll(DirectoryKind kind) => kind is DirectoryKind.Custom or DirectoryKind.Configuration;

    /// <summary>What purging deletes, the whole of it; case does not count where packages make their directories themselves.</summary>
    public static IReadOnlyList<string> PurgedPaths(IReadOnlyList<OwnedDirectory> directories, char separator) =>
        Purging.Select(directories.Select(directory => (directory.Path, directory.Purge)), separator, StringComparison.OrdinalIgnoreCase);

    /// <summary>The directory token of a kind's place; null for those that have none.</summary>
    public static string? TokenOf(DirectoryKind kind) => Array.Find(Kinds, row => row.Kind == kind).Token;

    /// <summary>The variable that names the place of a directory token; null for those that have none.</summary>
    public static string? VariableOf(string token) => Array.Find(Kinds, row => row.Token == token).Variable;

    /// <summary>The variables that name a service's places, with directory tokens.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(ServiceDefinition definition, PlatformRules rules) =>
        Used(definition, rules).Select(row => KeyValuePair.Create(row.Variable, $"{{{row.Token}}}"));

    private static IEnumerable<(DirectoryKind Kind, string Token, string Variable)> Used(ServiceDefinition definition, PlatformRules rules)
    {
        var mentioned = MentionedTokens(definition).ToList();
        var atStart = rules.PlacesAtStart(definition).OfType<string>().ToList();
        return Kinds.Where(row => IsUsed(definition, row.Kind, rules) || IsDeclared(definition, row.Kind) || mentioned.Contains(row.Token)
            || atStart.Exists(place => place.Contains($"{{{row.Token}}}", StringComparison.Ordinal)));
    }

    private static bool IsUsed(ServiceDefinition definition, DirectoryKind kind, PlatformRules rules) => kind switch
    {
        DirectoryKind.State => true,
        DirectoryKind.Configuration => definition.ConfigFiles.Count > 0 || rules.GuardsConfigDirectory,
        DirectoryKind.Logs => definition.Logs.Count > 0 || rules.LogsToFiles,
        _ => false,
    };

    private static bool IsDeclared(ServiceDefinition definition, DirectoryKind kind) => definition.Directories.Any(directory => directory.Kind == kind);

    /// <summary>The directory tokens that arguments and variables hold.</summary>
    public static IEnumerable<string> MentionedTokens(ServiceDefinition definition)
    {
        var texts = definition.Process.Arguments
            .Concat(definition.Process.Environment.Select(variable => variable.Value));
        return DirectoryTokens.All.Where(token => texts.Any(text => text.Contains($"{{{token}}}", StringComparison.Ordinal)));
    }

    // A place that the developer moved elsewhere may hold what is not ours.
    private static OwnedDirectory PlaceOf(ServiceDefinition definition, DirectoryKind kind, string token, InstallLayout conventional, PlatformRules rules)
    {
        var declared = definition.Directories.FirstOrDefault(directory => directory.Kind == kind && directory.Path.Length == 0);
        var path = definition.Layout.Resolve(token);
        var isOurs = kind != DirectoryKind.Configuration || !rules.MayHoldOtherProducts(path);
        var isConventional = path == conventional.Resolve(token) || path == conventional.ForInstance(definition.Instance, rules.Separator).Resolve(token);
        return new(
            kind, path, IsOfAll(kind) ? "" : definition.Instance, definition.Account, declared?.Mode ?? ServiceDirectory.DefaultMode, isOurs && (declared?.Purge ?? isConventional));
    }

    private static string PathOf(ServiceDefinition definition, ServiceDirectory directory, PlatformRules rules) => directory.Kind == DirectoryKind.Custom
        ? directory.Path
        : rules.Combine(definition.Layout.Resolve(TokenOf(directory.Kind)!), directory.Path);
}
