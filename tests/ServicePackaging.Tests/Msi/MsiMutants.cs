using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;
using static ServicePackaging.Formats.Msi.Tables.MsiTables;

namespace ServicePackaging.Tests.Msi;

/// <summary>Whole packages with one fault each. The numbers are those of an independent review of the packages (01-46 meaning, 47-70 format); letters are
/// other forms of the same fault. <c>RowMutants</c> and <c>StoredMutants</c> of the format's tests have the faults that a plan cannot have (51-55, 48).</summary>
internal static class MsiMutants
{
    private const string Path = "SearchPath";
    private const string Everyone = "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";
    private const string Sc = "\"[System64Folder]sc.exe\"";
    private const string Cmd = "\"[System64Folder]cmd.exe\" /d /c ";
    private const string Removal = "REMOVE=\"ALL\" AND NOT UPGRADINGPRODUCTCODE";

    /// <summary>Number and description, the rule that finds the fault, and how the package gets it.</summary>
    public static readonly IReadOnlyList<(string Name, string Rule, Func<MsiPackage, MsiPackage> Break)> All =
    [
        ("01 the search path is replaced", "EnvironmentShared", package => package.Change(MsiTables.Environment, Path, "Value", "[INSTALLFOLDER]bin")),
        ("01b the same in other letters", "EnvironmentShared", package => package.Change(MsiTables.Environment, Path, "Value", "[INSTALLFOLDER]bin").Change(MsiTables.Environment, Path, "Name", "=-*Path")),
        ("01c without a separator", "EnvironmentShared", package => package.Change(MsiTables.Environment, Path, "Value", "[~][INSTALLFOLDER]bin")),
        ("01d in the middle", "EnvironmentShared", package => package.Change(MsiTables.Environment, Path, "Value", "[INSTALLFOLDER]bin;[~];x")),
        ("01e another list", "EnvironmentShared", package => package.With(MsiTables.Environment.Row("E9", "=-*PSModulePath", "[INSTALLFOLDER]bin", "Program"))),
        ("01f a variable of Windows", "EnvironmentShared", package => package.With(MsiTables.Environment.Row("E9", "=-*ComSpec", "[~];[INSTALLFOLDER]bin", "Program"))),
        ("01g never taken back", "EnvironmentShared", package => package.Change(MsiTables.Environment, Path, "Name", "=*PATH")),
        ("01h removed", "EnvironmentShared", package => package.Change(MsiTables.Environment, Path, "Name", "!-*PATH").Change(MsiTables.Environment, Path, "Value", MsiValue.Null)),
        ("04 an account without its domain", "ServiceAccount", package => package.Change(ServiceInstall, "Service", "StartName", "LocalService")),
        ("04b another account", "ServiceAccount", package => package.Change(ServiceInstall, "Service", "StartName", "collector")),
        ("04c a domain alone", "ServiceAccount", package => package.Change(ServiceInstall, "Service", "StartName", @"NT AUTHORITY\")),
        ("04d no such account", "ServiceAccount", package => package.Change(ServiceInstall, "Service", "StartName", @"NT AUTHORITY\Local Service")),
        ("04e the virtual account of another service", "ServiceAccount", package => package.Change(ServiceInstall, "Service", "StartName", @"NT SERVICE\acme-us")),
        ("12 no SID at all", "AccessOfService", package => package.Without(MsiServiceConfig, "Sid")),
        ("13 the SID is switched off", "AccessOfService", package => package.Change(MsiServiceConfig, "Sid", "Argument", "0")),
        ("14 the SID of another service only", "AccessOfService", package => package.Without(MsiServiceConfig, "Sid2")),
        ("14b the SID at a removal", "AccessOfService", package => package.Change(MsiServiceConfig, "Sid", "Event", 2)),
        ("14c the SID at a repair", "AccessOfService", package => package.Change(MsiServiceConfig, "Sid", "Event", 4)),
        ("15 everyone may do everything", "AccessChanging", package => package.Descriptor(Everyone + "(A;OICI;FA;;;WD)")),
        ("15b users may write", "AccessChanging", package => package.Descriptor(Everyone + "(A;OICI;0x1301bf;;;BU)")),
        ("15c by its number", "AccessChanging", package => package.Descriptor(Everyone + "(A;OICI;FA;;;S-1-1-0)")),
        ("15d generic rights", "AccessChanging", package => package.Descriptor(Everyone + "(A;OICI;GA;;;AU)")),
        ("15e to create files", "AccessChanging", package => package.Descriptor(Everyone + "(A;;CCDCRP;;;IU)")),
        ("15f to delete children", "AccessChanging", package => package.Descriptor(Everyone + "(A;;FXDT;;;BU)")),
        ("15g to change the permissions", "AccessChanging", package => package.Descriptor(Everyone + "(A;OICIIO;FRWD;;;BU)")),
        ("15h with a condition", "AccessChanging", package => package.Descriptor(Everyone + "(XA;OICI;FA;;;WD;(@USER.x==1))")),
        ("15i the program's directory", "AccessChanging", package => package.Change(MsiLockPermissionsEx, package.Locked("INSTALLFOLDER"), "SDDLText", Everyone + "(A;OICI;FW;;;BU)")),
        ("16 the permissions of ProgramData are inherited", "AccessProtected", package => package.Descriptor("O:SYG:SYD:(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)")),
        ("16b also explicitly", "AccessProtected", package => package.Descriptor("O:SYG:SYD:AI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)")),
        ("16c no list", "AccessProtected", package => package.Descriptor("O:SYG:SY")),
        ("16d no control", "AccessProtected", package => package.Descriptor("O:SYG:SYD:NO_ACCESS_CONTROL")),
        ("16e an owner from before", "AccessOwner", package => package.Descriptor("D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)")),
        ("16f users own it", "AccessOwner", package => package.Descriptor("O:BUG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)")),
        ("16g no descriptor", "AccessOfData", package => package.Without(MsiLockPermissionsEx, package.Locked("StateFolder"))),
        ("16h only sometimes", "AccessAlways", package => package.Change(MsiLockPermissionsEx, package.Locked("StateFolder"), "Condition", "NOT Installed")),
        ("17 another service", "AccessOfService", package => package.Descriptor(Everyone + "(A;OICI;0x1301bf;;;S-1-5-80-1-2-3-4-5)")),
        ("17b all services", "AccessOfService", package => package.Descriptor(Everyone + "(A;OICI;0x1301bf;;;S-1-5-80-0)")),
        ("20 configured before it exists", "CommandOrder", package => package.Move("SetRecovery", 5799)),
        ("20b at the beginning", "CommandOrder", package => package.Move("KeepDemand", 1690)),
        ("20c another one", "CommandOrder", package => package.Move("SetRecovery2", 5795)),
        ("20d a hook before its file exists", "CommandFile", package => package.Move("RunAfterInstall1", 3990)),
        ("20e a hook after its file is gone", "CommandFile", package => package.Move("RunBeforeRemove3", 3620)),
        ("22 a rollback that would not run", "CommandRollback", package => package.Move("RollBackFirewallRule1", 5799)),
        ("22b the other rule", "CommandRollback", package => package.Move("RollBackFirewallRule2", 5990)),
        ("22c no rollback", "CommandRollback", package => package.Without(CustomAction, "RollBackFirewallRule2").Without(InstallExecuteSequence, "RollBackFirewallRule2")),
        ("22d a start before the settings", "ServiceRollback", package => package.Move("RollBackStart", 1690)),
        ("22e only started, and not stopped before", "ServiceRestored", package => package.OnlyStarts().Without(CustomAction, "WaitForStop").Without(InstallExecuteSequence, "WaitForStop")),
        ("22j only started, and stopped too late", "ServiceRestored", package => package.OnlyStarts().Move("WaitForStop", 1950)),
        ("22f after the service is deleted", "ServiceRollback", package => package.Move("RollBackSid", 2010)),
        ("22g no SID", "ServiceRestored", package => package.Without(CustomAction, "RollBackSid2").Without(InstallExecuteSequence, "RollBackSid2")),
        ("22h no start", "ServiceRestored", package => package.Without(CustomAction, "RollBackStart").Without(InstallExecuteSequence, "RollBackStart")),
        ("22i never", "ServiceRestored", package => package.Change(InstallExecuteSequence, "RollBackRecovery", "Condition", Removal)),
        ("23 the directory after costing", "PropertyBeforeUse", package => package.Move("KeepInstallFolder", 1020)),
        ("23b in the user interface", "PropertyBeforeUse", package => package.Change(InstallUISequence, "KeepInstallFolder", "Sequence", 1020)),
        ("23c the repair after costing", "PropertyBeforeUse", package => package.Move("RepairWhenInstalled", 1030)),
        ("23d the location before costing", "PropertyAfterSource", package => package.Move("SetInstallLocation", 140)),
        ("24 the directory before the search", "PropertyAfterSource", package => package.Move("KeepInstallFolder", 40)),
        ("24b in the user interface", "PropertyAfterSource", package => package.Change(InstallUISequence, "KeepInstallFolder", "Sequence", 10)),
        ("24c a variable before the search", "PropertyAfterSource", package => package.Move("KeepVariable1", 30)),
        ("24d although the administrator named one", "PropertyKept", package => package.Change(InstallExecuteSequence, "KeepInstallFolder", "Condition", "PREVIOUSFOLDER")),
        ("24e although there is none", "PropertyKept", package => package.Change(InstallExecuteSequence, "KeepInstallFolder", "Condition", "NOT INSTALLFOLDER")),
        ("26 a downgrade", "UpgradeDowngrade", package => package.Without(LaunchCondition, "NOT NEWERVERSION")),
        ("26b a condition that is always true", "UpgradeDowngrade", package => package.Without(LaunchCondition, "NOT NEWERVERSION").With(LaunchCondition.Row("NOT NEWERVERSION OR 1", "x"))),
        ("26c a condition of others", "UpgradeDowngrade", package => package.Without(LaunchCondition, "NOT NEWERVERSION").With(LaunchCondition.Row("NEWERVERSION OR NOT OLDERVERSION", "x"))),
        ("26d not found", "UpgradeDowngrade", package => package.Without(Upgrade, package.Upgrades("NEWERVERSION"))),
        ("26e with a choice", "UpgradeDowngrade", package => package.Without(LaunchCondition, "NOT NEWERVERSION").With(LaunchCondition.Row("NOT NEWERVERSION OR STARTSERVICE", "x"))),
        ("26f unless it is installed or otherwise", "UpgradeDowngrade", package => package.Without(LaunchCondition, "NOT NEWERVERSION").With(LaunchCondition.Row("NOT NEWERVERSION OR NOT Installed", "x"))),
        ("27 another product is removed", "UpgradeOwn", package => package.Change(Upgrade, package.Upgrades("OLDERVERSION"), "UpgradeCode", "{A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F00}")),
        ("27b another product too", "UpgradeOwn", package => package.With(Upgrade.Row("{A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F00}", MsiValue.Null, "9.9.9", MsiValue.Null, 1, MsiValue.Null, "OTHERS"))
            .Change(Property, "SecureCustomProperties", "Value", package.Rows.Single(row => row.Table == Property && row.Key == "SecureCustomProperties")["Value"].Text + ";OTHERS")),
        ("27c another code of its own", "UpgradeOwn", package => package.Change(Property, "UpgradeCode", "Value", "{A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F00}")),
        ("28 the feature is not installed", "FeatureLevel", package => package.Change(Feature, "Service", "Level", 0)),
        ("28b nor at a level above the usual", "FeatureLevel", package => package.Change(Feature, "Service", "Level", 2)),
        ("29 configuration is overwritten", "KeptFiles", package => package.Change(MsiTables.Component, package.Configuration(), "Attributes", 256 + 16)),
        ("29b configuration is removed", "KeptFiles", package => package.Change(MsiTables.Component, package.Configuration(), "Attributes", 256 + 128)),
        ("29c neither kept nor protected", "CommandKept", package => package.Change(CustomAction, "Purge1", "Target", Cmd + $"del /f /q \"[#{package.Default()}]\"")),
        ("29d created over another one", "CommandOverwrites", package => package.Change(CustomAction, "CreateConfiguration1", "Target", Cmd + "copy /y \"acme.toml.default\" \"acme.toml\"")),
        ("29e created over another one of the same size", "CommandOverwrites", package => package.Change(CustomAction, "CreateConfiguration1", "Target", Cmd + "for %i in (\"acme.toml.default\") do if exist \"%~ni\" copy /y \"%~i\" \"%~ni\"")),
        ("29f withdrawn without a comparison", "CommandDeletes", package => package.Change(CustomAction, "WithdrawConfiguration1", "Target", Cmd + "del /f /q \"acme.toml\"")),
        ("29g compared with itself", "CommandDeletes", package => package.Change(CustomAction, "WithdrawConfiguration1", "Target", package.Withdrawal().Replace("/b \"%~i\" \"%~j\"", "/b \"%~j\" \"%~j\"", StringComparison.Ordinal))),
        ("29h withdrawn if it differs", "CommandDeletes", package => package.Change(CustomAction, "WithdrawConfiguration1", "Target", package.Withdrawal().Replace("&&", "||", StringComparison.Ordinal))),
        ("29i another one is withdrawn", "CommandDeletes", package => package.Change(CustomAction, "WithdrawConfiguration1", "Target", package.Withdrawal().Replace("%j in (\"acme", "%j in (\"x", StringComparison.Ordinal))),
        ("29j a keeper without permissions", "KeptFiles", package => package.Without(MsiLockPermissionsEx, package.Rows.First(row => row.Table == MsiLockPermissionsEx && row["Table"].Text == "File").Key)),
        ("29k more than the keepers is deleted", "CommandDeletes", package => package.Change(CustomAction, "RemoveKeepers1", "Target", Cmd + "del /f /q \"[StateFolder].keep\" \"[StateFolder]*\"")),
        ("29l another file is deleted", "CommandDeletes", package => package.Change(CustomAction, "RemoveKeepers1", "Target", Cmd + "del /f /q \"[StateFolder].keep\" \"[ConfigFolder]acme.toml\"")),
        ("32 all configuration is deleted at an upgrade", "DeletedFiles", package => package.With(RemoveFile.Row("X9", "Program", "*", "ConfigFolder", 2))),
        ("33 and at an installation", "DeletedFiles", package => package.With(RemoveFile.Row("X9", "Program", "*.*", "ConfigFolder", 1))),
        ("33b by its name", "DeletedFiles", package => package.With(RemoveFile.Row("X9", "Program", "acme.toml", "ConfigFolder", 3))),
        ("33c beside the program", "DeletedFiles", package => package.With(RemoveFile.Row("X9", "Program", "apps*.json", "INSTALLFOLDER", 1))),
        ("33d everything beside the program", "DeletedFiles", package => package.With(RemoveFile.Row("X9", "Program", "?*", "INSTALLFOLDER", 2))),
        ("33e data", "DeletedFiles", package => package.With(RemoveFile.Row("X9", "Program", "*.db", "StateFolder", 2))),
        ("34 the password is in the log", "ServicePassword", package => package.WithPassword().Change(Property, "MsiHiddenProperties", "Value", "OTHER")),
        ("34b no property is hidden", "ServicePassword", package => package.WithPassword().Without(Property, "MsiHiddenProperties")),
        ("34f although no service uses it yet", "ServicePassword", package => package.Without(Property, "MsiHiddenProperties")),
        ("34c the password is in the package", "ServicePassword", package => package.Change(ServiceInstall, "Service", "Password", "secret")),
        ("34d as a property", "ServicePassword", package => package.WithPassword().With(Property.Row("SERVICEPASSWORD", "secret"))),
        ("34e in a command line", "CommandSecret", package => package.WithPassword().Change(CustomAction, "SetRecovery", "Target", Sc + " config \"acme-eu\" password= [SERVICEPASSWORD]")),
        ("37 a backslash before the closing quote", "CommandQuotes", package => package.Change(ServiceInstall, "Service", "Arguments", "--data \"[StateFolder]\"")),
        ("37b twice", "CommandQuotes", package => package.Change(ServiceInstall, "Service", "Arguments", "\"[StateFolder]\" \"[CacheFolder]\"")),
        ("37c in an action", "CommandQuotes", package => package.Change(CustomAction, "SetRecovery", "Target", Sc + " failure \"acme-eu\" command= \"[INSTALLFOLDER]\"")),
        ("37d in cmd", "CommandQuotes", package => package.Change(CustomAction, "SetRecovery", "Target", Cmd + "\"\"[System64Folder]icacls.exe\" \"[StateFolder]\" /reset\"")),
        ("37e three", "CommandQuotes", package => package.Change(ServiceInstall, "Service", "Arguments", "\"[StateFolder]\\\\\" x")),
        ("38 a quote without another", "CommandQuotes", package => package.Change(ServiceInstall, "Service", "Arguments", "--data \"[StateFolder]x")),
        ("38b in an action", "CommandQuotes", package => package.Change(CustomAction, "SetRecovery", "Target", Sc + " failure \"acme-eu reset= 60")),
        ("38c in cmd", "CommandQuotes", package => package.Change(CustomAction, "Purge4", "Target", Cmd + "rd /s /q \"[CacheFolder]")),
        ("40 a bare name", "CommandProgram", package => package.Change(CustomAction, "SetRecovery", "Target", "sc.exe failure \"acme-eu\" reset= 60")),
        ("40b in quotes", "CommandProgram", package => package.Change(CustomAction, "SetRecovery", "Target", "\"sc.exe\" failure \"acme-eu\" reset= 60")),
        ("40c cmd", "CommandProgram", package => package.Change(CustomAction, "Purge4", "Target", "cmd /c rd /s /q \"[CacheFolder]\"")),
        ("40d within cmd", "CommandProgram", package => package.Change(CustomAction, "RollBackStart", "Target", Cmd + "\"net stop acme-eu && net start acme-eu\"")),
        ("40e a path without quotes", "CommandProgram", package => package.Change(CustomAction, "SetRecovery", "Target", "[System64Folder]sc.exe failure \"acme-eu\" reset= 60")),
        ("40f a variable of the user", "CommandProgram", package => package.Change(CustomAction, "SetRecovery", "Target", "\"[%SystemRoot]\\System32\\sc.exe\" failure \"acme-eu\" reset= 60")),
        ("40g a directory of the service", "CommandProgram", package => package.Change(CustomAction, "SetRecovery", "Target", "\"[StateFolder]sc.exe\" failure \"acme-eu\" reset= 60")),
        ("40h the second one within cmd", "CommandProgram", package => package.Change(CustomAction, "RollBackStart", "Target", Cmd + "\"\"[System64Folder]net.exe\" stop \"acme-eu\" & net start \"acme-eu\"\"")),
        ("42 data is deleted at an upgrade", "CommandDeletes", package => package.Change(InstallExecuteSequence, "Purge4", "Condition", "REMOVE=\"ALL\" AND PURGE=\"1\"")),
        ("42b only at an upgrade", "CommandDeletes", package => package.Change(InstallExecuteSequence, "Purge4", "Condition", "REMOVE=\"ALL\" AND UPGRADINGPRODUCTCODE")),
        ("43 data is always deleted", "CommandDeletes", package => package.Change(InstallExecuteSequence, "Purge4", "Condition", MsiValue.Null)),
        ("43b at every removal", "CommandDeletes", package => package.Change(InstallExecuteSequence, "Purge1", "Condition", Removal)),
        ("43c unless it is refused", "CommandDeletes", package => package.Change(InstallExecuteSequence, "Purge4", "Condition", Removal + " AND PURGE<>\"0\"")),
        ("43d on request at an installation", "CommandDeletes", package => package.Change(InstallExecuteSequence, "Purge4", "Condition", "PURGE=\"1\" AND NOT UPGRADINGPRODUCTCODE")),
        ("43e at a repair", "CommandDeletes", package => package.Change(InstallExecuteSequence, "Purge4", "Condition", "REINSTALL AND PURGE=\"1\"")),
        ("43f by another action", "CommandDeletes", package => package.Change(CustomAction, "SetRecovery", "Target", Cmd + "\"if exist \"[StateFolder]x\" rd /s /q \"[StateFolder]x\"\"")),
        ("44 it depends on itself", "ServiceCycle", package => package.Change(ServiceInstall, "Service", "Dependencies", "Tcpip[~]acme-eu[~][~]")),
        ("44b in other letters", "ServiceCycle", package => package.Change(ServiceInstall, "Service", "Dependencies", "ACME-EU[~][~]")),
        ("44c on the one that depends on it", "ServiceCycle", package => package
            .Change(ServiceInstall, "Service", "Dependencies", "acme-us[~][~]").Change(ServiceInstall, "Service2", "Dependencies", "acme-eu[~][~]")),
        ("65 no icon", "IconData", package => package.Without(Icon).With(Icon.Row("Product.ico", FileContent.FromText("no icon")))),
        ("65b an image", "IconData", package => package.Without(Icon).With(Icon.Row("Product.ico", FileContent.FromBytes(new byte[] { 0x89, 0x50, 0x4E, 0x47 })))),
        ("repair: recovery", "CommandAtRepair", package => package.Change(InstallExecuteSequence, "SetRecovery2", "Condition", "$Program=3")),
        ("repair: the firewall", "CommandAtRepair", package => package.Change(InstallExecuteSequence, "AddFirewallRule1", "Condition", "NOT UPGRADINGPRODUCTCODE")),
        ("repair: a hook", "CommandAtRepair", package => package.Change(InstallExecuteSequence, "RunAfterInstall1", "Condition", "NOT REMOVE")),
        ("repair: of everything only", "CommandAtRepair", package => package.Change(InstallExecuteSequence, "SetRecovery", "Condition", "REINSTALL=\"ALL\"")),
        ("repair: when it is rolled back", "CommandAtRepair", package => package.Change(InstallExecuteSequence, "RollBackFirewallRule1", "Condition", MsiValue.Null)),
        ("ICE63 an action before the removal", "RemoveExistingProducts (ICE63)", package => package
            .Change(InstallExecuteSequence, "RemoveExistingProducts", "Sequence", 1510).Move("RunAfterInstall1", 1505)),
        ("ICE63 a rollback action before it", "RemoveExistingProducts (ICE63)", package => package
            .Change(InstallExecuteSequence, "RemoveExistingProducts", "Sequence", 1510).Move("RollBackFirewallRule1", 1505)),
    ];

    extension(MsiPackage package)
    {
        /// <summary>The package with additional rows.</summary>
        public MsiPackage With(params ReadOnlySpan<MsiRow> rows) => package with { Rows = [.. package.Rows, .. rows] };

        /// <summary>The package without the rows of a table, or without the row of a key.</summary>
        public MsiPackage Without(MsiTable table, string? key = null)
        {
            Assert.Contains(package.Rows, row => row.Table == table && (key is null || row.Key == key));
            return package with { Rows = [.. package.Rows.Where(row => row.Table != table || (key is not null && row.Key != key))] };
        }

        /// <summary>The package with another value in a cell.</summary>
        public MsiPackage Change(MsiTable table, string key, string column, MsiValue value)
        {
            Assert.Contains(package.Rows, row => row.Table == table && row.Key == key);
            return package with
            {
                Rows = [.. package.Rows.Select(row => row.Table == table && row.Key == key
                    ? table.Row([.. table.Columns.Zip(row.Cells).Select(cell => cell.First.Name == column ? value : cell.Second)])
                    : row)],
            };
        }

        private MsiPackage Move(string action, int place) => package.Change(InstallExecuteSequence, action, "Sequence", place);

        private MsiPackage Descriptor(string text) => package.Change(MsiLockPermissionsEx, package.Locked("StateFolder"), "SDDLText", text);

        private string Locked(string directory) => package.Rows.Single(row => row.Table == MsiLockPermissionsEx && row["LockObject"].Text == directory).Key;

        private string Upgrades(string property) => package.Rows.Single(row => row.Table == Upgrade && row["ActionProperty"].Text == property).Key;

        private MsiPackage OnlyStarts() => package.Change(CustomAction, "RollBackStart", "Target", "\"[System64Folder]net.exe\" start \"acme-eu\"");

        private string Default() => package.Files.First(file => file.FileName.EndsWith(".default", StringComparison.Ordinal)).Key;

        private string Configuration() => package.Files.Single(file => file.Key == package.Default()).Component;

        private string Withdrawal() => package.Rows.Single(row => row.Table == CustomAction && row.Key == "WithdrawConfiguration1")["Target"].Text!;

        private MsiPackage WithPassword() => package.Change(ServiceInstall, "Service", "StartName", "[SERVICEUSER]").Change(ServiceInstall, "Service", "Password", "[SERVICEPASSWORD]");
    }
}
