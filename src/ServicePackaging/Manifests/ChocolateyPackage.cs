using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ServicePackaging.Manifests;

/// <summary>Renders the sources of a Chocolatey package, from which <c>choco pack</c> creates the package.</summary>
internal static partial class ChocolateyPackage
{
    private static readonly XNamespace Schema = "http://schemas.microsoft.com/packaging/2015/06/nuspec.xsd";

    /// <summary>Whether Chocolatey can install a package: it knows 32-bit and 64-bit processors of Intel and AMD.</summary>
    public static bool Supports(ReleasedInstaller installer) =>
        installer.Architecture is ReleasedInstaller.X64 or ReleasedInstaller.X86;

    /// <summary>Renders the files.</summary>
    /// <param name="product">The product.</param>
    /// <param name="installers">The installers; at least one that is supported.</param>
    public static IReadOnlyList<ManifestFile> Render(ReleasedProduct product, IReadOnlyList<ReleasedInstaller> installers)
    {
        var id = ManifestNames.ToToken(product.Name);
        // Windows PowerShell reads a script without this mark in the code page of the machine.
        const string Mark = "\uFEFF";
        return
        [
            new($"chocolatey/{id}/{id}.nuspec", Describe(product, id)),
            new($"chocolatey/{id}/tools/chocolateyinstall.ps1", Mark + Script(product, [.. installers.Where(Supports)])),
        ];
    }

    private static string Describe(ReleasedProduct product, string id)
    {
        var metadata = new XElement(
            Schema + "metadata",
            Element("id", id),
            Element("version", product.VersionText),
            Element("title", product.DisplayName),
            Element("authors", product.Vendor),
            Element("projectUrl", product.Homepage?.AbsoluteUri),
            Element("licenseUrl", LicenseUrl(product.License)),
            Element("requireLicenseAcceptance", "false"),
            Element("copyright", product.Copyright),
            Element("summary", product.Summary),
            Element("description", product.FullDescription),
            Element("releaseNotes", string.Join('\n', product.ReleaseNotes)),
            Element("tags", $"{id} service"));
        var files = new XElement(
            Schema + "files", new XElement(Schema + "file", new XAttribute("src", @"tools\**"), new XAttribute("target", "tools")));
        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };
        using (var writer = XmlWriter.Create(bytes, settings))
        {
            new XDocument(new XElement(Schema + "package", metadata, files)).Save(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static XElement? Element(string name, string? text) => string.IsNullOrEmpty(text) ? null : new(Schema + name, text);

    // nuget.org's own page of an SPDX expression.
    private static string? LicenseUrl(string expression) =>
        expression.Length > 0 ? $"https://licenses.nuget.org/{Uri.EscapeDataString(expression)}" : null;

    private static string Script(ReleasedProduct product, IReadOnlyList<ReleasedInstaller> installers)
    {
        var text = new StringBuilder(
            """
            $ErrorActionPreference = 'Stop'

            $packageArgs = @{
              packageName    = $env:ChocolateyPackageName
              fileType       = 'msi'

            """);
        Append("softwareName", installers[0].DisplayName);
        foreach (var installer in installers)
        {
            var is64Bit = installer.Architecture == ReleasedInstaller.X64;
            Append(is64Bit ? "url64bit" : "url", product.UrlOf(installer.FileName));
            Append(is64Bit ? "checksum64" : "checksum", installer.Sha256);
            Append(is64Bit ? "checksumType64" : "checksumType", "sha256");
        }

        Append("silentArgs", "/qn /norestart");
        // Success, and success that needs a restart or has begun one (Microsoft, "MsiExec.exe and InstMsi.exe error messages").
        return text.Append(
            """
              validExitCodes = @(0, 3010, 1641)
            }

            Install-ChocolateyPackage @packageArgs

            """).ToString();

        void Append(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"  {name,-14} = {Quote(value)}\n");
    }

    // PowerShell takes typographic quotation marks for straight ones.
    private static string Quote(string text) => $"'{QuotationMark().Replace(text, "$0$0")}'";

    [GeneratedRegex("['‘’‚‛]")]
    private static partial Regex QuotationMark();
}
