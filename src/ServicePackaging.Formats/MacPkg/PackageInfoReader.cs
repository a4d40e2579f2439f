using System.Globalization;
using System.Xml.Linq;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Reads PackageInfo.</summary>
internal static class PackageInfoReader
{
    /// <exception cref="InvalidDataException">It has no identifier, or a number that is none.</exception>
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

    /// <summary>A number that is not negative; 0 where there is none.</summary>
    public static long Number(XAttribute? attribute) => attribute is null ? 0
        : long.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidDataException($"The package has '{attribute.Value}' for {attribute.Name}, where a number belongs.");
}
