using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServicePackaging.Model;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>The schema that the MSBuild Editor extension reads for completion and hover texts, made from the vocabulary. It looks for it
/// beside the targets file, under that file's name with <c>.buildschema.json</c> added (mhutch/MonoDevelop.MSBuildEditor,
/// MSBuildSchemaProvider.cs).</summary>
internal static class EditorSchema
{
    private const string Formats = "package-format";
    private const string RequestedFormats = "package-formats";
    private const string Platforms = "platform";
    private const string Templates = "template";

    // Kinds of values that the editor knows itself.
    private static readonly Dictionary<string, string> Intrinsic = new()
    {
        ["text"] = "string",
        ["bool"] = "bool",
        ["int"] = "int",
        ["url"] = "url",
        ["folder"] = "folder",
    };

    private static readonly (string Name, string Meaning)[] Targets =
    [
        ("PackService", "Publishes the project and writes the packages that ServicePackage names."),
        ("PreviewServicePackage", "Prints what the packages that ServicePackage names would contain, without writing them."),
    ];

    private static readonly JsonWriterOptions Style = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Render()
    {
        var schema = new JsonObject
        {
            ["license"] = "MIT",
            ["properties"] = Object(ServiceProperties.All.SelectMany(PropertyForms)),
            ["items"] = Object(PackageFormats.Items.Select(item => (item.Name, (JsonNode)Item(item)))),
            ["targets"] = Object(Targets.Select(target => (target.Name, (JsonNode)target.Meaning))),
            ["types"] = Object(Types()),
        };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Style))
        {
            schema.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static IEnumerable<(string Name, JsonNode Value)> PropertyForms(ServiceProperty property)
    {
        foreach (var name in EditorText.Forms(property))
        {
            var isCommon = name == property.Name;
            var value = new JsonObject
            {
                ["description"] = isCommon ? EditorText.Describe(property)
                    : $"{property.Name} for {name[..^property.Name.Length]} only. {EditorText.Sentence(property.Meaning)}",
                ["type"] = property == ServiceProperties.ServicePackage ? Reference(RequestedFormats) : TypeOf(property.ValueKind),
            };
            if (isCommon && property.LiteralDefault is { } literal)
            {
                value["defaultValue"] = literal;
            }

            value["helpUrl"] = EditorText.HelpUrl(property);
            yield return (name, value);
        }
    }

    private static JsonObject Item(ServiceItem item) => new()
    {
        ["description"] = EditorText.Sentence(item.Meaning),
        ["includeDescription"] = EditorText.Plain(item.Include),
        ["type"] = item.IsFile ? "file" : ListOf(EditorText.Words(item.Include)),
        ["metadata"] = Object(item.Metadata.Concat(ServiceItems.Filters).Select(row => (row.Name, (JsonNode)Metadata(item, row)))),
        ["helpUrl"] = EditorText.HelpUrl(item),
    };

    private static JsonObject Metadata(ServiceItem item, ItemMetadata row)
    {
        var description = EditorText.Sentence(row.Meaning);
        var value = new JsonObject
        {
            ["description"] = row == ServiceItems.InstanceEnvironment ? $"{description} Example: {row.Values}." : description,
            ["type"] = TypeOf(item, row),
        };
        if (row.DefaultText.Length > 0)
        {
            value["defaultValue"] = row.DefaultText;
        }

        if (row.IsList)
        {
            value["isList"] = true;
        }

        return value;
    }

    private static JsonNode TypeOf(ServiceItem item, ItemMetadata row)
    {
        var property = item == ServiceItems.Instance
            ? ServiceProperties.All.FirstOrDefault(property => property.InstanceMetadata == row.Name)
            : null;
        return (property, row) switch
        {
            (not null, _) => TypeOf(property.ValueKind),
            (_, var filter) when filter == ServiceItems.Platforms => Reference(Platforms),
            (_, var filter) when filter == ServiceItems.Formats => Reference(Formats),
            (_, var replaced) when replaced == ServiceItems.Replaces => Reference(Templates),
            _ => EditorText.Words(row.Values) is { Count: > 0 } words ? ListOf(words) : TypeOf(row.ValueKind),
        };
    }

    private static JsonNode TypeOf(IValueKind kind) => Intrinsic.TryGetValue(kind.Name, out var name) ? name : Reference(kind.Name);

    private static JsonNode ListOf(IReadOnlyList<string> values) =>
        values.Count > 0 ? new JsonArray([.. values.Select(value => (JsonNode)value)]) : "string";

    private static JsonObject Reference(string type) => new() { ["$ref"] = $"#/types/{type}" };

    private static IEnumerable<(string Name, JsonNode Value)> Types()
    {
        var formats = PackageFormats.All.Select(format => format.Name).ToList();
        var requested = formats.Select(format => (format, (JsonNode)$"The .{format} package"))
            .Append(("all", "Every format"));
        yield return (RequestedFormats, new JsonObject
        {
            ["name"] = RequestedFormats,
            ["description"] = "Formats joined with +, such as deb+rpm",
            ["values"] = Object(requested),
            ["allowUnknownValues"] = true,
        });
        yield return (Formats, ListOf(formats));
        yield return (Platforms, ListOf(Enum.GetNames<Platform>()));
        yield return (Templates, ListOf(PackageFormats.Templates));
        var kinds = ServiceProperties.All.Select(property => property.ValueKind)
            .Concat(PackageFormats.Items.SelectMany(item => item.Metadata)
                .Where(row => EditorText.Words(row.Values).Count == 0).Select(row => row.ValueKind))
            .Where(kind => !Intrinsic.ContainsKey(kind.Name))
            .DistinctBy(kind => kind.Name);
        foreach (var kind in kinds)
        {
            yield return (kind.Name, kind.Choices.Count > 0 ? ListOf(kind.Choices) : new JsonObject
            {
                ["name"] = kind.Name,
                ["description"] = char.ToUpperInvariant(kind.Expected[0]) + kind.Expected[1..],
                ["allowUnknownValues"] = true,
            });
        }
    }

    private static JsonObject Object(IEnumerable<(string Name, JsonNode Value)> members) =>
        new(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value)));
}
