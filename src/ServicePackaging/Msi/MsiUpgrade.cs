using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Msi.Schema;
using ServicePackaging.Platforms;

namespace ServicePackaging.Msi;

/// <summary>What an installation looks for before it begins: other versions of the product, and the .NET runtime.</summary>
internal static class MsiUpgrade
{
    private const int DirectoryDepth = 1;

    // Windows Installer replaces it by the display name, for which the column may have no room.
    private const string Product = "[ProductName]";

    // .NET's "Supported OS versions" (dotnet/core, release-notes): of the age of Windows 8, only the server. All later versions report 603.
    private const string OldestWindows = "VersionNT>=603 OR (VersionNT>=602 AND MsiNTProductType>1)";

    // A file that has the framework's version.
    private static readonly Dictionary<string, string> FileOf = new(StringComparer.Ordinal)
    {
        [ProjectFacts.AspNetCore] = "Microsoft.AspNetCore.dll",
        [ProjectFacts.NetCore] = "coreclr.dll",
    };

    /// <summary>Replaces an older version or another build of this one, and refuses to replace a newer one.</summary>
    public static MsiFragment Versions(MsiProduct product)
    {
        const MsiUpgradeAttributes replaced = MsiUpgradeAttributes.MigrateFeatures | MsiUpgradeAttributes.VersionMaxInclusive;
        var code = MsiProduct.Format(product.UpgradeCode);
        return new MsiFragment
        {
            Rows =
            [
                MsiTables.Upgrade.Row(
                    code, MsiValue.Null, product.Version, MsiValue.Null, (int)replaced, MsiValue.Null, MsiNames.OlderVersion),
                MsiTables.Upgrade.Row(
                    code, product.Version, MsiValue.Null, MsiValue.Null, (int)MsiUpgradeAttributes.OnlyDetect, MsiValue.Null,
                    MsiNames.NewerVersion),
                Condition(
                    $"NOT {MsiNames.NewerVersion}",
                    $"A newer version of {Product} is installed already. Remove it first to go back to {product.Version}."),
                Condition($"Installed OR {OldestWindows}", $"{Product} needs Windows 10, Windows Server 2012 or later."),
            ],
        };
    }

    /// <summary>Requires the .NET runtime on the machine if the package does not contain it.</summary>
    public static MsiFragment Runtime(ServiceDefinition definition, MsiProduct product)
    {
        const string signature = "DotnetRuntime";
        if (definition.Project.BringsRuntime)
        {
            return MsiFragment.Empty;
        }

        var framework = definition.Project.MainFramework;
        var major = definition.Project.TargetFrameworkMajor;
        return new MsiFragment
        {
            Rows =
            [
                MsiTables.Signature.Row(
                    signature, FileOf[framework], $"{major}.0.0.0", $"{major}.65535.65535.65535",
                    MsiValue.Null, MsiValue.Null, MsiValue.Null, MsiValue.Null, MsiValue.Null),
                MsiTables.DrLocator.Row(
                    signature, MsiValue.Null, $@"[{product.ProgramFilesFolder}]dotnet\shared\{framework}\", DirectoryDepth),
                MsiTables.AppSearch.Row(MsiNames.Runtime, signature),
                Condition(
                    $"Installed OR {MsiNames.Runtime}",
                    $"{Product} needs {framework} {major} for {product.Architecture}. "
                        + $"Install it from https://dotnet.microsoft.com/download/dotnet/{major}.0 first."),
            ],
        };
    }

    /// <summary>Requires the password of the administrator's account: the service does not start without it, and an upgrade does not know
    /// it.</summary>
    public static MsiFragment Password(ServiceDefinition definition) =>
        definition.Scope == ServiceScope.User || !WindowsAccounts.HasPassword(definition.Account)
            ? MsiFragment.Empty
            : new()
            {
                Rows =
                [
                    Condition(
                        $"REMOVE OR {MsiNames.ServicePassword} OR {MsiNames.StartService}=\"0\"",
                        $"{Product} runs as an account of yours: set {MsiNames.ServicePassword}=… for msiexec, "
                            + $"and {MsiNames.ServiceUser}=… for another account than {MsiText.Escape(definition.Account.User)}."),
                ],
            };

    private static MsiRow Condition(string condition, string message) => MsiTables.LaunchCondition.Row(condition, message);
}
