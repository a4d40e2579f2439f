using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>The property pages that Visual Studio shows for a project with the SDK, made from the vocabulary (dotnet/project-system,
/// docs/repo/property-pages/property-specification.md).</summary>
internal static partial class PropertyPages
{
    public static readonly XNamespace Namespace = "http://schemas.microsoft.com/build/2009/properties";

    // The package's page holds these; each category holds the properties from its first one on.
    private static readonly (string Category, ServiceProperty First)[] PackageCategories =
        [
        ("Packages", ServiceProperties.ServicePackage), ("Metadata", ServiceProperties.PackageName), ("Signing", ServiceProperties.Signing),
    ];

    private static readonly (string Category, ServiceProperty First)[] ServiceCategories =
    [
        ("Identity", ServiceProperties.Name),
        ("Directories", ServiceProperties.InstallDirectory),
        ("Account", ServiceProperties.User),
        ("Process", ServiceProperties.Type),
        ("Start, stop and restart", ServiceProperties.Restart),
        ("Output", ServiceProperties.StandardOutput),
        ("Sandbox and limits", ServiceProperties.Hardening),
        ("Management", ServiceProperties.UpgradeMode),
    ];

    // Where splitting a name into words would be misleading.
    private static readonly Dictionary<string, string> Titles = new()
    {
        [ServiceProperties.ServicePackage.Name] = "Formats",
        [ServiceProperties.LinuxUseAppHost.Name] = "Use a host executable on Linux",
        [ServiceProperties.MacOSUseAppHost.Name] = "Use a host executable on macOS",
        [ServiceProperties.OutputDir.Name] = "Output directory",
        [ServiceProperties.UMask.Name] = "File mode creation mask",
        [ServiceProperties.CpuQuota.Name] = "CPU quota",
        [ServiceProperties.CpuWeight.Name] = "CPU weight",
        [ServiceProperties.IoWeight.Name] = "I/O weight",
        [ServiceProperties.OomScoreAdjust.Name] = "OOM score adjustment",
        [ServiceProperties.PidFile.Name] = "PID file",
        [ServiceProperties.HealthUrl.Name] = "Health URL",
    };

    public static string RenderPackage() => Render("ServicePackagingPackage", "Service package", "900", PackageCategories);

    public static string RenderService() => Render("ServicePackagingService", "Service", "910", ServiceCategories);

    private static string Render(string name, string title, string order, (string Category, ServiceProperty First)[] categories)
    {
        var starts = PackageCategories.Concat(ServiceCategories).ToDictionary(row => row.First, row => row.Category);
        var own = categories.Select(row => row.Category).ToHashSet();
        var category = "";
        var properties = new List<XElement>();
        foreach (var property in ServiceProperties.All)
        {
            category = starts.GetValueOrDefault(property, category);
            if (own.Contains(category))
            {
                properties.Add(Property(property, category));
            }
        }

        var rule = new XElement(
            Namespace + "Rule",
            new XAttribute("Name", name), new XAttribute("DisplayName", title), new XAttribute("Description", $"{title} settings"),
            new XAttribute("PageTemplate", "generic"), new XAttribute("Order", order),
            new XElement(
                Namespace + "Rule.Categories",
                categories.Select(row => Named("Category", row.Category, row.Category))),
            new XElement(
                Namespace + "Rule.DataSource",
                new XElement(
                    Namespace + "DataSource",
                    new XAttribute("Persistence", "ProjectFile"), new XAttribute("SourceOfDefaultValue", "AfterContext"),
                    new XAttribute("HasConfigurationCondition", "False"))),
            properties);
        const string Head = "<!-- Generated from ServicePackaging.Vocabulary by the target Generate of build.cake; edit that. -->\n";
        return Head + rule.ToString().ReplaceLineEndings("\n") + "\n";
    }

    // A check box cannot show that a property is not set, so that only a property that is false by default gets one.
    private static XElement Property(ServiceProperty property, string category)
    {
        var choices = property.ValueKind.Choices;
        var isCheckBox = property.ValueKind.Name == "bool" && property.LiteralDefault == "false";
        var element = isCheckBox ? "BoolProperty" : choices.Count > 0 ? "EnumProperty" : "StringProperty";
        var expected = choices.Count > 0 || property.ValueKind.Name == "text" ? ""
            : $" Write {EditorText.Sentence(property.ValueKind.Expected)}";
        var result = Named(element, property.Name, Title(property));
        result.Add(
            new XAttribute("Description", EditorText.Describe(property) + expected),
            new XAttribute("HelpUrl", EditorText.HelpUrl(property)),
            new XAttribute("Category", category));
        if (element == "EnumProperty")
        {
            result.Add(Named("EnumValue", "", "Not set"), choices.Select(choice => Named("EnumValue", choice, choice)));
        }

        return result;
    }

    private static XElement Named(string element, string name, string title) =>
        new(Namespace + element, new XAttribute("Name", name), new XAttribute("DisplayName", title));

    // ServiceRestartDelay is "Restart delay".
    private static string Title(ServiceProperty property)
    {
        if (Titles.TryGetValue(property.Name, out var title))
        {
            return title;
        }

        var words = WordStart().Split(Prefix().Replace(property.Name, ""));
        return string.Join(' ', words.Select((word, i) => i == 0 ? word : word.ToLowerInvariant()));
    }

    [GeneratedRegex("^Service(Package)?")]
    private static partial Regex Prefix();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
