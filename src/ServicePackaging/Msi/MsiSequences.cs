using ServicePackaging.Formats.Msi.Tables;
using static ServicePackaging.Msi.StandardAction;

namespace ServicePackaging.Msi;

/// <summary>Which of Windows Installer's own actions each sequence has.</summary>
internal static class MsiSequences
{
    // Older versions do not know the table that MsiConfigureServices reads.
    private const string IsInstaller5 = "VersionMsi >= \"5.00\"";

    private static readonly StandardAction[] Searching = [FindRelatedProducts, AppSearch, LaunchConditions, ValidateProductID];

    private static readonly StandardAction[] Costing = [CostInitialize, FileCost, CostFinalize];

    /// <summary>The actions of an installation.</summary>
    public static IReadOnlyList<StandardAction> Execution { get; } =
    [
        .. Searching, .. Costing, MigrateFeatureStates, InstallValidate, InstallInitialize, RemoveExistingProducts, ProcessComponents,
        UnpublishFeatures, StopServices, DeleteServices, RemoveRegistryValues, RemoveEnvironmentStrings, RemoveFiles, RemoveFolders,
        CreateFolders, InstallFiles, WriteRegistryValues, WriteEnvironmentStrings, InstallServices, MsiConfigureServices, StartServices,
        RegisterUser, RegisterProduct, PublishFeatures, PublishProduct, InstallFinalize,
    ];

    private static readonly (MsiTable Table, IReadOnlyList<StandardAction> Actions)[] All =
    [
        (MsiTables.InstallExecuteSequence, Execution),
        (MsiTables.InstallUISequence, [.. Searching, .. Costing, MigrateFeatureStates, ExecuteAction]),
        (MsiTables.AdminExecuteSequence,
            [.. Costing, InstallValidate, InstallInitialize, InstallAdminPackage, InstallFiles, InstallFinalize]),
        (MsiTables.AdminUISequence, [.. Costing, ExecuteAction]),
        (MsiTables.AdvtExecuteSequence,
            [CostInitialize, CostFinalize, InstallValidate, InstallInitialize, PublishFeatures, PublishProduct, InstallFinalize]),
    ];

    /// <summary>The rows of all sequences.</summary>
    public static IEnumerable<MsiRow> Rows =>
        from sequence in All
        from action in sequence.Actions
        let condition = action == MsiConfigureServices ? IsInstaller5 : null
        select sequence.Table.Row(action.ToString(), condition, (int)action);
}
