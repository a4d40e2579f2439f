using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Systemd;
using ServicePackaging.Templates;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>What the scripts of a package need to give data to the service's account: data that is older than the package, and data of the
/// account that an earlier version used.</summary>
internal static class DataOwners
{
    private const string Root = "root";

    /// <summary>Returns the names that the fragment uses.</summary>
    public static DataOwnersModel CreateModel(ServiceDefinition definition, string root, string rootOption)
    {
        var states = definition.Services.Select(service => service.Layout.State).Append(definition.Layout.State)
            .ToHashSet(StringComparer.Ordinal);
        var data = ServiceDirectories.AtInstallation(definition, Platform.Linux)
            .Where(directory => directory.Kind != DirectoryKind.Configuration)
            .ToLookup(directory => UnitDirectories.IsBelowBase(directory) || states.Contains(directory.Path));
        return new DataOwnersModel
        {
            Root = root,
            RootOption = rootOption,
            State = ShellSyntax.Quote(definition.Layout.State),
            Account = definition.Account == ServiceAccount.Root ? null : $"{definition.Account.User}:{definition.Account.Group}",

            // The state directory wherever it is, and the directories that systemd itself would give to the service. The directories in
            // them need no entry.
            Places = [.. data[true].Where(directory => directory.IsPlace || states.Contains(directory.Path)).Select(Describe)],

            // Directories elsewhere may contain data of other accounts.
            Others = [.. data[false].Select(Describe)],
        };
    }

    /// <summary>The files that root does not own.</summary>
    public static IEnumerable<FileEntry> OwnedFiles(LinuxContent content) =>
        content.Entries.OfType<FileEntry>().Where(file => (file.Owner, file.Group) != (Root, Root));

    /// <summary>A file as a line that scripts read: mode, owner, group, path.</summary>
    public static string Describe(FileEntry file) => $"{UnixModes.ToOctal(file.Mode)} {file.Owner} {file.Group} {file.Path}";

    private static DataDirectoryModel Describe(PlannedDirectory directory) => new()
    {
        Path = ShellSyntax.Quote(directory.Path),
        Owner = $"{directory.Account.User}:{directory.Account.Group}",
        Line = ShellSyntax.Quote($"Z {TmpfilesText.Quote(directory.Path)} - {directory.Account.User} {directory.Account.Group}"),
    };
}
