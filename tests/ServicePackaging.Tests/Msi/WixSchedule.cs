namespace ServicePackaging.Tests.Msi;

/// <summary>The standard actions that WiX 5 schedules by default: sequence, action, number, condition; and the tables any of which is the reason.</summary>
internal static class WixSchedule
{
    private const string Table = """
        AdminExecuteSequence CostInitialize 800
        AdminExecuteSequence FileCost 900
        AdminExecuteSequence CostFinalize 1000
        AdminExecuteSequence InstallValidate 1400
        AdminExecuteSequence InstallInitialize 1500
        AdminExecuteSequence InstallAdminPackage 3900
        AdminExecuteSequence InstallFiles 4000
        AdminExecuteSequence InstallFinalize 6600
        AdminUISequence CostInitialize 800
        AdminUISequence FileCost 900
        AdminUISequence CostFinalize 1000
        AdminUISequence ExecuteAction 1300
        AdvtExecuteSequence CostInitialize 800
        AdvtExecuteSequence CostFinalize 1000
        AdvtExecuteSequence InstallValidate 1400
        AdvtExecuteSequence InstallInitialize 1500
        AdvtExecuteSequence PublishFeatures 6300
        AdvtExecuteSequence PublishProduct 6400
        AdvtExecuteSequence InstallFinalize 6600
        InstallUISequence FindRelatedProducts 25 < Upgrade
        InstallUISequence AppSearch 50 < AppSearch
        InstallUISequence LaunchConditions 100 < LaunchCondition
        InstallUISequence ValidateProductID 700
        InstallUISequence CostInitialize 800
        InstallUISequence FileCost 900
        InstallUISequence CostFinalize 1000
        InstallUISequence MigrateFeatureStates 1200 < Upgrade
        InstallUISequence ExecuteAction 1300
        InstallExecuteSequence FindRelatedProducts 25 < Upgrade
        InstallExecuteSequence AppSearch 50 < AppSearch
        InstallExecuteSequence LaunchConditions 100 < LaunchCondition
        InstallExecuteSequence ValidateProductID 700
        InstallExecuteSequence CostInitialize 800
        InstallExecuteSequence FileCost 900
        InstallExecuteSequence CostFinalize 1000
        InstallExecuteSequence MigrateFeatureStates 1200 < Upgrade
        InstallExecuteSequence InstallValidate 1400
        InstallExecuteSequence InstallInitialize 1500
        InstallExecuteSequence ProcessComponents 1600
        InstallExecuteSequence UnpublishFeatures 1800
        InstallExecuteSequence StopServices 1900 VersionNT < ServiceControl
        InstallExecuteSequence DeleteServices 2000 VersionNT < ServiceControl
        InstallExecuteSequence RemoveRegistryValues 2600 < Registry RemoveRegistry
        InstallExecuteSequence RemoveEnvironmentStrings 3300 < Environment
        InstallExecuteSequence RemoveFiles 3500 < File RemoveFile
        InstallExecuteSequence RemoveFolders 3600 < Component CreateFolder
        InstallExecuteSequence CreateFolders 3700 < Component CreateFolder
        InstallExecuteSequence InstallFiles 4000 < File
        InstallExecuteSequence WriteRegistryValues 5000 < Registry RemoveRegistry
        InstallExecuteSequence WriteEnvironmentStrings 5200 < Environment
        InstallExecuteSequence InstallServices 5800 VersionNT < ServiceInstall
        InstallExecuteSequence MsiConfigureServices 5850 VersionNT>=600 < MsiServiceConfig
        InstallExecuteSequence StartServices 5900 VersionNT < ServiceControl
        InstallExecuteSequence RegisterUser 6000
        InstallExecuteSequence RegisterProduct 6100
        InstallExecuteSequence PublishFeatures 6300
        InstallExecuteSequence PublishProduct 6400
        InstallExecuteSequence InstallFinalize 6600
        """;

    public static IReadOnlyList<(string Sequence, string Action, string Condition, string Number, string[] Because)> Defaults { get; } =
        [.. Table.Split('\n').Select(Parse)];

    private static (string Sequence, string Action, string Condition, string Number, string[] Because) Parse(string line)
    {
        var sides = line.Split(" < ");
        var words = sides[0].Split(' ');
        return (words[0], words[1], words.Length > 3 ? words[3] : "", words[2], sides.Length > 1 ? sides[1].Split(' ') : []);
    }
}
