using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;

namespace ServicePackaging.Systemd;

/// <summary>A service's directories in a unit: those that a directive names (systemd.exec(5), "RuntimeDirectory=, StateDirectory=, …"), and
/// those that have to be named by their path.</summary>
internal static class UnitDirectories
{
    private static readonly (DirectoryKind Kind, string Directive, string Base)[] Directives =
    [
        (DirectoryKind.Runtime, "RuntimeDirectory", "/run/"),
        (DirectoryKind.State, "StateDirectory", "/var/lib/"),
        (DirectoryKind.Cache, "CacheDirectory", "/var/cache/"),
        (DirectoryKind.Logs, "LogsDirectory", "/var/log/"),
        (DirectoryKind.Configuration, "ConfigurationDirectory", "/etc/"),
    ];

    /// <summary>Directories of one kind: a directive with names below the kind's base, which may hold the token of the instance.</summary>
    public sealed record Group(string Directive, IReadOnlyList<string> Names, UnixFileMode Mode);

    /// <summary>Returns the directories by directive. One mode applies to all directories of a directive. So a directory below the
    /// directory of a kind, which may have its own mode, is left to tmpfiles.d if there is such a file.</summary>
    public static IEnumerable<Group> ByDirective(ServiceDefinition definition)
    {
        var all = OfService(definition);
        foreach (var (kind, directive, _) in Directives)
        {
            var directories = all.Where(directory => directory.Kind == kind && NameBelowBase(definition, directory) is not null
                && (directory.IsPlace || !directory.IsCreatedAtInstallation)).ToList();
            if (directories.Count > 0)
            {
                var names = directories.Select(directory => NameBelowBase(definition, directory)!);
                yield return new(directive, [.. names], directories[0].Mode);
            }
        }
    }

    /// <summary>Returns the directories in a user's home, which no directive names, as texts with tokens.</summary>
    public static IEnumerable<(string Path, UnixFileMode Mode)> InHome(ServiceDefinition definition) =>
        from directory in OfService(definition)
        where HomePaths.IsIn(directory.Path)
        select (directory.IsPlace ? $"{{{DirectoryKinds.Find(directory.Kind)!.Token}}}" : directory.Path, directory.Mode);

    /// <summary>Returns the variables that name the directories which systemd does not create, and for which it therefore sets no
    /// variable.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(ServiceDefinition definition)
    {
        var places = OfService(definition).Where(directory => directory.IsPlace).ToList();
        return from row in DirectoryKinds.All
               let place = places.Find(directory => directory.Kind == row.Kind)
               where place is null ? IsConfigurationOf(definition, row.Kind) : NameBelowBase(definition, place) is null
               select KeyValuePair.Create(row.Variable, $"{{{row.Token}}}");
    }

    /// <summary>Returns the paths that systemd does not make writable without ReadWritePaths=.</summary>
    public static IEnumerable<string> WritablePaths(ServiceDefinition definition) =>
        from directory in OfService(definition)
        where NameBelowBase(definition, directory) is null || (!directory.IsPlace && directory.Kind == DirectoryKind.Configuration)
        select directory.Path;

    /// <summary>Whether a directory of a system service is where systemd creates directories of its kind.</summary>
    public static bool IsBelowBase(PlannedDirectory directory) => NameBelowBase(directory) is not null;

    /// <summary>Whether a directive names a directory of a system service: then systemd creates it, and gives it to the service with
    /// everything in it. Configuration is the one kind that systemd creates and does not give to the service.</summary>
    public static bool IsGivenBySystemd(PlannedDirectory directory) =>
        directory is { IsPlace: true, Origin: not DirectoryOrigin.Shared, Kind: not DirectoryKind.Configuration } && IsBelowBase(directory);

    /// <summary>Returns the directories that a directive gives to a service: names, with links after a colon (systemd.exec(5)).</summary>
    public static IEnumerable<(DirectoryKind Kind, string Path)> GivenBy(string directive, string value) =>
        from row in Directives
        where row.Directive == directive && row.Kind != DirectoryKind.Configuration
        from word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select (row.Kind, row.Base + word.Split(':')[0].Trim('"', '\'', '/'));

    // The package itself contains the configuration directory, so that no directive creates it.
    private static bool IsConfigurationOf(ServiceDefinition definition, DirectoryKind kind) =>
        kind == DirectoryKind.Configuration && definition.Scope == ServiceScope.System;

    private static IReadOnlyList<PlannedDirectory> OfService(ServiceDefinition definition) =>
        ServiceDirectories.OfService(definition, Platform.Linux);

    private static string? NameBelowBase(ServiceDefinition definition, PlannedDirectory directory)
    {
        if (definition.Scope == ServiceScope.System)
        {
            return NameBelowBase(directory);
        }

        // A user's directories are below that user's base directories, under the same names, unless the developer sets other paths.
        return DirectoryKinds.PlaceOf(directory.Kind, definition.Layout) is { } place && !HomePaths.IsIn(directory.Path)
            ? definition.WithInstance(definition.Name) + directory.Path[place.Length..]
            : null;
    }

    private static string? NameBelowBase(PlannedDirectory directory)
    {
        var root = Array.Find(Directives, row => row.Kind == directory.Kind).Base;
        return root is not null && directory.Path.StartsWith(root, StringComparison.Ordinal) ? directory.Path[root.Length..] : null;
    }
}
