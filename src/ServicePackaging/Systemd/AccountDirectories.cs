using ServicePackaging.Model;
using ServicePackaging.Placement;

namespace ServicePackaging.Systemd;

/// <summary>The directories of system services in which an account other than root may rename and replace files. Root must not work by name
/// in them: the account could put a link there, which root would follow.</summary>
internal static class AccountDirectories
{
    /// <summary>One such directory.</summary>
    /// <param name="Path">Its absolute path.</param>
    /// <param name="Kind">What it is for.</param>
    /// <param name="Writer">The user or group that may write to it.</param>
    /// <param name="Instance">The service or instance that has it.</param>
    public sealed record Row(string Path, DirectoryKind Kind, string Writer, string Instance)
    {
        /// <summary>Whether a path is in this directory.</summary>
        public bool Contains(string path) => path.StartsWith(Path + "/", StringComparison.Ordinal);
    }

    /// <summary>Returns the directories of all services of a package, outer ones first.</summary>
    public static IReadOnlyList<Row> Of(ServiceDefinition definition) => definition.Scope == ServiceScope.User ? [] :
    [
        .. definition.Services.SelectMany(OfService)
            .Concat(ServiceDirectories.AtInstallation(definition, Platform.Linux).Where(IsWritable).Select(row => RowOf(row, row.Instance)))
            .Distinct().OrderBy(row => row.Path, StringComparer.Ordinal),
    ];

    private static IEnumerable<Row> OfService(ServiceDefinition service)
    {
        var planned = ServiceDirectories.OfService(service, Platform.Linux).Where(IsWritable).Select(row => RowOf(row, service.Instance));
        return service.Account.IsRoot ? planned : planned.Concat(
            from directive in service.ServiceDirectives
            from directory in UnitDirectories.GivenBy(directive.Name, UnitSpecifiers.Expand(service, directive.Value))
            select new Row(directory.Path, directory.Kind, service.Account.User, service.Instance));
    }

    private static Row RowOf(PlannedDirectory directory, string instance) =>
        new(directory.Path, directory.Kind, directory.Account.IsRoot ? directory.Account.Group : directory.Account.User, instance);

    private static bool IsWritable(PlannedDirectory directory) =>
        !directory.Account.IsRoot
        || directory.Mode.HasFlag(UnixFileMode.OtherWrite)
        || (directory.Mode.HasFlag(UnixFileMode.GroupWrite) && directory.Account.Group != ServiceAccount.Root.Group);
}
