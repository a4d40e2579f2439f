using ServicePackaging.Model;
using ServicePackaging.Model.Platforms;

namespace ServicePackaging.WindowsService;

/// <summary>A directory that a service owns on Windows.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Path">Where it is: a place of <see cref="WindowsPaths"/> and names below.</param>
/// <param name="Instance">The instance whose it is alone; empty for all of the services.</param>
/// <param name="Purge">Whether purging deletes it.</param>
internal sealed record OwnedDirectory(DirectoryKind Kind, string Path, string Instance, bool Purge)
{
    /// <summary>Whether the service only reads it.</summary>
    public bool IsReadOnly => Kind == DirectoryKind.Configuration;
}

/// <summary>The directories that the installation makes for a service, and the variables that tell it of them. The variables are those of
/// systemd.exec(5), "RuntimeDirectory=, StateDirectory=, …": a program finds its places on every platform by the same names.</summary>
internal static class ServiceDirectories
{
    private static readonly (DirectoryKind Kind, string Token, string Variable, Func<InstallLayout, string> Place)[] Kinds =
    [
        (DirectoryKind.Configuration, DirectoryTokens.Config, "CONFIGURATION_DIRECTORY", layout => layout.Config),
        (DirectoryKind.State, DirectoryTokens.State, "STATE_DIRECTORY", layout => layout.State),
        (DirectoryKind.Logs, DirectoryTokens.Log, "LOGS_DIRECTORY", layout => layout.Log),
        (DirectoryKind.Cache, DirectoryTokens.Cache, "CACHE_DIRECTORY", layout => layout.Cache),
        (DirectoryKind.Runtime, DirectoryTokens.Runtime, "RUNTIME_DIRECTORY", layout => layout.Runtime),
    ];

    /// <summary>All directories, parents first.</summary>
    public static IReadOnlyList<OwnedDirectory> For(ServiceDefinition definition)
    {
        var places = Kinds.Where(row => IsUsed(definition, row.Kind, row.Token))
            .Select(row => new OwnedDirectory(row.Kind, row.Place(definition.Layout), "", IsPurged(definition, row.Kind, row.Place)));
        var instances = places.Where(place => !place.IsReadOnly).SelectMany(place => definition.Instances
            .Select(instance => place with { Path = $@"{place.Path}\{instance.Name}", Instance = instance.Name }));
        var declared = definition.Directories.Where(directory => directory.Path.Length > 0)
            .Select(directory => new OwnedDirectory(directory.Kind, PathOf(definition, directory), "", directory.Purge));
        return [.. places.Concat(instances).Concat(declared).DistinctBy(directory => directory.Path, StringComparer.OrdinalIgnoreCase).OrderBy(directory => directory.Path, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The variables that name a service's places.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(ServiceDefinition definition)
    {
        var instance = definition.Instances.Count > 0 ? $@"\{{{DirectoryTokens.Instance}}}" : "";
        return Kinds.Where(row => IsUsed(definition, row.Kind, row.Token))
            .Select(row => KeyValuePair.Create(row.Variable, $"{{{row.Token}}}{(row.Kind == DirectoryKind.Configuration ? "" : instance)}"));
    }

    private static bool IsUsed(ServiceDefinition definition, DirectoryKind kind, string token) => kind switch
    {
        DirectoryKind.State => true,
        DirectoryKind.Configuration => definition.ConfigFiles.Count > 0 || IsDeclared(definition, kind) || IsMentioned(definition, token),
        DirectoryKind.Logs => definition.Logs.Count > 0 || IsDeclared(definition, kind) || IsMentioned(definition, token),
        _ => IsDeclared(definition, kind) || IsMentioned(definition, token),
    };

    private static bool IsDeclared(ServiceDefinition definition, DirectoryKind kind) => definition.Directories.Any(directory => directory.Kind == kind);

    private static bool IsMentioned(ServiceDefinition definition, string token)
    {
        var texts = definition.Process.Arguments
            .Concat(definition.Process.Environment.Select(variable => variable.Value))
            .Concat(definition.Instances.SelectMany(instance => (instance.Arguments ?? []).Concat(instance.Environment.Select(variable => variable.Value))));
        return texts.Any(text => text.Contains($"{{{token}}}", StringComparison.Ordinal));
    }

    // A place that the developer moved elsewhere may hold what is not ours.
    private static bool IsPurged(ServiceDefinition definition, DirectoryKind kind, Func<InstallLayout, string> place) =>
        definition.Directories.FirstOrDefault(directory => directory.Kind == kind && directory.Path.Length == 0)?.Purge
            ?? place(definition.Layout) == place(WindowsRules.LayoutFor(definition.Package));

    private static string PathOf(ServiceDefinition definition, ServiceDirectory directory) => directory.Kind == DirectoryKind.Custom
        ? directory.Path
        : WindowsRules.Instance.Combine(Array.Find(Kinds, row => row.Kind == directory.Kind).Place(definition.Layout), directory.Path);
}
