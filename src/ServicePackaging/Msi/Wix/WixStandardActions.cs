using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi.Wix;

/// <summary>An action of Windows Installer as WiX schedules it by default.</summary>
/// <param name="Sequence">Its number, or null if WiX does not schedule it by default.</param>
/// <param name="Condition">Its condition, or null.</param>
/// <param name="Tables">The tables any of which makes WiX schedule it; null if WiX always does.</param>
internal sealed record WixStandardAction(int? Sequence, string? Condition = null, IReadOnlyList<MsiTable>? Tables = null)
{
    /// <summary>Whether WiX's schema has an element that overrides the default.</summary>
    public bool HasElement { get; init; } = true;

    /// <summary>Whether WiX schedules it in a package.</summary>
    public bool IsScheduled(WixRows rows) => Sequence is not null && (Tables is null || Tables.Any(rows.Has));
}

/// <summary>The actions that WiX 5 schedules by default (WiX, "Standard actions"; the numbers are Microsoft's, "Suggested
/// InstallExecuteSequence").</summary>
internal static class WixStandardActions
{
    private const string OnNt = "VersionNT";

    private static readonly Dictionary<string, WixStandardAction> Everywhere = new(StringComparer.Ordinal)
    {
        ["FindRelatedProducts"] = new(25, null, [MsiTables.Upgrade]),
        ["AppSearch"] = new(50, null, [MsiTables.AppSearch]),
        ["LaunchConditions"] = new(100, null, [MsiTables.LaunchCondition]),
        ["ValidateProductID"] = new(700),
        ["CostInitialize"] = new(800),
        ["FileCost"] = new(900),
        ["CostFinalize"] = new(1000),
        ["ExecuteAction"] = new(1300),
        ["InstallValidate"] = new(1400),
        ["InstallInitialize"] = new(1500),
        ["InstallAdminPackage"] = new(3900),
        ["PublishFeatures"] = new(6300),
        ["PublishProduct"] = new(6400),
        ["InstallFinalize"] = new(6600),
    };

    private static readonly Dictionary<string, WixStandardAction> OfInstallation = new(StringComparer.Ordinal)
    {
        ["MigrateFeatureStates"] = new(1200, null, [MsiTables.Upgrade]),
        // WiX leaves its position to the author.
        ["RemoveExistingProducts"] = new(null),
        ["ProcessComponents"] = new(1600),
        ["UnpublishFeatures"] = new(1800),
        ["StopServices"] = new(1900, OnNt, [MsiTables.ServiceControl]),
        ["DeleteServices"] = new(2000, OnNt, [MsiTables.ServiceControl]),
        ["RemoveRegistryValues"] = new(2600, null, [MsiTables.Registry, MsiTables.RemoveRegistry]),
        ["RemoveEnvironmentStrings"] = new(3300, null, [MsiTables.Environment]),
        ["RemoveFiles"] = new(3500, null, [MsiTables.File, MsiTables.RemoveFile]),
        ["RemoveFolders"] = new(3600, null, [MsiTables.Component, MsiTables.CreateFolder]),
        ["CreateFolders"] = new(3700, null, [MsiTables.Component, MsiTables.CreateFolder]),
        ["InstallFiles"] = new(4000, null, [MsiTables.File]),
        ["WriteRegistryValues"] = new(5000, null, [MsiTables.Registry, MsiTables.RemoveRegistry]),
        ["WriteEnvironmentStrings"] = new(5200, null, [MsiTables.Environment]),
        ["InstallServices"] = new(5800, OnNt, [MsiTables.ServiceInstall]),
        ["MsiConfigureServices"] = new(5850, "VersionNT>=600", [MsiTables.MsiServiceConfig, MsiTables.MsiServiceConfigFailureActions])
        {
            HasElement = false,
        },
        ["StartServices"] = new(5900, OnNt, [MsiTables.ServiceControl]),
        ["RegisterUser"] = new(6000),
        ["RegisterProduct"] = new(6100),
    };

    // There an action of the same name is always scheduled.
    private static readonly WixStandardAction AdministrativeFiles = new(4000);

    /// <summary>An action in a sequence, or null if WiX does not schedule it there.</summary>
    public static WixStandardAction? Find(MsiTable sequence, string action)
    {
        if (sequence == MsiTables.AdminExecuteSequence && action == "InstallFiles")
        {
            return AdministrativeFiles;
        }

        var isInstallation = sequence == MsiTables.InstallExecuteSequence
            || (sequence == MsiTables.InstallUISequence && action == "MigrateFeatureStates");
        return Everywhere.GetValueOrDefault(action) ?? (isInstallation ? OfInstallation.GetValueOrDefault(action) : null);
    }
}
