using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Msi;

/// <summary>What the package keeps in its registry key for the next version.</summary>
internal static class MsiSettings
{
    /// <summary>The product's key, below the vendor's.</summary>
    public static string Key(ServiceDefinition definition)
    {
        var install = definition.Layout.Install;
        return @"SOFTWARE\" + MsiText.Escape(install[(install.IndexOf('\\', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>Remembers where the administrator installed the program; an upgrade is installed there too.</summary>
    public static MsiFragment InstallFolder(ServiceDefinition definition, MsiProduct product)
    {
        const string value = "InstallFolder";
        var key = Key(definition);
        return new MsiFragment
        {
            Rows =
            [
                .. MsiComponents.OfRegistryValue(product, MsiNames.SettingsComponent, key, value, $"[{MsiNames.InstallFolder}]"),
                .. MsiRegistry.Search(product, MsiNames.PreviousFolder, "PreviousFolder", key, value),
                // The service manager and cmd, which runs scripts and deletes what a purge deletes, would look elsewhere.
                MsiTables.LaunchCondition.Row(
                    $"Installed OR NOT {MsiNames.HasPercentSign}",
                    "[ProductName] cannot be in a directory with a percent sign. Name another INSTALLFOLDER."),
            ],
            Actions =
            [
                new(
                    "KeepInstallFolder", MsiAction.SetProperty, MsiNames.InstallFolder, $"[{MsiNames.PreviousFolder}]",
                    $"{MsiNames.PreviousFolder} AND NOT {MsiNames.InstallFolder}", MsiRelation.After(StandardAction.AppSearch)),
            ],
        };
    }

    /// <summary>Remembers the account that the administrator named, if it is one with a password; the default is the project's.</summary>
    public static MsiFragment User(ServiceDefinition definition, MsiProduct product)
    {
        const string value = "ServiceUser";
        if (definition.Scope == ServiceScope.User || !WindowsAccounts.HasPassword(definition.Account))
        {
            return MsiFragment.Empty;
        }

        var key = Key(definition);
        return new MsiFragment
        {
            Rows =
            [
                MsiRegistry.Value(MsiNames.SettingsComponent, key, value, $"[{MsiNames.ServiceUser}]"),
                .. MsiRegistry.Search(product, MsiNames.PreviousUser, "PreviousUser", key, value),
            ],
            Actions =
            [
                SetUser("KeepServiceUser", $"[{MsiNames.PreviousUser}]", $"{MsiNames.PreviousUser} AND NOT {MsiNames.ServiceUser}"),
                SetUser("SetServiceUser", MsiText.Escape(definition.Account.User), $"NOT {MsiNames.ServiceUser}"),
            ],
        };
    }

    private static MsiAction SetUser(string name, string value, string condition) =>
        new(name, MsiAction.SetProperty, MsiNames.ServiceUser, value, condition, MsiRelation.After(StandardAction.AppSearch));
}
