namespace ServicePackaging.Msi;

/// <summary>Windows Installer's own actions, with their numbers in a sequence (Microsoft, "Suggested InstallExecuteSequence" and the pages
/// beside it).</summary>
internal enum StandardAction
{
    FindRelatedProducts = 25,
    AppSearch = 50,
    LaunchConditions = 100,
    ValidateProductID = 700,
    CostInitialize = 800,
    FileCost = 900,
    CostFinalize = 1000,
    MigrateFeatureStates = 1200,
    ExecuteAction = 1300,
    InstallValidate = 1400,
    InstallInitialize = 1500,

    /// <summary>The removal of older versions is the first of all changes, so that a failure restores them.</summary>
    RemoveExistingProducts = 1501,

    ProcessComponents = 1600,
    UnpublishFeatures = 1800,
    StopServices = 1900,
    DeleteServices = 2000,
    RemoveRegistryValues = 2600,
    RemoveEnvironmentStrings = 3300,
    RemoveFiles = 3500,
    RemoveFolders = 3600,
    CreateFolders = 3700,
    InstallAdminPackage = 3900,
    InstallFiles = 4000,
    WriteRegistryValues = 5000,
    WriteEnvironmentStrings = 5200,
    InstallServices = 5800,
    MsiConfigureServices = 5850,

    /// <summary>Fifty after Microsoft's 5900, which leaves room to configure more services.</summary>
    StartServices = 5950,

    RegisterUser = 6000,
    RegisterProduct = 6100,
    PublishFeatures = 6300,
    PublishProduct = 6400,
    InstallFinalize = 6600,
}
