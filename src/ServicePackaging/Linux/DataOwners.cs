using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Systemd;
using ServicePackaging.Templates;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>What the scripts of a package have to know to make data the service's: data that was there before the package, and data of the
/// account that an earlier version had.</summary>
internal static class DataOwners
{
    private const string Root = "root";

    /// <summary>Returns the names that the fragment uses.</summary>
    public static DataOwnersModel CreateModel(ServiceDefinition definition, string root, string rootOption)
    {
        var states = definition.Services.Select(service => service.Layout.State).Append(definition.Layout.State)
            .ToHashSet(StringComparer.Ordinal);
        var data = DirectoryPlan.AtInstallation(definition).Where(made => made.Directory.Kind != DirectoryKind.Configuration)
            .ToLookup(made => made.IsBelowBase || states.Contains(made.Directory.Path));
        return new DataOwnersModel
        {
            Root = root,
            RootOption = rootOption,
            State = ShellSyntax.Quote(definition.Layout.State),
            Account = definition.Account == ServiceAccount.Root ? null : $"{definition.Account.User}:{definition.Account.Group}",

            // The state directory wherever it is, and what systemd itself would take over; a directory below a place goes with it.
            Places = [.. data[true].Where(made => made.IsPlace || states.Contains(made.Directory.Path)).Select(Describe)],

            // What lies elsewhere may hold what is somebody else's.
            Others = [.. data[false].Select(Describe)],
        };
    }

    /// <summary>The files that are not root's.</summary>
    public static IEnumerable<FileEntry> OwnedFiles(LinuxContent content) =>
        content.Entries.OfType<FileEntry>().Where(file => (file.Owner, file.Group) != (Root, Root));

    /// <summary>A file as a line that scripts read: mode, owner, group, path.</summary>
    public static string Describe(FileEntry file) => $"{UnixModes.ToOctal(file.Mode)} {file.Owner} {file.Group} {file.Path}";

    private static DataDirectoryModel Describe(DirectoryPlan.MadeDirectory made) => new()
    {
        Path = ShellSyntax.Quote(made.Directory.Path),
        Owner = $"{made.Account.User}:{made.Account.Group}",
        Line = ShellSyntax.Quote($"Z {TmpfilesText.Quote(made.Directory.Path)} - {made.Account.User} {made.Account.Group}"),
    };
}
