using System.Xml;
using System.Xml.Linq;
using ServicePackaging.Model;

namespace ServicePackaging.Build.Materials;

/// <summary>Reads the metadata of a NuGet package that was extracted to a folder.</summary>
internal static class PackageFolder
{
    // NuGet writes this address for old clients if the license is a file.
    private const string NoAddress = "https://aka.ms/deprecateLicenseUrl";

    /// <summary>Returns a material with its license, its authors and its digest. A folder may lack any of them.</summary>
    /// <param name="material">The package.</param>
    /// <param name="folder">The absolute path of its folder.</param>
    public static Material Describe(Material material, string folder)
    {
        var name = material.Name.ToLowerInvariant();
        var metadata = ReadMetadata(Path.Combine(folder, name + ".nuspec"));
        return material with
        {
            License = LicenseOf(metadata),
            Authors = Text(metadata, "authors"),
            Sha512 = ReadDigest(Path.Combine(folder, $"{name}.{material.Version.ToLowerInvariant()}.nupkg.sha512")),
        };
    }

    private static XElement? ReadMetadata(string file)
    {
        try
        {
            using var reader = File.Exists(file) ? XmlReader.Create(file) : null;
            return reader is null ? null : Child(XDocument.Load(reader).Root, "metadata");
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            // NuGet has read the file before. Only what the bill says of the package would be incomplete.
            return null;
        }
    }

    private static MaterialLicense? LicenseOf(XElement? metadata)
    {
        if (Child(metadata, "license") is { } license)
        {
            var isFile = (string?)license.Attribute("type") == "file";
            return new(isFile ? MaterialLicenseKind.File : MaterialLicenseKind.Expression, license.Value.Trim());
        }

        var address = Text(metadata, "licenseUrl");
        return address.Length == 0 || address.StartsWith(NoAddress, StringComparison.OrdinalIgnoreCase)
            ? null
            : new(MaterialLicenseKind.Address, address);
    }

    // The namespace of a nuspec differs between versions of NuGet.
    private static XElement? Child(XElement? parent, string name) =>
        parent?.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static string Text(XElement? parent, string name) => Child(parent, name)?.Value.Trim() ?? "";

    // The digest of the .nupkg file in Base64. The one in project.assets.json is that of the content without the signature.
    private static string ReadDigest(string file)
    {
        try
        {
            return File.Exists(file) ? Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(file))) : "";
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
