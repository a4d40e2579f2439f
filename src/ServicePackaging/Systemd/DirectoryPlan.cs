using ServicePackaging.Model;
using ServicePackaging.Model.Platforms;
using ServicePackaging.Unix;

namespace ServicePackaging.Systemd;

/// <summary>Which of a service's directories systemd makes by directive (systemd.exec(5), "RuntimeDirectory=, StateDirectory=, …"), and which
/// have to be named as paths.</summary>
internal static class DirectoryPlan
{
    private static readonly (DirectoryKind Kind, string Directive, string Base, Func<InstallLayout, string> Place)[] Kinds =
    [
        (DirectoryKind.Runtime, "RuntimeDirectory", "/run/", layout => layout.Runtime),
        (DirectoryKind.State, "StateDirectory", "/var/lib/", layout => layout.State),
        (DirectoryKind.Cache, "CacheDirectory", "/var/cache/", layout => layout.Cache),
        (DirectoryKind.Logs, "LogsDirectory", "/var/log/", layout => layout.Log),
        (DirectoryKind.Configuration, "ConfigurationDirectory", "/etc/", layout => layout.Config),
    ];

    /// <summary>Directories of one kind: a directive with names below the kind's base, which may hold the token of the instance.</summary>
    public sealed record Group(string Directive, IReadOnlyList<string> Names, UnixFileMode Mode);

    /// <summary>A directory that is there before the first start, and whose it is.</summary>
    /// <param name="Directory">The directory.</param>
    /// <param name="Account">Whose it is.</param>
    /// <param name="IsPlace">Whether it is the place of its kind, and not below or beside it.</param>
    /// <param name="IsBelowBase">Whether it lies where systemd makes directories of its kind.</param>
    /// <param name="IsByDirective">Whether a unit's directive names it: then systemd makes it, and gives it to the service with all that is in it.</param>
    public sealed record MadeDirectory(ServiceDirectory Directory, ServiceAccount Account, bool IsPlace, bool IsBelowBase, bool IsByDirective);

    /// <summary>What of a package's directories is made at installation, parents first: those of all of its services, and what instances have theirs in.</summary>
    public static IReadOnlyList<MadeDirectory> AtInstallation(ServiceDefinition definition)
    {
        // What several instances declare is the service's own account's, whichever comes first.
        var own = definition.Services.SelectMany(service => Resolve(service).Select(directory => Make(service, directory, service.Account, isShared: false)))
            .OrderBy(made => made.Account != definition.Account).ToList();
        if (definition.Instances.Count > 0)
        {
            // What is one account's must not hold what is another's: it could be put somewhere else.
            var account = definition.IsOneAccount ? definition.Account : ServiceAccount.Root;
            own.AddRange(Resolve(definition)
                .Where(shared => IsPlace(definition, shared) && own.Exists(made => made.Directory.Path.StartsWith(shared.Path + "/", StringComparison.Ordinal)))
                .Select(shared => Make(definition, definition.IsOneAccount ? shared : shared with { Mode = UnixModes.Directory }, account, isShared: true)));
        }

        if (definition.Scope == ServiceScope.System)
        {
            own.AddRange(OutputFilePlan.Directories(definition).Select(directory =>
                new MadeDirectory(directory, ServiceAccount.Root, IsPlace: false, IsBelowBase: false, IsByDirective: false)));
        }

        return [.. own.Where(made => made.Directory.Kind != DirectoryKind.Runtime).DistinctBy(made => made.Directory.Path).OrderBy(made => made.Directory.Path, StringComparer.Ordinal)];
    }

    // Configuration is the one kind that systemd makes and does not give to the service.
    private static MadeDirectory Make(ServiceDefinition definition, ServiceDirectory directory, ServiceAccount account, bool isShared)
    {
        var isPlace = IsPlace(definition, directory);
        var isBelowBase = NameBelowBase(definition, directory) is not null;
        return new(directory, account, isPlace, isBelowBase, isPlace && isBelowBase && !isShared && directory.Kind != DirectoryKind.Configuration);
    }

    /// <summary>All directories of one service, absolute, with mode and purge policy; parents first. A place that the developer moved elsewhere may
    /// hold what is not ours: purging deletes it only where it is the conventional one.</summary>
    public static IReadOnlyList<ServiceDirectory> Resolve(ServiceDefinition definition)
    {
        var declared = definition.Directories.Select(directory => directory with { Path = Place(definition, directory) }).ToList();
        foreach (var (kind, _, basePath, place) in Kinds.Where(row => IsImplied(definition, row.Kind)))
        {
            if (!declared.Exists(directory => directory.Path == place(definition.Layout)))
            {
                var conventional = basePath + definition.Package.Name;
                declared.Add(new(
                    kind, place(definition.Layout), ServiceDirectory.DefaultMode,
                    Purge: place(definition.Layout) is var path && (path == conventional || path == $"{conventional}/{definition.Instance}")));
            }
        }

        return [.. declared.DistinctBy(directory => directory.Path).OrderBy(directory => directory.Path, StringComparer.Ordinal)];
    }

    /// <summary>The directories by directive. One mode holds for all of a directive, so that what lies below a kind's place, and may have a
    /// mode of its own, is left to tmpfiles.d where there is one.</summary>
    public static IEnumerable<Group> For(ServiceDefinition definition)
    {
        var all = Resolve(definition);
        foreach (var (kind, directive, _, _) in Kinds)
        {
            var directories = all.Where(directory => directory.Kind == kind && NameBelowBase(definition, directory) is not null
                && (IsPlace(definition, directory) || IsMadeByDirectiveOnly(definition, directory))).ToList();
            if (directories.Count > 0)
            {
                yield return new(directive, [.. directories.Select(directory => NameBelowBase(definition, directory)!)], directories[0].Mode);
            }
        }
    }

    private static bool IsPlace(ServiceDefinition definition, ServiceDirectory directory) =>
        Array.Find(Kinds, row => row.Kind == directory.Kind).Place?.Invoke(definition.Layout) == directory.Path;

    /// <summary>A directory as text with the token of its kind, where it is the kind's place; null where it is not.</summary>
    public static string? TokenOfPlace(ServiceDefinition definition, ServiceDirectory directory) =>
        IsPlace(definition, directory) ? $"{{{OwnedDirectories.TokenOf(directory.Kind)}}}" : null;

    /// <summary>The variables that name the places which systemd does not make, and so does not name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(ServiceDefinition definition) =>
        from directory in Resolve(definition)
        where HomePaths.IsIn(directory.Path) && IsPlace(definition, directory)
        let token = OwnedDirectories.TokenOf(directory.Kind)
        select KeyValuePair.Create(OwnedDirectories.VariableOf(token)!, $"{{{token}}}");

    /// <summary>The paths that systemd does not make writable by itself.</summary>
    public static IEnumerable<string> WritablePaths(ServiceDefinition definition) =>
        from directory in Resolve(definition)
        let isBelowPlace = !IsPlace(definition, directory) && NameBelowBase(definition, directory) is not null
        where NameBelowBase(definition, directory) is null
            || (isBelowPlace && directory.Kind == DirectoryKind.Configuration)
        select directory.Path;

    // Users have no tmpfiles.d of the package's, and what lives as long as the service is nothing to make before.
    private static bool IsMadeByDirectiveOnly(ServiceDefinition definition, ServiceDirectory directory) =>
        definition.Scope == ServiceScope.User || directory.Kind == DirectoryKind.Runtime;

    private static bool IsImplied(ServiceDefinition definition, DirectoryKind kind) => definition.Directories.Any(directory => directory.Kind == kind) || kind switch
    {
        DirectoryKind.State => true,
        DirectoryKind.Logs => definition.Logs.Count > 0 || WritesTo(definition, DirectoryTokens.Log, definition.Layout.Log),
        DirectoryKind.Runtime => WritesTo(definition, DirectoryTokens.Runtime, definition.Layout.Runtime),
        DirectoryKind.Cache => WritesTo(definition, DirectoryTokens.Cache, definition.Layout.Cache),
        _ => false,
    };

    // A directory that any setting mentions is there when the service starts.
    private static bool WritesTo(ServiceDefinition definition, string token, string directory)
    {
        var process = definition.Process;
        string?[] texts =
        [
            .. process.Arguments, .. process.Environment.Select(variable => variable.Value), .. definition.Sockets.Select(socket => socket.Address),
            process.WorkingDirectory, process.PidFile, .. process.OutputFiles,
        ];
        return texts.Any(text => text is not null
            && (text.Contains($"{{{token}}}", StringComparison.Ordinal) || text.Contains(directory + "/", StringComparison.Ordinal)));
    }

    private static string Place(ServiceDefinition definition, ServiceDirectory directory) =>
        directory.Kind == DirectoryKind.Custom
            ? directory.Path
            : LinuxRules.Instance.Combine(Array.Find(Kinds, row => row.Kind == directory.Kind).Place(definition.Layout), directory.Path);

    private static string? NameBelowBase(ServiceDefinition definition, ServiceDirectory directory)
    {
        var row = Array.Find(Kinds, row => row.Kind == directory.Kind);
        if (row.Base is null)
        {
            return null;
        }

        // A user's directories lie below the user's own places, under the same names, unless the developer knows better.
        if (definition.Scope == ServiceScope.User)
        {
            if (HomePaths.IsIn(directory.Path))
            {
                return null;
            }

            var name = directory.Path[row.Place(definition.Layout).Length..];
            return definition.WithInstance(definition.Name) + name;
        }

        return directory.Path.StartsWith(row.Base, StringComparison.Ordinal) ? directory.Path[row.Base.Length..] : null;
    }
}
