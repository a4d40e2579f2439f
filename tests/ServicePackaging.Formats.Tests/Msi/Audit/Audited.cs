using System.Globalization;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Audit;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Tests.Msi.Audit;

/// <summary>A package that follows all rules, and ways to break them.</summary>
internal static class Audited
{
    private const string UpgradeCode = "{A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F00}";

    private const string ExecuteSteps =
        "FindRelatedProducts 25,AppSearch 50,LaunchConditions 100,ValidateProductID 700,CostInitialize 800,FileCost 900,CostFinalize 1000,"
        + "MigrateFeatureStates 1200,InstallValidate 1400,InstallInitialize 1500,RemoveExistingProducts 1501,ProcessComponents 1600,UnpublishFeatures 1800,"
        + "StopServices 1900,DeleteServices 2000,RemoveRegistryValues 2600,RemoveShortcuts 3200,RemoveEnvironmentStrings 3300,RemoveFiles 3500,RemoveFolders 3600,"
        + "CreateFolders 3700,InstallFiles 4000,CreateShortcuts 4500,WriteRegistryValues 5000,WriteEnvironmentStrings 5200,InstallServices 5800,"
        + "MsiConfigureServices 5850,StartServices 5900,RegisterUser 6000,RegisterProduct 6100,PublishFeatures 6300,PublishProduct 6400,InstallFinalize 6600";

    private static readonly (MsiTable Table, string Steps)[] Sequences =
    [
        (MsiTables.InstallExecuteSequence, ExecuteSteps),
        (MsiTables.InstallUISequence, "FindRelatedProducts 25,AppSearch 50,LaunchConditions 100,CostInitialize 800,FileCost 900,CostFinalize 1000,ExecuteAction 1300"),
        (MsiTables.AdminExecuteSequence,
            "CostInitialize 800,FileCost 900,CostFinalize 1000,InstallValidate 1400,InstallInitialize 1500,InstallAdminPackage 3900,InstallFiles 4000,InstallFinalize 6600"),
        (MsiTables.AdminUISequence, "CostInitialize 800,FileCost 900,CostFinalize 1000,ExecuteAction 1300"),
        (MsiTables.AdvtExecuteSequence,
            "CostInitialize 800,CostFinalize 1000,InstallValidate 1400,InstallInitialize 1500,PublishFeatures 6300,PublishProduct 6400,InstallFinalize 6600"),
    ];

    /// <summary>A service with everything that the rules check.</summary>
    public static MsiPackage Sound() => new()
    {
        Summary = new() { Subject = "Orders", Author = "Example", Platform = MsiPlatform.X64 },
        Rows = [.. Product(), .. Components(), .. Service(), .. Searches(), .. Sequences.SelectMany(sequence => Steps(sequence.Table, sequence.Steps))],
        Files =
        [
            Msis.File("F1", "C1", "orders.exe", "MZ, but no program"),
            new()
            {
                Key = "F2", Component = "C2", FileName = "formats.dll", Content = FileContent.FromBytes(File.ReadAllBytes(typeof(MsiAudit).Assembly.Location)),
            },
            Msis.File("F3", "C3", "ORDERS~1.JSO|orders.json", "{}\n"),
        ],
        PackageCodeNamespace = new(UpgradeCode),
        Timestamp = Msis.Time,
    };

    /// <summary>Returns the package with additional rows.</summary>
    public static MsiPackage With(this MsiPackage package, params ReadOnlySpan<MsiRow> rows) => package with { Rows = [.. package.Rows, .. rows] };

    /// <summary>Returns the package without the rows of a table, or without the row of a key.</summary>
    public static MsiPackage Without(this MsiPackage package, MsiTable table, string? key = null) =>
        package with { Rows = [.. package.Rows.Where(row => row.Table != table || (key is not null && row.Key != key))] };

    /// <summary>Returns the package with another value in a cell.</summary>
    public static MsiPackage Change(this MsiPackage package, MsiTable table, string key, string column, MsiValue value)
    {
        Assert.Contains(package.Rows, row => row.Table == table && row.Key == key);
        return package with
        {
            Rows = [.. package.Rows.Select(row => row.Table == table && row.Key == key
                ? table.Row([.. table.Columns.Zip(row.Cells).Select(cell => cell.First.Name == column ? value : cell.Second)])
                : row)],
        };
    }

    /// <summary>Returns the package with another value of a property, or without the property.</summary>
    public static MsiPackage Property(this MsiPackage package, string name, string? value)
    {
        var without = package.Without(MsiTables.Property, name);
        return value is null ? without : without.WithProperty(name, value);
    }

    /// <summary>Returns the findings of a written package.</summary>
    public static IReadOnlyList<PackageFault> Findings(byte[] bytes)
    {
        using var msi = Msis.Read(bytes);
        return MsiAudit.Check(msi, VerificationDepth.Payload, TestContext.Current.CancellationToken);
    }

    public static IReadOnlyList<PackageFault> Findings(MsiPackage package) => Findings(Msis.Write(package));

    private static IEnumerable<MsiRow> Product() =>
    [
        MsiTables.Property.Row("ProductCode", "{0D6E8A6C-3D41-5A3E-9D0B-0F6C2A5F7B11}"),
        MsiTables.Property.Row("ProductLanguage", "1033"),
        MsiTables.Property.Row("ProductName", "Orders"),
        MsiTables.Property.Row("ProductVersion", "1.2.3"),
        MsiTables.Property.Row("Manufacturer", "Example"),
        MsiTables.Property.Row("UpgradeCode", UpgradeCode),
        MsiTables.Property.Row("ALLUSERS", "1"),
        MsiTables.Property.Row("REINSTALLMODE", "amus"),
        MsiTables.Property.Row("ARPPRODUCTICON", "Orders.ico"),
        MsiTables.Property.Row("SecureCustomProperties", "NEWER;OLDER;PREVIOUSFOLDER"),
        MsiTables.Icon.Row("Orders.ico", FileContent.FromBytes(Icon())),
        MsiTables.Upgrade.Row(UpgradeCode, MsiValue.Null, "1.2.3", MsiValue.Null, 1, MsiValue.Null, "OLDER"),
        MsiTables.Upgrade.Row(UpgradeCode, "1.2.3", MsiValue.Null, MsiValue.Null, 2, MsiValue.Null, "NEWER"),
        MsiTables.LaunchCondition.Row("NOT NEWER", "A newer version of [ProductName] is installed."),
    ];

    private static IEnumerable<MsiRow> Components() =>
    [
        MsiTables.Directory.Row("TARGETDIR", MsiValue.Null, "SourceDir"),
        MsiTables.Directory.Row("ProgramFiles64Folder", "TARGETDIR", "."),
        MsiTables.Directory.Row("System64Folder", "TARGETDIR", "."),
        MsiTables.Directory.Row("INSTALLFOLDER", "ProgramFiles64Folder", "Orders"),
        MsiTables.Directory.Row("DataFolder", "INSTALLFOLDER", "data"),
        .. new[] { ("C1", "01", "F1", 256), ("C2", "02", "F2", 256), ("C3", "03", "F3", 256 + 16 + 128), ("C4", "04", "R1", 256 + 4) }.Select(component =>
            MsiTables.Component.Row(
                component.Item1, $"{{5B7F4A0E-8C51-5A14-8A43-2C1B1B7A6D{component.Item2}}}", "INSTALLFOLDER", component.Item4, MsiValue.Null, component.Item3)),
        MsiTables.Component.Row("C5", "{5B7F4A0E-8C51-5A14-8A43-2C1B1B7A6D05}", "DataFolder", 256, MsiValue.Null, MsiValue.Null),
        MsiTables.Feature.Row("Main", MsiValue.Null, "Orders", MsiValue.Null, 2, 1, "INSTALLFOLDER", 24),
        .. Enumerable.Range(1, 5).Select(i => MsiTables.FeatureComponents.Row("Main", string.Create(CultureInfo.InvariantCulture, $"C{i}"))),
        MsiTables.CreateFolder.Row("DataFolder", "C5"),
        MsiTables.MsiLockPermissionsEx.Row("P1", "DataFolder", "CreateFolder", "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)", MsiValue.Null),
        MsiTables.Registry.Row("R1", 2, @"Software\Example", "Folder", "[INSTALLFOLDER]", "C4"),
        MsiTables.Environment.Row("E1", "=-*ORDERS", "[#F1]", "C1"),
        MsiTables.Shortcut.Row(
            "S1", "INSTALLFOLDER", "Orders", "C1", "[#F1]", MsiValue.Null, MsiValue.Null, MsiValue.Null, MsiValue.Null, MsiValue.Null, MsiValue.Null, MsiValue.Null,
            MsiValue.Null, MsiValue.Null, MsiValue.Null, MsiValue.Null),
    ];

    private static IEnumerable<MsiRow> Service() =>
    [
        MsiTables.ServiceInstall.Row(
            "Orders", "orders", "Orders", 16, 2, 32769, MsiValue.Null, "Tcpip[~][~]", @"NT AUTHORITY\LocalService", MsiValue.Null, "\"[DataFolder]x\"", "C1", "Takes orders"),
        MsiTables.ServiceControl.Row("Orders", "orders", 163, MsiValue.Null, 1, "C1"),
        MsiTables.MsiServiceConfig.Row("Delayed", "orders", 5, 3, "1", "C1"),
        MsiTables.MsiServiceConfigFailureActions.Row("Recovery", "orders", 5, 86400, MsiValue.Null, MsiValue.Null, "1[~]1[~]0", "5000[~]10000[~]0", "C1"),
        MsiTables.CustomAction.Row("SetRecovery", 3170, "System64Folder", "\"[System64Folder]sc.exe\" failure orders", MsiValue.Null),
        MsiTables.InstallExecuteSequence.Row("SetRecovery", "$C1=3 AND NOT REINSTALL", 5860),
        MsiTables.CustomAction.Row(
            "RestoreStart", 3426, "System64Folder",
            "\"[System64Folder]cmd.exe\" /c \"\"[System64Folder]net.exe\" stop orders && \"[System64Folder]net.exe\" start orders\"", MsiValue.Null),
        MsiTables.InstallExecuteSequence.Row("RestoreStart", "UPGRADINGPRODUCTCODE AND REMOVE=\"ALL\"", 1601),
        MsiTables.CustomAction.Row(
            "RestoreSid", 3426, "System64Folder", "\"[System64Folder]sc.exe\" sidtype \"orders\" unrestricted", MsiValue.Null),
        MsiTables.InstallExecuteSequence.Row("RestoreSid", "UPGRADINGPRODUCTCODE AND REMOVE=\"ALL\"", 1602),
        MsiTables.CustomAction.Row("RestoreRecovery", 3426, "System64Folder", "\"[System64Folder]sc.exe\" failure \"orders\" reset= 60", MsiValue.Null),
        MsiTables.InstallExecuteSequence.Row("RestoreRecovery", "UPGRADINGPRODUCTCODE AND REMOVE=\"ALL\"", 1603),
        MsiTables.CustomAction.Row("RestoreDelay", 3426, "System64Folder", "\"[System64Folder]sc.exe\" config orders start= delayed-auto", MsiValue.Null),
        MsiTables.InstallExecuteSequence.Row("RestoreDelay", "UPGRADINGPRODUCTCODE AND REMOVE=\"ALL\"", 1604),
    ];

    // An image of one byte.
    private static byte[] Icon() => [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 1, 0, 0, 0, 22, 0, 0, 0, 0];

    private static IEnumerable<MsiRow> Searches() =>
    [
        MsiTables.AppSearch.Row("PREVIOUSFOLDER", "Previous"),
        MsiTables.RegLocator.Row("Previous", 2, @"Software\Example", "Folder", 18),
        MsiTables.CustomAction.Row("KeepFolder", 51, "INSTALLFOLDER", "[PREVIOUSFOLDER]", MsiValue.Null),
        MsiTables.InstallExecuteSequence.Row("KeepFolder", "PREVIOUSFOLDER AND NOT INSTALLFOLDER", 60),
        MsiTables.InstallUISequence.Row("KeepFolder", "PREVIOUSFOLDER AND NOT INSTALLFOLDER", 60),
    ];

    private static IEnumerable<MsiRow> Steps(MsiTable table, string steps) =>
        from step in steps.Split(',')
        let parts = step.Split(' ')
        select table.Row(parts[0], MsiValue.Null, int.Parse(parts[1], CultureInfo.InvariantCulture));
}
