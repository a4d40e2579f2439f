using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi;

/// <summary>Windows Installer's own actions in their order (Microsoft, "Suggested InstallExecuteSequence" and its siblings). Older versions are
/// removed right after the changing part has begun, so that a failure brings them back.</summary>
internal static class MsiSequences
{
    // The table that MsiConfigureServices reads is not known to older ones.
    private const string IsInstaller5 = "VersionMsi >= \"5.00\"";

    private static readonly (string Action, int Sequence)[] Costing =
        [("CostInitialize", 800), ("FileCost", 900), ("CostFinalize", 1000)];

    private static readonly (string Action, int Sequence)[] Looking =
        [("FindRelatedProducts", 25), ("AppSearch", 50), ("LaunchConditions", 100), ("ValidateProductID", 700)];

    private static readonly (MsiTable Table, (string Action, int Sequence)[] Actions)[] All =
    [
        (MsiTables.InstallExecuteSequence,
        [
            .. Looking, .. Costing, ("MigrateFeatureStates", 1200), ("InstallValidate", 1400), ("InstallInitialize", 1500), ("RemoveExistingProducts", 1501),
            ("ProcessComponents", 1600), ("UnpublishFeatures", 1800), ("StopServices", 1900), ("DeleteServices", 2000), ("RemoveRegistryValues", 2600), ("RemoveEnvironmentStrings", 3300),
            ("RemoveFiles", 3500), ("RemoveFolders", 3600), ("CreateFolders", 3700), ("InstallFiles", 4000), ("WriteRegistryValues", 5000), ("WriteEnvironmentStrings", 5200),
            ("InstallServices", 5800), ("MsiConfigureServices", 5850), ("StartServices", 5950), ("RegisterUser", 6000), ("RegisterProduct", 6100),
            ("PublishFeatures", 6300), ("PublishProduct", 6400), ("InstallFinalize", 6600),
        ]),
        (MsiTables.InstallUISequence, [.. Looking, .. Costing, ("ExecuteAction", 1300)]),
        (MsiTables.AdminExecuteSequence,
            [.. Costing, ("InstallValidate", 1400), ("InstallInitialize", 1500), ("InstallAdminPackage", 3900), ("InstallFiles", 4000), ("InstallFinalize", 6600)]),
        (MsiTables.AdminUISequence, [.. Costing, ("ExecuteAction", 1300)]),
        (MsiTables.AdvtExecuteSequence,
            [("CostInitialize", 800), ("CostFinalize", 1000), ("InstallValidate", 1400), ("InstallInitialize", 1500), ("PublishFeatures", 6300), ("PublishProduct", 6400), ("InstallFinalize", 6600)]),
    ];

    /// <summary>Holds our actions to have numbers of their own. Those of one kind are counted up, so that one too many meets the next action of
    /// Windows Installer's.</summary>
    /// <exception cref="ArgumentException">There are more actions than numbers between two of Windows Installer's.</exception>
    public static void RequireRoom(IEnumerable<MsiAction> actions)
    {
        var taken = All[0].Actions.ToDictionary(step => step.Sequence, step => step.Action);
        foreach (var action in actions)
        {
            if (!taken.TryAdd(action.Sequence, action.Name))
            {
                throw new ArgumentException(
                    $"InstallExecuteSequence has one number for {action.Name} and {taken[action.Sequence]}: "
                    + "there are more service instances, hooks, firewall rules or configuration files than fit.");
            }
        }
    }

    /// <summary>The rows of all sequences.</summary>
    public static IEnumerable<MsiRow> Rows =>
        from sequence in All
        from step in sequence.Actions
        let condition = step.Action == "MsiConfigureServices" ? IsInstaller5 : null
        select sequence.Table.Row(step.Action, condition, step.Sequence);
}
