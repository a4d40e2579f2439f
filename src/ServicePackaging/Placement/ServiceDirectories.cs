using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Placement;

/// <summary>Decides which directories a service has: kind, path, owner, mode, and whether purging deletes them. The platforms' differences
/// are in <see cref="DirectoryRules"/>.</summary>
internal static class ServiceDirectories
{
    private const UnixFileMode SharedMode = ServiceDirectory.DefaultMode | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Returns the directories of all services of a package, parents first.</summary>
    public static IReadOnlyList<PlannedDirectory> Plan(ServiceDefinition definition, Platform platform)
    {
        var rules = DirectoryRules.For(platform);
        // A directory that several instances declare belongs to the service's own account, whichever instance comes first.
        var own = definition.Services.SelectMany(service => OfService(service, platform))
            .OrderBy(directory => directory.Account != definition.Account).ToList();
        return Sort([.. own, .. Shared(definition, own, platform), .. Outputs(definition, rules)], rules);
    }

    /// <summary>Returns the directories of all services that the installation creates, parents first.</summary>
    public static IReadOnlyList<PlannedDirectory> AtInstallation(ServiceDefinition definition, Platform platform) =>
        [.. Plan(definition, platform).Where(directory => directory.IsCreatedAtInstallation)];

    /// <summary>Returns the directories of one service or instance, parents first.</summary>
    public static IReadOnlyList<PlannedDirectory> OfService(ServiceDefinition service, Platform platform)
    {
        var rules = DirectoryRules.For(platform);
        var declared = service.Directories.Select(directory => Complete(service, platform, new(
            directory.Kind, PathOf(service, directory, platform), service.Account, directory.Mode, directory.Purge,
            DirectoryOrigin.Declared)));
        var places = UsedKinds(service, platform).Select(row => PlaceOf(service, row, platform));
        return Sort(rules.PrefersDeclared ? declared.Concat(places) : places.Concat(declared), rules);
    }

    /// <summary>Returns the directories that purging deletes with everything in them. It does not delete what is deep in a kept directory
    /// of an account: the account can replace a directory on the way by a link, which root would follow.</summary>
    public static IReadOnlyList<string> PurgedPaths(IReadOnlyList<PlannedDirectory> directories, Platform platform)
    {
        var rules = PlatformRules.For(platform);
        var comparison = DirectoryRules.For(platform).PathComparison;
        var kept = directories.Where(directory => rules.HasSymlinks && !directory.Purge && directory.Account != rules.Superuser).ToList();
        return Purging.Select(
            directories.Select(directory => (directory.Path, directory.Purge && !IsDeep(directory.Path))), rules.Separator, comparison);

        bool IsDeep(string path) => kept.Exists(directory =>
            path[..path.LastIndexOf(rules.Separator)].StartsWith(directory.Path + rules.Separator, comparison));
    }

    /// <summary>Returns the variables that name a service's directories; their values are directory tokens.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(ServiceDefinition service, Platform platform) =>
        UsedKinds(service, platform).Select(row => KeyValuePair.Create(row.Variable, $"{{{row.Token}}}"));

    private static IEnumerable<DirectoryKinds.Row> UsedKinds(ServiceDefinition service, Platform platform)
    {
        var rules = DirectoryRules.For(platform);
        var settings = rules.SettingsOf(service).OfType<string>().ToList();
        return DirectoryKinds.All.Where(row => service.Directories.Any(directory => directory.Kind == row.Kind) || row.Kind switch
        {
            DirectoryKind.State => true,
            DirectoryKind.Configuration => rules.Configuration switch
            {
                ConfigurationRule.Declared => false,
                ConfigurationRule.Used => service.ConfigFiles.Count > 0 || IsMentioned(row),
                _ => true,
            },
            DirectoryKind.Logs => service.Logs.Count > 0 || rules.AlwaysLogs || IsMentioned(row),
            _ => IsMentioned(row),
        });

        bool IsMentioned(DirectoryKinds.Row row) => settings.Exists(text =>
            DirectoryTokens.Mentions(text, row.Token)
            || (rules.FindsWrittenPaths && text.Contains(service.Layout.Resolve(row.Token) + "/", StringComparison.Ordinal)));
    }

    // A place that the developer moved elsewhere may contain what does not belong to the package.
    private static PlannedDirectory PlaceOf(ServiceDefinition service, DirectoryKinds.Row row, Platform platform)
    {
        var platformRules = PlatformRules.For(platform);
        var path = service.Layout.Resolve(row.Token);
        var declared = service.Directories.FirstOrDefault(directory => directory.Kind == row.Kind && directory.Path.Length == 0)
            ?? service.Directories.FirstOrDefault(directory => directory.Kind == DirectoryKind.Custom
                && string.Equals(directory.Path, path, DirectoryRules.For(platform).PathComparison));
        var conventional = platformRules.LayoutFor(service.Package);
        var isConventional = path == conventional.Resolve(row.Token)
            || path == conventional.ForInstance(service.Instance, platformRules.Separator).Resolve(row.Token);
        var mode = row.Kind == DirectoryKind.Configuration && DirectoryRules.For(platform).HasRootsConfiguration
            ? SharedMode
            : ServiceDirectory.DefaultMode;
        var isOwn = row.Kind != DirectoryKind.Configuration || !platformRules.MayHoldOtherProducts(path);
        return Complete(service, platform, new(
            row.Kind, path, service.Account, declared?.Mode ?? mode, isOwn && (declared?.Purge ?? isConventional),
            declared is null ? DirectoryOrigin.Implied : DirectoryOrigin.Declared));
    }

    private static PlannedDirectory Complete(ServiceDefinition service, Platform platform, PlannedDirectory directory)
    {
        var rules = DirectoryRules.For(platform);
        var isPlace = DirectoryKinds.PlaceOf(directory.Kind, service.Layout) == directory.Path;
        return directory with
        {
            Account = isPlace && directory.Kind == DirectoryKind.Configuration && rules.HasRootsConfiguration
                ? PlatformRules.For(platform).Superuser with { Group = service.Account.Group }
                : directory.Account,
            Instance = directory.Kind is DirectoryKind.Custom or DirectoryKind.Configuration ? "" : service.Instance,
            IsPlace = isPlace,
            IsCreatedAtInstallation = service.Scope == ServiceScope.System
                && (directory.Kind != DirectoryKind.Runtime || rules.CreatesRuntime),
        };
    }

    // What contains directories of instances. If one account could write there, it could replace a directory of another account.
    private static IEnumerable<PlannedDirectory> Shared(ServiceDefinition definition, List<PlannedDirectory> own, Platform platform)
    {
        var rules = PlatformRules.For(platform);
        var comparison = DirectoryRules.For(platform).PathComparison;
        return definition.Instances.Count == 0 ? [] :
            from directory in OfService(definition, platform)
            where own.Exists(other => other.Path.StartsWith(directory.Path + rules.Separator, comparison))
            let shared = directory with { Origin = DirectoryOrigin.Shared }
            select definition.IsOneAccount
                ? shared
                : shared with { Account = rules.Superuser, Mode = SharedMode, IsOfSeveralAccounts = true };
    }

    private static IEnumerable<PlannedDirectory> Outputs(ServiceDefinition definition, DirectoryRules rules) =>
        rules.HasRootsOutput && definition.Scope == ServiceScope.System
            ? OutputDirectory.PathsOf(definition).Select(path => new PlannedDirectory(
                DirectoryKind.Custom, path, ServiceAccount.Root, SharedMode, Purge: true, DirectoryOrigin.Output))
            : [];

    // Of several directories at one path, the first one counts.
    private static IReadOnlyList<PlannedDirectory> Sort(IEnumerable<PlannedDirectory> directories, DirectoryRules rules) =>
    [
        .. directories.DistinctBy(directory => directory.Path, rules.PathComparer).OrderBy(directory => directory.Path, rules.PathComparer),
    ];

    private static string PathOf(ServiceDefinition service, ServiceDirectory directory, Platform platform) =>
        DirectoryKinds.PlaceOf(directory.Kind, service.Layout) is { } place
            ? PlatformRules.For(platform).Combine(place, directory.Path)
            : directory.Path;
}
