namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>The built-in actions of Windows Installer (Microsoft, "Standard Actions Reference", "Using a Sequence Table").</summary>
internal static class StandardActions
{
    public const string Execute = "InstallExecuteSequence";
    public const string UserInterface = "InstallUISequence";
    public const string AdminExecute = "AdminExecuteSequence";
    public const string AdminUserInterface = "AdminUISequence";
    public const string Advertise = "AdvtExecuteSequence";

    /// <summary>The sequences that change the machine.</summary>
    public static readonly IReadOnlyList<string> Executing = [Execute, AdminExecute, Advertise];

    /// <summary>All sequences.</summary>
    public static readonly IReadOnlyList<string> Sequences = [.. Executing, UserInterface, AdminUserInterface];

    /// <summary>The actions that change the machine. They must be between InstallInitialize and InstallFinalize.</summary>
    public static readonly IReadOnlySet<string> Changing = Set(
        """
        AllocateRegistrySpace ProcessComponents UnpublishComponents MsiUnpublishAssemblies UnpublishFeatures StopServices DeleteServices UnregisterComPlus
        SelfUnregModules UnregisterTypeLibraries RemoveODBC UnregisterFonts RemoveRegistryValues UnregisterClassInfo UnregisterExtensionInfo
        UnregisterProgIdInfo UnregisterMIMEInfo RemoveIniValues RemoveShortcuts RemoveEnvironmentStrings RemoveDuplicateFiles RemoveFiles RemoveFolders
        CreateFolders MoveFiles InstallFiles PatchFiles DuplicateFiles BindImage CreateShortcuts RegisterClassInfo RegisterExtensionInfo
        RegisterProgIdInfo RegisterMIMEInfo WriteRegistryValues WriteIniValues WriteEnvironmentStrings RegisterFonts InstallODBC RegisterTypeLibraries
        SelfRegModules RegisterComPlus InstallServices MsiConfigureServices StartServices RegisterUser RegisterProduct PublishComponents
        MsiPublishAssemblies PublishFeatures PublishProduct InstallAdminPackage InstallSFPCatalogFile
        """);

    /// <summary>All actions.</summary>
    public static readonly IReadOnlySet<string> All = Changing.Union(Set(
        """
        ADMIN ADVERTISE INSTALL SEQUENCE AppSearch CCPSearch RMCCPSearch CostInitialize FileCost CostFinalize DisableRollback ExecuteAction
        FindRelatedProducts ForceReboot InstallExecute InstallExecuteAgain InstallFinalize InstallInitialize InstallValidate IsolateComponents
        LaunchConditions MigrateFeatureStates RemoveExistingProducts ResolveSource ScheduleReboot SetODBCFolders ValidateProductID
        """)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Actions that must have this order, if they exist.</summary>
    public static readonly IReadOnlyList<string[]> Orders =
    [
        ["CostInitialize", "FileCost", "CostFinalize", "InstallValidate", "InstallInitialize", "InstallFinalize"],
        ["CostInitialize", "CostFinalize", "ExecuteAction"],
        ["CostFinalize", "MigrateFeatureStates", "InstallValidate"],
        ["FindRelatedProducts", "MigrateFeatureStates", "RemoveExistingProducts"],
        ["AppSearch", "CCPSearch", "RMCCPSearch"],
        ["AppSearch", "LaunchConditions"],
        ["InstallInitialize", "ProcessComponents", "UnpublishFeatures", "PublishFeatures", "PublishProduct", "InstallFinalize"],
        [
            "ProcessComponents", "StopServices", "DeleteServices", "RemoveFiles", "InstallFiles", "InstallServices", "MsiConfigureServices",
            "StartServices",
        ],
        ["RemoveRegistryValues", "WriteRegistryValues", "StartServices"],
        ["RemoveEnvironmentStrings", "WriteEnvironmentStrings", "StartServices"],
        ["RemoveFiles", "RemoveFolders", "CreateFolders", "InstallFiles", "CreateShortcuts"],
        ["RemoveShortcuts", "CreateShortcuts"],
        ["InstallAdminPackage", "InstallFiles"],
    ];

    /// <summary>The actions that a sequence must contain.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlySet<string>> Required =
        new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
        {
            [Execute] = Set(
            "CostInitialize FileCost CostFinalize InstallValidate InstallInitialize ProcessComponents RegisterProduct PublishFeatures "
            + "PublishProduct InstallFinalize"),
            [UserInterface] = Set("CostInitialize FileCost CostFinalize ExecuteAction"),
            [AdminExecute] = Set(
            "CostInitialize FileCost CostFinalize InstallValidate InstallInitialize InstallAdminPackage InstallFiles InstallFinalize"),
            [AdminUserInterface] = Set("CostInitialize FileCost CostFinalize ExecuteAction"),
            [Advertise] = Set(
            "CostInitialize CostFinalize InstallValidate InstallInitialize PublishFeatures PublishProduct InstallFinalize"),
        };

    /// <summary>The actions that must not have a condition (Microsoft, "ICE84").</summary>
    public static readonly IReadOnlySet<string> Unconditional = Set(
        """
        CostInitialize CostFinalize FileCost InstallValidate InstallInitialize InstallFinalize ProcessComponents PublishFeatures PublishProduct
        RegisterProduct UnpublishFeatures
        """);

    /// <summary>The actions that are allowed in an advertisement.</summary>
    public static readonly IReadOnlySet<string> Advertising = Set(
        """
        CostInitialize CostFinalize InstallValidate InstallInitialize InstallFinalize CreateShortcuts RegisterClassInfo RegisterExtensionInfo
        RegisterMIMEInfo RegisterProgIdInfo PublishComponents MsiPublishAssemblies PublishFeatures PublishProduct
        """);

    /// <summary>The actions that process the rows of a table.</summary>
    public static readonly IReadOnlyList<(string Table, string[] Actions)> ByTable =
    [
        ("File", ["InstallFiles", "RemoveFiles"]),
        ("Registry", ["WriteRegistryValues", "RemoveRegistryValues"]),
        ("RemoveRegistry", ["RemoveRegistryValues"]),
        ("Environment", ["WriteEnvironmentStrings", "RemoveEnvironmentStrings"]),
        ("CreateFolder", ["CreateFolders", "RemoveFolders"]),
        ("RemoveFile", ["RemoveFiles"]),
        ("Shortcut", ["CreateShortcuts", "RemoveShortcuts"]),
        ("ServiceInstall", ["InstallServices"]),
        ("MsiServiceConfig", ["MsiConfigureServices"]),
        ("MsiServiceConfigFailureActions", ["MsiConfigureServices"]),
        ("AppSearch", ["AppSearch"]),
        ("LaunchCondition", ["LaunchConditions"]),
        ("Upgrade", ["FindRelatedProducts"]),
    ];

    private static HashSet<string> Set(string names) => [.. names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
