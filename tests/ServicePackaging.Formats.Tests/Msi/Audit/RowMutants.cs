using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;
using static ServicePackaging.Formats.Msi.Tables.MsiTables;

namespace ServicePackaging.Formats.Tests.Msi.Audit;

/// <summary>Packages that each break a rule, as a faulty plan would. The writer accepts them.</summary>
internal static class RowMutants
{
    private const string UpgradeCode = "{A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F00}";

    /// <summary>The rules, and the change that breaks each of them.</summary>
    public static readonly IReadOnlyList<(string Rule, Func<MsiPackage, MsiPackage> Break)> All =
    [
        ("ForeignKey (ICE03)", package => package.Change(MsiTables.Component, "C2", "Directory_", "Elsewhere")),
        ("CellForm (ICE03)", package => package.Change(InstallExecuteSequence, "KeepFolder", "Condition", "AND PREVIOUSFOLDER")),
        ("CellForm (ICE03)", package => package.Change(Registry, "R1", "Value", "[INSTALLFOLDER")),
        ("CellForm (ICE03)", package => package.Change(Registry, "R1", "Key", @"\Software")),
        ("CellForm (ICE03)", package => package.Change(MsiTables.Directory, "DataFolder", "DefaultDir", "a/b")),
        ("CellForm (ICE03)", package => package.Change(MsiLockPermissionsEx, "P1", "SDDLText", "everyone")),
        ("TemplateLanguage (ICE80)", package => package with { Summary = package.Summary with { Language = 1031 } }),
        ("SchemaOfPlatform (ICE80)", package => package with { Summary = package.Summary with { Schema = 100 } }),
        ("SchemaOfTables (ICE66)", package => package with { Summary = package.Summary with { Schema = 200 } }),
        ("RequiredProperties (ICE05)", package => package.Property("Manufacturer", null)),
        ("ProductCode (ICE24)", package => package.Property("ProductCode", "{0d6e8a6c-3d41-5a3e-9d0b-0f6c2a5f7b11}")),
        ("ProductVersion (ICE24)", package => package.Property("ProductVersion", "256.0.0")),
        ("ProductVersion (ICE24)", package => package.Property("ProductVersion", "1.2-beta")),
        ("ProductLanguage (ICE24)", package => package.Property("ProductLanguage", "English")),
        ("UpgradeCode (ICE74)", package => package.Property("UpgradeCode", null)),
        ("UpgradeCode (ICE74)", package => package.Property("UpgradeCode", "{00000000-0000-0000-0000-000000000000}")),
        ("FastOem (ICE74)", package => package.WithProperty("FASTOEM", "1")),
        ("CommandLineProperties (ICE87)", package => package.WithProperty("ADDLOCAL", "ALL")),
        ("ComputedProperties", package => package.WithProperty("Installed", "1")),
        ("ReinstallMode (ICE40)", package => package.Property("REINSTALLMODE", "all")),
        ("PerMachine", package => package.Property("ALLUSERS", null)),
        ("ProductIcon", package => package.Property("ARPPRODUCTICON", "Other.ico")),
        ("SecureProperties", package => package.Property("SecureCustomProperties", "NEWER;OLDER;PreviousFolder")),
        ("UpgradeProperty (ICE61)", package => package.WithProperty("OLDER", "1")),
        ("UpgradePropertySecure (ICE61)", package => package.Property("SecureCustomProperties", "OLDER")),
        ("UpgradeRange (ICE61)", package => package.With(Upgrade.Row(UpgradeCode, "3.0", "2.0", MsiValue.Null, 2, MsiValue.Null, "NONE"))),
        ("UpgradeRange (ICE61)", package => package.With(Upgrade.Row(UpgradeCode, "x", MsiValue.Null, MsiValue.Null, 2, MsiValue.Null, "NONE"))),
        ("UpgradeOlder (ICE61)", package => package.With(Upgrade.Row(UpgradeCode, MsiValue.Null, "9.0.0", MsiValue.Null, 1, MsiValue.Null, "ANY"))),
        ("KeyPathOwn (ICE02)", package => package.Change(MsiTables.Component, "C1", "KeyPath", "F2")),
        ("KeyPathOwn (ICE02)", package => package.Change(MsiTables.Component, "C4", "Attributes", 256)),
        ("KeyPathFolder (ICE18)", package => package.Without(CreateFolder)),
        ("ComponentIds (ICE08)", package => package.Change(MsiTables.Component, "C2", "ComponentId", "{5B7F4A0E-8C51-5A14-8A43-2C1B1B7A6D01}")),
        ("ComponentInFeature (ICE21)", package => package.Without(FeatureComponents, "Main.C2")),
        ("FeatureTree (ICE101)", package => package.Change(Feature, "Main", "Feature_Parent", "Main")),
        ("SystemFolderPermanent (ICE09)", package => package.Change(MsiTables.Component, "C2", "Directory_", "System64Folder")),
        ("Bits64 (ICE80)", package => package with { Summary = package.Summary with { Platform = MsiPlatform.Intel } }),
        ("Bits64 (ICE80)", package => package.Change(MsiTables.Component, "C2", "Attributes", 0)),
        ("ReservedBits (ICE45)", package => package.Change(MsiTables.Component, "C2", "Attributes", 256 + 4096)),
        ("RegistryNames (ICE33)", package => package.With(Registry.Row("R2", 0, ".ord", MsiValue.Null, "x", "C1"))),
        ("EnvironmentForm (ICE65)", package => package.Change(MsiTables.Environment, "E1", "Name", "=+ORDERS")),
        ("EnvironmentForm (ICE65)", package => package.Change(MsiTables.Environment, "E1", "Value", "[~];x;[~]")),
        ("RootDirectory (ICE56)", package => package.With(MsiTables.Directory.Row("OTHER", MsiValue.Null, "SourceDir"))),
        ("DirectoryTree", package => package.With(MsiTables.Directory.Row("A", "B", "a"), MsiTables.Directory.Row("B", "A", "b"))),
        ("DirectoryNames (ICE99)", package => package.With(MsiTables.Directory.Row("ProductName", "INSTALLFOLDER", "x"))),
        ("DirectoryPlaces", package => package.With(MsiTables.Directory.Row("AppDataFolder", "TARGETDIR", ".")).Change(MsiTables.Component, "C2", "Directory_", "AppDataFolder")),
        ("TargetPath (ICE30)", package => package with { Files = [.. package.Files, Msis.File("F4", "C2", "SHORT.JSO|ORDERS.json", "x")] }),
        ("ShortNames (ICE30)", package => package with { Files = [.. package.Files, Msis.File("F4", "C2", "orders~1.jso|other.json", "x")] }),
        ("RequiredActions (ICE26)", package => package.Without(InstallExecuteSequence, "InstallFinalize")),
        ("ForbiddenActions (ICE26)", package => package.With(InstallUISequence.Row("InstallFiles", MsiValue.Null, 1500))),
        ("ActionOrder (ICE27)", package => package.Change(InstallExecuteSequence, "InstallServices", "Sequence", 5990)),
        ("ActionRegion (ICE27)", package => package.Change(InstallExecuteSequence, "InstallFiles", "Sequence", 6700)),
        ("ActionsOfTables", package => package.Without(InstallExecuteSequence, "StopServices")),
        ("ActionsOfTables", package => package.Without(InstallExecuteSequence, "MsiConfigureServices")),
        ("SequenceNumbers (ICE82)", package => package.Change(InstallExecuteSequence, "RegisterUser", "Sequence", 6100)),
        ("UnconditionalActions (ICE84)", package => package.Change(InstallExecuteSequence, "ProcessComponents", "Condition", "NOT Installed")),
        ("KnownActions", package => package.With(InstallExecuteSequence.Row("InstalFiles", MsiValue.Null, 4001))),
        ("RemoveExistingProducts (ICE63)", package => package.Change(InstallExecuteSequence, "RemoveExistingProducts", "Sequence", 4050)),
        ("RemoveExistingProducts (ICE63)", package => package.Change(InstallExecuteSequence, "RemoveExistingProducts", "Sequence", 701)),
        ("Advertisement (ICE96)", package => package.Without(AdvtExecuteSequence, "PublishFeatures")),
        ("Conditions (ICE86)", package => package.With(LaunchCondition.Row("AdminUser", "Ask an administrator."))),
        ("ActionType (ICE68)", package => package.Change(CustomAction, "SetRecovery", "Type", 3168)),
        ("ActionType (ICE68)", package => package.Change(CustomAction, "SetRecovery", "Type", 34 + 2048)),
        ("ActionSource (ICE68)", package => package.Change(CustomAction, "SetRecovery", "Source", "Elsewhere")),
        ("ActionName (ICE93)", package => package.With(CustomAction.Row("InstallFiles", 51, "X", "x", MsiValue.Null))),
        ("DeferredAction (ICE77)", package => package.Change(InstallExecuteSequence, "SetRecovery", "Sequence", 6700)),
        ("DeferredAction (ICE77)", package => package.With(InstallUISequence.Row("SetRecovery", MsiValue.Null, 1400))),
        ("DeferredProperties", package => package.Change(CustomAction, "SetRecovery", "Target", "x [CustomActionData]")),
        ("ActionUsed", package => package.Without(InstallExecuteSequence, "SetRecovery")),
        ("ServiceProgram", package => package.Change(ServiceInstall, "Orders", "Component_", "C3")),
        ("ServiceType", package => package.Change(ServiceInstall, "Orders", "StartType", 1)),
        ("ServiceName", package => package.Change(ServiceInstall, "Orders", "Name", "a/b")),
        ("ServiceDependencies", package => package.Change(ServiceInstall, "Orders", "Dependencies", "Tcpip")),
        ("ServiceControlEvent", package => package.Change(ServiceControl, "Orders", "Event", 0)),
        ("ServiceStarted", package => package.Change(ServiceControl, "Orders", "Name", "other")),
        ("ServiceStopped", package => package.Change(ServiceControl, "Orders", "Event", 1)),
        ("ServiceConfigEvent (ICE102)", package => package.Change(MsiServiceConfig, "Delayed", "Event", 0)),
        ("ServiceConfigArgument (ICE102)", package => package.Change(MsiServiceConfig, "Delayed", "Argument", "yes")),
        ("ServiceConfigArgument (ICE102)", package => package.With(MsiServiceConfig.Row("Sid", "orders", 5, 5, "2", "C1"))),
        ("ServiceConfigArgument (ICE102)", package => package.With(MsiServiceConfig.Row("Rights", "orders", 5, 6, "Everything[~]", "C1"))),
        ("ServiceConfigArgument (ICE102)", package => package.With(MsiServiceConfig.Row("Stop", "orders", 5, 7, "30s", "C1"))),
        ("ServiceConfigArgument (ICE102)", package => package.With(MsiServiceConfig.Row("Type", "orders", 5, 8, "1", "C1"))),
        ("ServiceConfigName", package => package.Change(MsiServiceConfig, "Delayed", "Name", "other")),
        ("ServiceConfigOnce", package => package.With(MsiServiceConfig.Row("Again", "orders", 5, 3, "0", "C1"))),
        ("DelayedStart", package => package.Change(ServiceInstall, "Orders", "StartType", 3)),
        ("FailureActions (ICE102)", package => package.Change(MsiServiceConfigFailureActions, "Recovery", "DelayActions", "5000[~]0")),
        ("ServiceRollback", package => package.Change(InstallExecuteSequence, "RestoreSid", "Sequence", 1950)),
        ("ServiceRollback", package => package.Change(InstallExecuteSequence, "RestoreSid", "Sequence", 2001)),
        ("ServiceRollback", package => package.Change(InstallExecuteSequence, "RestoreStart", "Sequence", 1609)),
        ("ServiceRollback", package => package
            .Change(InstallExecuteSequence, "RemoveExistingProducts", "Sequence", 1599)
            .Change(InstallExecuteSequence, "RestoreSid", "Sequence", 1550)
            .Change(InstallExecuteSequence, "RestoreStart", "Sequence", 1540)),
        ("ServiceRollback", package => package
            .With(
                CustomAction.Row("StartLast", 3426, "System64Folder", "\"[System64Folder]net.exe\" start orders", MsiValue.Null),
                InstallExecuteSequence.Row("StartLast", "UPGRADINGPRODUCTCODE AND REMOVE=\"ALL\"", 1605))
            .Change(InstallExecuteSequence, "RestoreSid", "Sequence", 1606).Change(InstallExecuteSequence, "RestoreRecovery", "Sequence", 1607)
            .Change(InstallExecuteSequence, "RestoreDelay", "Sequence", 1608)),
        ("ServiceRestored", package => package.Without(CustomAction, "RestoreDelay").Without(InstallExecuteSequence, "RestoreDelay")),
        ("ServiceRestored", package => package.Change(InstallExecuteSequence, "RestoreStart", "Condition", "REMOVE=\"ALL\" AND NOT UPGRADINGPRODUCTCODE")),
        ("RemoveExistingProducts (ICE63)", package => package
            .Change(InstallExecuteSequence, "RemoveExistingProducts", "Sequence", 1510).Change(InstallExecuteSequence, "SetRecovery", "Sequence", 1505)),
        ("ServiceAccount", package => package.Change(ServiceInstall, "Orders", "StartName", "LocalService")),
        ("ServicePassword", package => package.Change(ServiceInstall, "Orders", "Password", "secret")),
        ("ServiceCycle", package => package.Change(ServiceInstall, "Orders", "Dependencies", "Orders[~][~]")),
        ("EnvironmentShared", package => package.Change(MsiTables.Environment, "E1", "Name", "=-*Path")),
        ("FeatureLevel", package => package.Change(Feature, "Main", "Level", 0)),
        ("KeptFiles", package => package.Change(MsiTables.Component, "C3", "Attributes", 256 + 16)),
        ("DeletedFiles", package => package.With(RemoveFile.Row("X1", "C1", "*.json", "INSTALLFOLDER", 2))),
        ("UpgradeOwn", package => package.Change(Upgrade, $"{UpgradeCode}..1.2.3..1", "UpgradeCode", "{A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F01}")),
        ("UpgradeDowngrade", package => package.Without(LaunchCondition)),
        ("AccessProtected", package => Descriptor(package, "O:SYG:SYD:(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)")),
        ("AccessOwner", package => Descriptor(package, "O:BUG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)")),
        ("AccessChanging", package => Descriptor(package, "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;WD)")),
        ("AccessOfService", package => Descriptor(package, "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FR;;;S-1-5-80-1-2-3-4-5)")),
        ("AccessAlways", package => package.Change(MsiLockPermissionsEx, "P1", "Condition", "NOT Installed")),
        ("AccessOfData", package => package.Without(MsiLockPermissionsEx)
            .With(MsiTables.Directory.Row("CommonAppDataFolder", "TARGETDIR", ".")).Change(MsiTables.Directory, "DataFolder", "Directory_Parent", "CommonAppDataFolder")),
        ("CommandProgram", package => package.Change(CustomAction, "SetRecovery", "Target", "sc.exe failure orders")),
        ("CommandQuotes", package => package.Change(ServiceInstall, "Orders", "Arguments", "\"[DataFolder]\"")),
        ("CommandSecret", package => package.Property("MsiHiddenProperties", "PREVIOUSFOLDER")
            .Change(CustomAction, "SetRecovery", "Target", "\"[System64Folder]sc.exe\" config orders password= [PREVIOUSFOLDER]")),
        ("CommandDeletes", package => package.Change(CustomAction, "SetRecovery", "Target", "\"[System64Folder]cmd.exe\" /c rd /s /q \"[DataFolder]\"")),
        ("CommandOverwrites", package => package.Change(CustomAction, "SetRecovery", "Target", "\"[System64Folder]cmd.exe\" /c copy /y \"[DataFolder]a.default\" \"[DataFolder]a\"")),
        ("CommandOrder", package => package.Change(InstallExecuteSequence, "SetRecovery", "Sequence", 5790)),
        ("CommandKept", package => package
            .With(CustomAction.Row("Purge", 3170, "System64Folder", "\"[System64Folder]cmd.exe\" /c del \"[#F1]\"", MsiValue.Null), InstallExecuteSequence.Row("Purge", "REMOVE", 3610))),
        ("CommandFile", package => package.Change(CustomAction, "SetRecovery", "Target", "\"[#F1]\" --check").Change(InstallExecuteSequence, "SetRecovery", "Sequence", 3990)),
        ("CommandAtRepair", package => package.Change(InstallExecuteSequence, "SetRecovery", "Condition", "$C1=3")),
        ("CommandAtRepair", package => package.Change(InstallExecuteSequence, "RestoreSid", "Condition", "REMOVE OR REINSTALL")),
        ("CommandRollback", package => package.Change(CustomAction, "SetRecovery", "Target", "\"[System64Folder]netsh.exe\" advfirewall firewall add rule name=\"x\"")),
        ("PropertyBeforeUse", package => package.Change(InstallExecuteSequence, "KeepFolder", "Sequence", 1010)),
        ("PropertyAfterSource", package => package.Change(InstallUISequence, "KeepFolder", "Sequence", 40)),
        ("PropertyKept", package => package.Change(InstallExecuteSequence, "KeepFolder", "Condition", "PREVIOUSFOLDER")),
        ("IconData", package => package.Without(Icon).With(Icon.Row("Orders.ico", FileContent.FromText("no icon")))),
        ("FormattedReference", package => package.Change(Registry, "R1", "Value", "[#F9]")),
        ("FormattedReference", package => package.Change(Registry, "R1", "Value", "[Nowhere]")),
        ("FormattedReference", package => package.Change(Registry, "R1", "Value", "[$C9]")),
        ("ReferenceOfOtherFeature (ICE69)", package => package
            .With(Feature.Row("More", MsiValue.Null, "More", MsiValue.Null, 4, 1, MsiValue.Null, 0), FeatureComponents.Row("More", "C2"))
            .Without(FeatureComponents, "Main.C2").Change(Registry, "R1", "Value", "[#F2]")),
        ("ConditionReference", package => package.Change(InstallExecuteSequence, "SetRecovery", "Condition", "$C9=3")),
        ("ConditionReference", package => package.Change(InstallExecuteSequence, "SetRecovery", "Condition", "NOWHERE")),
        ("ShortcutTarget (ICE67)", package => package.Change(Shortcut, "S1", "Target", "Other")),
        ("LockedObject (ICE104)", package => package.Change(MsiLockPermissionsEx, "P1", "LockObject", "INSTALLFOLDER")),
        ("SearchProperty (ICE52)", package => package.Without(AppSearch).With(AppSearch.Row("Previous", "Previous"))),
        ("SearchUsed", package => package.With(RegLocator.Row("Unused", 2, @"Software\X", MsiValue.Null, 18))),
        ("SearchView", package => package.Change(RegLocator, "Previous", "Type", 2)),
        ("SearchView (ICE80)", package => package with { Summary = package.Summary with { Platform = MsiPlatform.Intel } }),
        ("FileContent", package => package with
        {
            Files = [package.Files[0] with { Content = FileContent.FromBytes(ProgramForArm()) }, .. package.Files.Skip(1)],
        }),
    ];

    private static MsiPackage Descriptor(MsiPackage package, string text) => package.Change(MsiLockPermissionsEx, "P1", "SDDLText", text);

    private static byte[] ProgramForArm()
    {
        var program = new byte[256];
        "MZ"u8.CopyTo(program);
        program[0x3C] = 128;
        "PE\0\0"u8.CopyTo(program.AsSpan(128));
        (program[132], program[133]) = (0x64, 0xAA);
        return program;
    }
}
