using ServicePackaging.Model;
using ServicePackaging.Systemd;
using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>What the scripts of a package have to know to make data the service's: data that was there before the package, and data of the account
/// that an earlier version had.</summary>
internal static class DataOwners
{
    /// <summary>The names that the template linux/owners uses.</summary>
    public static object CreateModel(ServiceDefinition definition, string root, string rootOption)
    {
        var data = DirectoryPlan.AtInstallation(definition).Where(made => made.Directory.Kind != DirectoryKind.Configuration).ToLookup(IsOwn);
        return new
        {
            root,
            rootOption,
            state = ShellSyntax.Quote(definition.Layout.State),
            account = definition.Account == ServiceAccount.Root ? null : $"{definition.Account.User}:{definition.Account.Group}",
            places = data[true].Where(made => made.IsPlace).Select(Describe).ToList(),

            // What lies elsewhere may hold what is somebody else's.
            others = data[false].Select(Describe).ToList(),
        };
    }

    // The state directory wherever it is, and what systemd itself would take over; a directory below a place goes with it.
    private static bool IsOwn(DirectoryPlan.MadeDirectory made) =>
        made.IsBelowBase || (made.IsPlace && made.Directory.Kind == DirectoryKind.State);

    private static object Describe(DirectoryPlan.MadeDirectory made) => new
    {
        path = ShellSyntax.Quote(made.Directory.Path),
        owner = $"{made.Account.User}:{made.Account.Group}",
        line = ShellSyntax.Quote($"Z {TmpfilesText.Quote(made.Directory.Path)} - {made.Account.User} {made.Account.Group}"),
    };
}
