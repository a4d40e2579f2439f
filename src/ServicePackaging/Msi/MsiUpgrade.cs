using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Msi;

/// <summary>What an installation looks for before it begins: other versions of the product, and the .NET it runs on.</summary>
internal static class MsiUpgrade
{
    // Microsoft, "Upgrade Table": take over the choice of features; only look; count the bounds.
    private const int MigrateFeatures = 1;
    private const int OnlyDetect = 2;
    private const int VersionMaxInclusive = 512;

    private const int DirectoryDepth = 1;

    // .NET's "Supported OS versions" (dotnet/core, release-notes): of Windows 8's age, the server alone. Later versions all say 603.
    private const string OldestWindows = "VersionNT>=603 OR (VersionNT>=602 AND MsiNTProductType>1)";

    // A file whose version is the framework's.
    private static readonly Dictionary<string, string> FileOf = new(StringComparer.Ordinal)
    {
        [ProjectFacts.AspNetCore] = "Microsoft.AspNetCore.dll",
        [ProjectFacts.NetCore] = "coreclr.dll",
    };

    /// <summary>An older version, or another build of this one, is replaced; a newer one is not.</summary>
    public static void AddVersions(ServiceDefinition definition, MsiProduct product, MsiContent content)
    {
        var code = MsiProduct.Format(product.UpgradeCode);
        content.Rows.Add(MsiTables.Upgrade.Row(
            code, MsiValue.Null, product.Version, MsiValue.Null, MigrateFeatures + VersionMaxInclusive, MsiValue.Null, MsiNames.OlderVersion));
        content.Rows.Add(MsiTables.Upgrade.Row(code, product.Version, MsiValue.Null, MsiValue.Null, OnlyDetect, MsiValue.Null, MsiNames.NewerVersion));
        AddCondition(
            content, $"NOT {MsiNames.NewerVersion}", $"A newer version of {definition.DisplayName} is installed already. Remove it first to go back to {product.Version}.");
        AddCondition(content, $"Installed OR {OldestWindows}", $"{definition.DisplayName} needs Windows 10, Windows Server 2012 or later.");
    }

    /// <summary>A program that does not bring .NET along needs it on the machine.</summary>
    public static void AddRuntime(ServiceDefinition definition, MsiProduct product, MsiContent content)
    {
        if (definition.Project.BringsRuntime)
        {
            return;
        }

        var framework = definition.Project.MainFramework;
        var major = definition.Project.TargetFrameworkMajor;
        const string signature = "DotnetRuntime";
        content.Rows.Add(MsiTables.Signature.Row(
            signature, FileOf[framework], $"{major}.0.0.0", $"{major}.65535.65535.65535", MsiValue.Null, MsiValue.Null, MsiValue.Null, MsiValue.Null, MsiValue.Null));
        content.Rows.Add(MsiTables.DrLocator.Row(signature, MsiValue.Null, $@"[{product.ProgramFilesFolder}]dotnet\shared\{framework}\", DirectoryDepth));
        content.Rows.Add(MsiTables.AppSearch.Row(MsiNames.Runtime, signature));
        AddCondition(
            content, $"Installed OR {MsiNames.Runtime}",
            $"{definition.DisplayName} needs {framework} {major} for {product.Platform}. Install it from https://dotnet.microsoft.com/download/dotnet/{major}.0 first.");
    }

    /// <summary>A service with an account of the administrator's does not start without its password, and upgrades know it no longer.</summary>
    public static void AddPassword(ServiceDefinition definition, MsiContent content)
    {
        if (definition.Scope == ServiceScope.System && WindowsAccounts.HasPassword(definition.Account))
        {
            AddCondition(
                content, $"REMOVE OR {MsiNames.ServicePassword} OR {MsiNames.StartService}=\"0\"",
                $"{definition.DisplayName} runs as an account of yours: say {MsiNames.ServicePassword}=… to msiexec, and {MsiNames.ServiceUser}=… for another than {definition.Account.User}.");
        }
    }

    private static void AddCondition(MsiContent content, string condition, string message) =>
        content.Rows.Add(MsiTables.LaunchCondition.Row(condition, MsiText.Escape(message)));
}
