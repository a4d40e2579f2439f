using System.Globalization;
using System.Xml.Linq;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Reads PackageInfo.</summary>
internal static class PackageInfoReader
{
    /// <exception cref="InvalidDataException">It does not have an identifier, or contains an invalid number.</exception>
    public static MacPackageInfo Read(XElement info)
    {
        var payload = info.Element("payload");
        var action = (string?)info.Attribute("postinstall-action") ?? "none";
        return new MacPackageInfo(
            (string?)info.Attribute("identifier") ?? throw new InvalidDataException("PackageInfo has no identifier."),
            (string?)info.Attribute("version") ?? "",
            (string?)info.Attribute("install-location") ?? "/",
            Number(payload?.Attribute("numberOfFiles")),
            Number(payload?.Attribute("installKBytes")))
        {
            RunScripts = [.. info.Elements("scripts").Elements().Select(script => script.Name.LocalName)],
            PostinstallAction = Enum.GetValues<MacPostinstallAction>().FirstOrDefault(value => DistributionWriter.Word(value) == action),
        };
    }

    /// <summary>Returns a non-negative number; 0 if the attribute is missing.</summary>
    public static long Number(XAttribute? attribute) => attribute is null ? 0
        : long.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidDataException($"The package's attribute {attribute.Name} is '{attribute.Value}', which is not a number.");
}
