using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ServicePackaging.Tests.Msi;

/// <summary>The elements of WiX's schema: attributes (<c>!</c> required) with their types, and children.</summary>
/// <remarks>Facts of WiX 5, "Wxs Schema", one line an element: a stand-in for the schema itself, which is not to be had from every registry.</remarks>
internal static partial class WixSchema
{
    private const string Grammar = """
        Wix                     > Package
        Package                 Name! Manufacturer! Version! UpgradeCode:guid ProductCode:guid Language:int Scope:perMachine|perUser InstallerVersion:int Compressed:yesno > SummaryInformation Media Upgrade Launch Property Icon StandardDirectory Feature ComponentGroup CustomAction InstallUISequence InstallExecuteSequence AdminUISequence AdminExecuteSequence AdvertiseExecuteSequence
        SummaryInformation      Description Manufacturer Keywords Comments
        Media                   Id:int! Cabinet EmbedCab:yesno
        Upgrade                 Id:guid! > UpgradeVersion
        UpgradeVersion          Property:public! Minimum Maximum Language RemoveFeatures MigrateFeatures:yesno OnlyDetect:yesno IgnoreRemoveFailure:yesno IncludeMinimum:yesno IncludeMaximum:yesno ExcludeLanguages:yesno
        Launch                  Condition! Message!
        Property                Id:id! Value Secure:yesno Hidden:yesno Admin:yesno > RegistrySearch DirectorySearch
        RegistrySearch          Id:id Root:HKCR|HKCU|HKLM|HKU! Key! Name Type:directory|file|raw! Bitness:default|always32|always64
        DirectorySearch         Id:id! Path Depth:int AssignToProperty:yesno > FileSearch
        FileSearch              Id:id Name MinVersion MaxVersion Languages
        Icon                    Id:id! SourceFile
        StandardDirectory       Id:ProgramFilesFolder|ProgramFiles64Folder|CommonAppDataFolder|SystemFolder|System64Folder! > Directory
        Directory               Id:id Name ShortName:short > Directory
        Feature                 Id:id! Title Description Level:int Display:int ConfigurableDirectory:public AllowAdvertise:yesno AllowAbsent:yesno InstallDefault:followParent|local|source TypicalDefault:advertise|install > ComponentGroupRef
        ComponentGroupRef       Id:id!
        ComponentGroup          Id:id! > Component
        Component               Id:id Guid:guid Directory:id Condition KeyPath:yesno Permanent:yesno NeverOverwrite:yesno Transitive:yesno Shared:yesno SharedDllRefCount:yesno Bitness:default|always32|always64 > File CreateFolder RemoveFolder RemoveRegistryKey RegistryValue Environment ServiceInstall ServiceControl
        File                    Id:id Source Name ShortName:short KeyPath:yesno Vital:yesno > PermissionEx
        CreateFolder            Directory:id > PermissionEx
        RemoveFolder            Id:id Directory:id Property:id On:install|uninstall|both!
        PermissionEx            Id:id Sddl! Condition
        RemoveRegistryKey       Id:id Root:HKMU|HKCR|HKCU|HKLM|HKU! Key! Action:removeOnInstall|removeOnUninstall!
        RegistryValue           Id:id Root:HKMU|HKCR|HKCU|HKLM|HKU Key Name Type:string|integer|binary|expandable|multiString Value KeyPath:yesno Action:append|prepend|write > PermissionEx
        Environment             Id:id! Name! Value Action:create|remove|set Part:all|first|last Permanent:yesno Separator System:yesno
        ServiceInstall          Id:id Name! DisplayName Description Type:ownProcess|shareProcess! Start:auto|demand|disabled! ErrorControl:ignore|normal|critical! Vital:yesno LoadOrderGroup Account Password Arguments > ServiceDependency ServiceConfig PermissionEx
        ServiceDependency       Id! Group:yesno
        ServiceConfig           Id:id DelayedAutoStart FailureActionsWhen PreShutdownDelay ServiceSid OnInstall:yesno OnReinstall:yesno OnUninstall:yesno > RequiredPrivilege
        RequiredPrivilege       Name!
        ServiceControl          Id:id Name! Start:install|uninstall|both Stop:install|uninstall|both Remove:install|uninstall|both Wait:yesno
        CustomAction            Id:id! Directory:id Property:id ExeCommand Value Execute:commit|deferred|firstSequence|immediate|oncePerProcess|rollback|secondSequence Impersonate:yesno Return:asyncNoWait|asyncWait|check|ignore
        InstallUISequence       > Custom FindRelatedProducts AppSearch LaunchConditions ValidateProductID CostInitialize FileCost CostFinalize ExecuteAction
        InstallExecuteSequence  > Custom FindRelatedProducts AppSearch LaunchConditions ValidateProductID CostInitialize FileCost CostFinalize MigrateFeatureStates InstallValidate InstallInitialize RemoveExistingProducts ProcessComponents UnpublishFeatures StopServices DeleteServices RemoveRegistryValues RemoveEnvironmentStrings RemoveFiles RemoveFolders CreateFolders InstallFiles WriteRegistryValues WriteEnvironmentStrings InstallServices StartServices RegisterUser RegisterProduct PublishFeatures PublishProduct InstallFinalize
        AdminUISequence         > Custom CostInitialize FileCost CostFinalize ExecuteAction
        AdminExecuteSequence    > Custom CostInitialize FileCost CostFinalize InstallValidate InstallInitialize InstallAdminPackage InstallFiles InstallFinalize
        AdvertiseExecuteSequence > Custom CostInitialize CostFinalize InstallValidate InstallInitialize PublishFeatures PublishProduct InstallFinalize
        Custom                  Action:id! Condition Before:id After:id Sequence:int
        """;

    private static readonly Dictionary<string, (Dictionary<string, (string Type, bool IsRequired)> Attributes, HashSet<string> Children)> Elements =
        Grammar.Split('\n').Select(line => line.Trim().Split('>', 2)).ToDictionary(
            parts => parts[0].Split(' ', 2)[0],
            parts => (
                parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Attribute).ToDictionary(row => row.Name, row => (row.Type, row.IsRequired)),
                (parts.Length > 1 ? parts[1] : "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet()));

    private static readonly Dictionary<string, (string Type, bool IsRequired)> StandardAction = new() { ["Condition"] = ("text", false), ["Sequence"] = ("int", false) };

    /// <summary>The violations of an element and its descendants, one line each.</summary>
    public static IEnumerable<string> FaultsOf(XElement element)
    {
        if (element.Name.NamespaceName != "http://wixtoolset.org/schemas/v4/wxs")
        {
            return [$"{element.Name} is not WiX's"];
        }

        var name = element.Name.LocalName;
        var (attributes, children) = Elements.GetValueOrDefault(name, (StandardAction, []));
        return
        [
            .. attributes.Where(row => row.Value.IsRequired && element.Attribute(row.Key) is null).Select(row => $"{name} has no {row.Key}"),
            .. element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).Where(attribute => !IsValid(attribute, attributes)).Select(attribute => $"{name}: {attribute}"),
            .. element.Elements().Where(child => !children.Contains(child.Name.LocalName)).Select(child => $"{name} > {child.Name.LocalName}"),
            .. element.Nodes().OfType<XText>().Select(text => $"{name} has the text '{text}'"),
            .. element.Elements().SelectMany(FaultsOf),
        ];
    }

    private static (string Name, string Type, bool IsRequired) Attribute(string text)
    {
        var parts = text.TrimEnd('!').Split(':');
        return (parts[0], parts.Length > 1 ? parts[1] : "text", text.EndsWith('!'));
    }

    private static bool IsValid(XAttribute attribute, Dictionary<string, (string Type, bool IsRequired)> attributes) =>
        attributes.TryGetValue(attribute.Name.LocalName, out var rule) && rule.Type switch
        {
            "text" => true,
            "yesno" => attribute.Value is "yes" or "no",
            "int" => int.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "guid" => Guid.TryParseExact(attribute.Value, "D", out _),
            "id" => Identifier().IsMatch(attribute.Value),
            "public" => Identifier().IsMatch(attribute.Value) && !attribute.Value.Any(char.IsLower),
            "short" => Short().IsMatch(attribute.Value),
            var words => words.Split('|').Contains(attribute.Value),
        };

    // Microsoft, "Identifier".
    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.]{0,71}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\A[^\\\?|><:/\*""\+,;=\[\]\. ]{1,8}(\.[^\\\?|><:/\*""\+,;=\[\]\. ]{0,3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Short();
}
