using System.Globalization;
using System.Xml;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Writes the Distribution of a product archive of one component (Apple's Distribution XML Reference).</summary>
internal static class DistributionWriter
{
    private const string DefaultChoice = "default";

    public static byte[] Write(MacPackage package, string componentName, MacPackageInfo info) => XmlBytes.Write("utf-8", "    ", xml =>
    {
        xml.WriteStartElement("installer-gui-script");
        xml.WriteAttributeString("minSpecVersion", "2");
        xml.WriteElementString("title", package.Distribution.Title);
        WriteOptions(xml, package.Distribution);
        WriteMinimum(xml, package.Distribution);
        WritePages(xml, package.Resources);
        WriteChoices(xml, info.Identifier);
        WriteReferences(xml, componentName, info);
        WriteElement(xml, "product", ("id", info.Identifier), ("version", info.Version));
        xml.WriteEndElement();
    });

    /// <summary>Returns the Installer's keyword for an action.</summary>
    public static string Word(MacPostinstallAction action) => action.ToString().ToLowerInvariant();

    // Declaring that there are no scripts avoids a question to the user. A product for the system volume only belongs there.
    private static void WriteOptions(XmlWriter xml, MacDistribution distribution)
    {
        var architectures = MacPackageFormat.Architectures
            .Where(candidate => distribution.HostArchitectures.HasFlag(candidate.Architecture)).Select(candidate => candidate.Name);
        WriteElement(
            xml,
            "options",
            ("customize", "never"),
            ("require-scripts", "false"),
            ("rootVolumeOnly", Boolean(distribution.Domains == MacDomains.LocalSystem)),
            ("hostArchitectures", string.Join(',', architectures)));
        WriteElement(
            xml,
            "domains",
            ("enable_anywhere", Boolean(distribution.Domains.HasFlag(MacDomains.Anywhere))),
            ("enable_currentUserHome", Boolean(distribution.Domains.HasFlag(MacDomains.CurrentUserHome))),
            ("enable_localSystem", Boolean(distribution.Domains.HasFlag(MacDomains.LocalSystem))));
    }

    private static void WriteMinimum(XmlWriter xml, MacDistribution distribution)
    {
        if (distribution.MinimumSystemVersion is { } minimum)
        {
            xml.WriteStartElement("volume-check");
            xml.WriteStartElement("allowed-os-versions");
            WriteElement(xml, "os-version", ("min", minimum));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
    }

    private static void WritePages(XmlWriter xml, IReadOnlyList<MacPackageResource> resources)
    {
        foreach (var (kind, element) in MacPackageFormat.Pages)
        {
            if (resources.FirstOrDefault(resource => resource.Kind == kind) is { } page)
            {
                WriteElement(xml, element, ("file", page.Name), ("mime-type", MacPackageFormat.MediaTypes[Path.GetExtension(page.Name)]));
            }
        }
    }

    private static void WriteChoices(XmlWriter xml, string identifier)
    {
        xml.WriteStartElement("choices-outline");
        xml.WriteStartElement("line");
        xml.WriteAttributeString("choice", DefaultChoice);
        WriteElement(xml, "line", ("choice", identifier));
        xml.WriteEndElement();
        xml.WriteEndElement();
        WriteElement(xml, "choice", ("id", DefaultChoice));
        xml.WriteStartElement("choice");
        xml.WriteAttributeString("id", identifier);
        xml.WriteAttributeString("visible", "false");
        WriteElement(xml, "pkg-ref", ("id", identifier));
        xml.WriteEndElement();
    }

    private static void WriteReferences(XmlWriter xml, string componentName, MacPackageInfo info)
    {
        xml.WriteStartElement("pkg-ref");
        xml.WriteAttributeString("id", info.Identifier);
        xml.WriteAttributeString("version", info.Version);
        xml.WriteAttributeString("onConclusion", info.PostinstallAction switch
        {
            MacPostinstallAction.Logout => "RequireLogout",
            MacPostinstallAction.Restart => "RequireRestart",
            MacPostinstallAction.Shutdown => "RequireShutdown",
            _ => "none",
        });
        xml.WriteAttributeString("installKBytes", info.InstalledSize.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("auth", "root");
        // A URL with the directory of the component in the archive as its fragment.
        xml.WriteString("#" + Uri.EscapeDataString(componentName));
        xml.WriteEndElement();
        xml.WriteStartElement("pkg-ref");
        xml.WriteAttributeString("id", info.Identifier);
        WriteElement(xml, "bundle-version");
        xml.WriteEndElement();
    }

    private static string Boolean(bool value) => value ? "true" : "false";

    private static void WriteElement(XmlWriter xml, string name, params IEnumerable<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }

        xml.WriteEndElement();
    }
}
