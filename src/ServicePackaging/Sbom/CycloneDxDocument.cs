using System.Globalization;
using System.Text.Json;
using ServicePackaging.Model;

namespace ServicePackaging.Sbom;

/// <summary>Renders a bill of materials as CycloneDX 1.6 (ECMA-424), in JSON.</summary>
internal sealed class CycloneDxDocument
{
    private readonly BillOfMaterials _bill;
    private readonly Utf8JsonWriter _json;

    private CycloneDxDocument(BillOfMaterials bill, Utf8JsonWriter json)
    {
        _bill = bill;
        _json = json;
    }

    /// <summary>Returns the bytes of the document.</summary>
    public static ReadOnlyMemory<byte> Render(BillOfMaterials bill) =>
        JsonDocumentText.Create(json => new CycloneDxDocument(bill, json).Write());

    private void Write()
    {
        _json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        _json.WriteString("bomFormat", "CycloneDX");
        _json.WriteString("specVersion", "1.6");
        _json.WriteString("serialNumber", $"urn:uuid:{_bill.SerialNumber}");
        _json.WriteNumber("version", 1);
        WriteMetadata();
        _json.WriteObjects("components", _bill.Components.Concat(_bill.Service.Files), WriteComponent);
        WriteDependencies();
    }

    private void WriteMetadata()
    {
        _json.WriteStartObject("metadata");
        _json.WriteTime("timestamp", _bill.Time);
        _json.WriteObjects("lifecycles", ["build"], phase => _json.WriteString("phase", phase));
        _json.WriteStartObject("tools");
        _json.WriteObjects("components", [BillOfMaterials.Tool], name =>
        {
            _json.WriteString("type", "application");
            _json.WriteString("name", name);
        });
        _json.WriteEndObject();
        _json.WriteStartObject("component");
        WriteComponent(_bill.Service with { Files = [] });
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteComponent(BillComponent component)
    {
        _json.WriteString("type", TypeOf(component.Kind));
        _json.WriteString("bom-ref", component.Id);
        WriteSupplier(component.Supplier);
        _json.WriteString("name", component.Name);
        _json.WriteText("version", component.Version);
        if (component.Kind == ComponentKind.Service)
        {
            _json.WriteText("description", _bill.Summary);
        }
        else
        {
            _json.WriteString("scope", component.IsForDevelopment ? "excluded" : "required");
        }

        if (component.Digest is { } digest)
        {
            _json.WriteObjects("hashes", [digest], hash =>
            {
                _json.WriteString("alg", string.Create(CultureInfo.InvariantCulture, $"SHA-{hash.Size}"));
                _json.WriteString("content", hash.Value);
            });
        }

        WriteLicense(component.License);
        _json.WriteText("purl", component.PackageUrl);
        if (component.Kind == ComponentKind.Service && _bill.Website is { } website)
        {
            WriteReference("website", website.AbsoluteUri);
        }

        if (component.Files.Count > 0)
        {
            _json.WriteObjects("components", component.Files, WriteComponent);
        }
    }

    private static string TypeOf(ComponentKind kind) => kind switch
    {
        ComponentKind.Service => "application",
        ComponentKind.Runtime => "platform",
        ComponentKind.File => "file",
        _ => "library",
    };

    private void WriteSupplier(string name)
    {
        if (name.Length > 0)
        {
            _json.WriteStartObject("supplier");
            _json.WriteString("name", name);
            _json.WriteEndObject();
        }
    }

    private void WriteLicense(MaterialLicense? license)
    {
        if (license is null)
        {
            return;
        }

        _json.WriteObjects("licenses", [license], _ =>
        {
            if (license.Kind == MaterialLicenseKind.Expression)
            {
                _json.WriteString("expression", license.Text);
                _json.WriteString("acknowledgement", "declared");
                return;
            }

            _json.WriteStartObject("license");
            _json.WriteString("name", license.Text);
            _json.WriteString("acknowledgement", "declared");
            _json.WriteText("url", license.Kind == MaterialLicenseKind.Address ? license.Text : null);
            _json.WriteEndObject();
        });
    }

    private void WriteReference(string type, string url) => _json.WriteObjects("externalReferences", [url], _ =>
    {
        _json.WriteString("url", url);
        _json.WriteString("type", type);
    });

    // A component without dependencies has an entry too: its dependencies are known.
    private void WriteDependencies()
    {
        var rows = _bill.Components.Prepend(_bill.Service)
            .SelectMany(component => component.Files.Select(file => (file.Id, DependsOn: (IReadOnlyList<string>)[]))
                .Prepend((component.Id, DependsOn: DependenciesOf(component))));
        _json.WriteObjects("dependencies", rows, row =>
        {
            _json.WriteString("ref", row.Id);
            if (row.DependsOn.Count > 0)
            {
                _json.WriteTexts("dependsOn", row.DependsOn);
            }
        });
    }

    private static IReadOnlyList<string> DependenciesOf(BillComponent component) => component.Kind == ComponentKind.Service
        ? [.. component.Dependencies, .. component.Files.Select(file => file.Id)]
        : component.Dependencies;
}
