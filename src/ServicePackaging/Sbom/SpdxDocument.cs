using System.Globalization;
using System.Text.Json;
using ServicePackaging.Model;

namespace ServicePackaging.Sbom;

/// <summary>Renders a bill of materials as SPDX 2.3, in JSON. Files are packages whose purpose is a file: a package in which SPDX lists
/// files has to list all of them.</summary>
internal sealed class SpdxDocument
{
    private const string Document = "SPDXRef-DOCUMENT";
    private const string NoAssertion = "NOASSERTION";

    private readonly BillOfMaterials _bill;
    private readonly Utf8JsonWriter _json;
    private readonly IReadOnlyList<BillComponent> _all;
    private readonly SpdxIdentifiers _identifiers = new();

    private SpdxDocument(BillOfMaterials bill, Utf8JsonWriter json)
    {
        _bill = bill;
        _json = json;
        _all = [.. bill.Components.Prepend(bill.Service).SelectMany(component => component.Files.Prepend(component))];
    }

    /// <summary>Returns the bytes of the document.</summary>
    public static ReadOnlyMemory<byte> Render(BillOfMaterials bill) =>
        JsonDocumentText.Create(json => new SpdxDocument(bill, json).Write());

    private void Write()
    {
        var name = $"{_bill.Service.Name}-{_bill.Service.Version}";
        _json.WriteString("spdxVersion", "SPDX-2.3");
        _json.WriteString("dataLicense", "CC0-1.0");
        _json.WriteString("SPDXID", Document);
        _json.WriteString("name", name);
        _json.WriteString(
            "documentNamespace", $"https://spdx.org/spdxdocs/{Uri.EscapeDataString(name)}-{_bill.SerialNumber}");
        _json.WriteStartObject("creationInfo");
        _json.WriteTime("created", _bill.Time);
        _json.WriteTexts("creators", [$"Tool: {BillOfMaterials.Tool}"]);
        _json.WriteEndObject();
        WriteLicenseReferences();
        _json.WriteObjects("packages", _all, WritePackage);
        // Optional in SPDX, but Microsoft's SBOM tool refuses a document without it.
        _json.WriteTexts("files", []);
        _json.WriteObjects("relationships", Relationships(), relationship =>
        {
            _json.WriteString("spdxElementId", relationship.From);
            _json.WriteString("relationshipType", relationship.Type);
            _json.WriteString("relatedSpdxElement", relationship.To);
        });
    }

    // SPDX 2.3, clause 10: a license that is not in the list of SPDX is described in the document.
    private void WriteLicenseReferences()
    {
        var references = _all.Select(component => component.License)
            .Where(license => license?.Kind == MaterialLicenseKind.Expression)
            .SelectMany(license => license!.Text.Split([' ', '(', ')', '+']))
            .Where(word => word.StartsWith("LicenseRef-", StringComparison.Ordinal))
            .Distinct().Order(StringComparer.Ordinal).ToList();
        if (references.Count > 0)
        {
            _json.WriteObjects("hasExtractedLicensingInfos", references, reference =>
            {
                _json.WriteString("licenseId", reference);
                _json.WriteString("extractedText", "The text of the license is not part of this document.");
            });
        }
    }

    private void WritePackage(BillComponent component)
    {
        _json.WriteString("SPDXID", _identifiers.Of(component));
        _json.WriteString("name", component.Name);
        _json.WriteText("versionInfo", component.Version);
        _json.WriteString("supplier", component.Supplier.Length > 0 ? $"Organization: {component.Supplier}" : NoAssertion);
        _json.WriteString("downloadLocation", NoAssertion);
        _json.WriteBoolean("filesAnalyzed", false);
        _json.WriteString("primaryPackagePurpose", PurposeOf(component.Kind));
        if (component.Digest is { } digest)
        {
            _json.WriteObjects("checksums", [digest], checksum =>
            {
                _json.WriteString("algorithm", string.Create(CultureInfo.InvariantCulture, $"SHA{checksum.Size}"));
                _json.WriteString("checksumValue", checksum.Value);
            });
        }

        if (component.Kind == ComponentKind.Service)
        {
            _json.WriteText("homepage", _bill.Website?.AbsoluteUri);
            _json.WriteText("summary", _bill.Summary);
        }

        WriteLicense(component.License);
        _json.WriteString("copyrightText", NoAssertion);
        if (component.PackageUrl is { } url)
        {
            _json.WriteObjects("externalRefs", [url], locator =>
            {
                _json.WriteString("referenceCategory", "PACKAGE-MANAGER");
                _json.WriteString("referenceType", "purl");
                _json.WriteString("referenceLocator", locator);
            });
        }
    }

    private static string PurposeOf(ComponentKind kind) => kind switch
    {
        ComponentKind.Service => "APPLICATION",
        ComponentKind.Runtime => "FRAMEWORK",
        ComponentKind.File => "FILE",
        _ => "LIBRARY",
    };

    private void WriteLicense(MaterialLicense? license)
    {
        var isExpression = license?.Kind == MaterialLicenseKind.Expression;
        _json.WriteString("licenseConcluded", NoAssertion);
        _json.WriteString("licenseDeclared", isExpression ? license!.Text : NoAssertion);
        _json.WriteText("licenseComments", license?.Kind switch
        {
            MaterialLicenseKind.File => $"The license is the file '{license.Text}' of the package.",
            MaterialLicenseKind.Address => $"The license is at {license.Text}",
            _ => null,
        });
    }

    private IEnumerable<(string From, string Type, string To)> Relationships()
    {
        var byId = _all.ToDictionary(component => component.Id, StringComparer.Ordinal);
        yield return (Document, "DESCRIBES", _identifiers.Of(_bill.Service));
        foreach (var component in _all)
        {
            var from = _identifiers.Of(component);
            foreach (var other in component.Dependencies.Select(id => byId[id]))
            {
                var to = _identifiers.Of(other);
                yield return component.Kind != ComponentKind.Service ? (from, "DEPENDS_ON", to)
                    : other.IsForDevelopment ? (to, "DEV_DEPENDENCY_OF", from)
                    : (from, other.Kind == ComponentKind.Runtime ? "CONTAINS" : "DEPENDS_ON", to);
            }

            foreach (var file in component.Files)
            {
                yield return (from, "CONTAINS", _identifiers.Of(file));
            }
        }
    }
}
