using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Tests.Msi;

/// <summary>Packages for the tests.</summary>
internal static class Msis
{
    public static readonly DateTimeOffset Time = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static readonly Guid UpgradeCode = new("a7f8e4c2-5b9d-4c3e-8f1a-2d6b7c8e9f00");

    /// <summary>A service with a configuration file, a registry value, an icon and an upgrade rule, which covers most kinds of
    /// cells.</summary>
    public static MsiPackage Sample(CompressionKind compression = CompressionKind.Gzip) => new()
    {
        Summary = new()
        {
            Subject = "Orders",
            Author = "Example",
            Comments = "Takes orders",
            CreatingApplication = "tests",
            Platform = MsiPlatform.X64,
        },
        Rows =
        [
            .. Skeleton(),
            MsiTables.ServiceInstall.Row(
                "Orders", "orders", "Orders", 16, 2, 32769, MsiValue.Null, "Tcpip[~][~]", @"NT AUTHORITY\LocalService", MsiValue.Null, "--service", "C1", "Takes orders"),
            MsiTables.ServiceControl.Row("Orders", "orders", 163, MsiValue.Null, 1, "C1"),
            MsiTables.MsiServiceConfig.Row("Orders", "orders", 5, 3, "1", "C1"),
            MsiTables.Registry.Row("R1", 2, @"Software\Example", "Installed", "#1", "C2"),
            MsiTables.Upgrade.Row("{A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F00}", MsiValue.Null, "1.2.3", MsiValue.Null, 1, MsiValue.Null, "OLDER"),
            MsiTables.Upgrade.Row("{A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F00}", "1.2.3", MsiValue.Null, MsiValue.Null, 2, MsiValue.Null, "NEWER"),
            MsiTables.Icon.Row("Orders.ico", FileContent.FromText("an icon")),
        ],
        Files = [File("F1", "C1", "orders.exe", "MZ, but no program"), File("F2", "C2", "ORDERS~1.JSO|orders.json", "{}\n")],
        PackageCodeNamespace = UpgradeCode,
        Timestamp = Time,
        Compression = compression,
    };

    public static MsiFile File(string key, string component, string name, string text) =>
        new() { Key = key, Component = component, FileName = name, Content = FileContent.FromText(text) };

    public static MsiPackage WithProperty(this MsiPackage package, string name, string value) =>
        package with { Rows = [.. package.Rows, MsiTables.Property.Row(name, value)] };

    public static byte[] Write(MsiPackage package)
    {
        using var stream = new MemoryStream();
        MsiWriter.Write(package, stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    /// <summary>Writes a package to a file, even if it has faults.</summary>
    public static MsiWriteResult Write(MsiPackage package, string path)
    {
        using var output = System.IO.File.Create(path);
        return MsiWriter.Write(package, output, TestContext.Current.CancellationToken);
    }

    public static MsiDatabase Read(byte[] bytes) => MsiReader.Open(new MemoryStream(bytes));

    /// <summary>Returns the rows of a table as lines, in an order that does not depend on the storage.</summary>
    public static IEnumerable<string> Lines(IEnumerable<string> rows) => rows.Order(StringComparer.Ordinal);

    private static IEnumerable<MsiRow> Skeleton() =>
    [
        MsiTables.Property.Row("ProductCode", "{0D6E8A6C-3D41-5A3E-9D0B-0F6C2A5F7B11}"),
        MsiTables.Property.Row("ProductLanguage", "1033"),
        MsiTables.Property.Row("ProductName", "Orders"),
        MsiTables.Property.Row("ProductVersion", "1.2.3"),
        MsiTables.Property.Row("Manufacturer", "Example"),
        MsiTables.Property.Row("UpgradeCode", "{A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F00}"),
        MsiTables.Directory.Row("TARGETDIR", MsiValue.Null, "SourceDir"),
        MsiTables.Directory.Row("ProgramFiles64Folder", "TARGETDIR", "."),
        MsiTables.Directory.Row("INSTALLFOLDER", "ProgramFiles64Folder", "Orders"),
        MsiTables.Component.Row("C1", "{5B7F4A0E-8C51-5A14-8A43-2C1B1B7A6D01}", "INSTALLFOLDER", 256, MsiValue.Null, "F1"),
        MsiTables.Component.Row("C2", "{5B7F4A0E-8C51-5A14-8A43-2C1B1B7A6D02}", "INSTALLFOLDER", 256, MsiValue.Null, "F2"),
        MsiTables.Feature.Row("Main", MsiValue.Null, "Orders", MsiValue.Null, 2, 1, "INSTALLFOLDER", 0),
        MsiTables.FeatureComponents.Row("Main", "C1"),
        MsiTables.FeatureComponents.Row("Main", "C2"),
        .. Sequence(
            MsiTables.InstallExecuteSequence,
            "CostInitialize 800,FileCost 900,CostFinalize 1000,InstallValidate 1400,InstallInitialize 1500,ProcessComponents 1600,StopServices 1900,"
            + "DeleteServices 2000,RemoveRegistryValues 2600,RemoveFiles 3500,InstallFiles 4000,WriteRegistryValues 5000,InstallServices 5800,"
            + "StartServices 5900,RegisterProduct 6100,PublishFeatures 6300,PublishProduct 6400,InstallFinalize 6600"),
        .. Sequence(MsiTables.InstallUISequence, "CostInitialize 800,FileCost 900,CostFinalize 1000,ExecuteAction 1300"),
    ];

    private static IEnumerable<MsiRow> Sequence(MsiTable table, string actions) =>
        from action in actions.Split(',')
        let parts = action.Split(' ')
        select table.Row(parts[0], MsiValue.Null, int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
}
