using System.Globalization;
using System.Xml;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Writes PackageInfo with the attributes and elements of pkgbuild, in the same order.</summary>
internal static class PackageInfoWriter
{
    // Lists of bundles, which only applications have. An empty relocate prevents the Installer from following a moved bundle.
    private static readonly IReadOnlyList<string> BundleLists =
        ["bundle-version", "upgrade-bundle", "update-bundle", "atomic-update-bundle", "strict-identifier", "relocate"];

    public static byte[] Write(MacPackageInfo info) => XmlBytes.Write("utf-8", "    ", xml =>
    {
        xml.WriteStartElement("pkg-info");
        xml.WriteAttributeString("overwrite-permissions", "true");
        xml.WriteAttributeString("relocatable", "false");
        xml.WriteAttributeString("identifier", info.Identifier);
        xml.WriteAttributeString("postinstall-action", DistributionWriter.Word(info.PostinstallAction));
        xml.WriteAttributeString("version", info.Version);
        xml.WriteAttributeString("format-version", "2");
        xml.WriteAttributeString("install-location", info.InstallLocation);
        xml.WriteAttributeString("auth", "root");
        xml.WriteStartElement("payload");
        WriteNumber(xml, "numberOfFiles", info.FileCount);
        WriteNumber(xml, "installKBytes", info.InstalledSize);
        xml.WriteEndElement();
        foreach (var list in BundleLists)
        {
            xml.WriteStartElement(list);
            xml.WriteEndElement();
        }

        WriteScripts(xml, info);
        xml.WriteEndElement();
    });

    private static void WriteScripts(XmlWriter xml, MacPackageInfo info)
    {
        if (info.RunScripts.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("scripts");
        foreach (var script in info.RunScripts)
        {
            xml.WriteStartElement(script);
            xml.WriteAttributeString("file", "./" + script);
            WriteNumber(xml, "timeout", MacPackageFormat.ScriptTimeout);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteNumber(XmlWriter xml, string attribute, long number) =>
        xml.WriteAttributeString(attribute, number.ToString(CultureInfo.InvariantCulture));
}
