using System.Text.Json;
using System.Text.RegularExpressions;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>The schema for the MSBuild Editor follows the rules of its format (mhutch/MonoDevelop.MSBuildEditor,
/// MonoDevelop.MSBuild/Schemas/buildschema.json and the loader MSBuildSchema.SchemaLoadState.cs).</summary>
public sealed partial class EditorSchemaTests
{
    private const string ReferencePrefix = "#/types/";

    private static readonly string[] Intrinsic = ["string", "bool", "int", "url", "file", "folder"];

    private static readonly Dictionary<string, JsonValueKind[]> Value = new()
    {
        ["description"] = [JsonValueKind.String],
        ["type"] = [JsonValueKind.String, JsonValueKind.Array, JsonValueKind.Object],
        ["defaultValue"] = [JsonValueKind.String],
        ["isList"] = [JsonValueKind.True],
        ["helpUrl"] = [JsonValueKind.String],
    };

    private static readonly Dictionary<string, JsonValueKind[]> Item = new()
    {
        ["description"] = [JsonValueKind.String],
        ["includeDescription"] = [JsonValueKind.String],
        ["type"] = [JsonValueKind.String, JsonValueKind.Array, JsonValueKind.Object],
        ["metadata"] = [JsonValueKind.Object],
        ["helpUrl"] = [JsonValueKind.String],
    };

    private static readonly Dictionary<string, JsonValueKind[]> CustomType = new()
    {
        ["name"] = [JsonValueKind.String],
        ["description"] = [JsonValueKind.String],
        ["values"] = [JsonValueKind.Object],
        ["allowUnknownValues"] = [JsonValueKind.True],
    };

    private static readonly JsonElement Schema = JsonDocument.Parse(EditorSchema.Render()).RootElement;

    [Fact]
    public void It_has_only_the_parts_that_the_format_knows() =>
        Assert.Equal(["license", "properties", "items", "targets", "types"], Schema.EnumerateObject().Select(part => part.Name));

    [Fact]
    public void Every_property_is_described_in_each_of_its_forms()
    {
        var names = ServiceProperties.All.SelectMany(EditorText.Forms).ToList();
        Assert.Equal(names, Schema.GetProperty("properties").EnumerateObject().Select(property => property.Name));
        Assert.Contains("LinuxServiceUser", names);
        Assert.All(Schema.GetProperty("properties").EnumerateObject(), property => AssertMember(property, Value));
    }

    [Fact]
    public void Every_item_is_described_with_its_metadata()
    {
        var items = Schema.GetProperty("items").EnumerateObject().ToList();
        Assert.Equal(PackageFormats.Items.Select(item => item.Name), items.Select(item => item.Name));
        Assert.All(items, item =>
        {
            AssertMember(item, Item);
            Assert.All(item.Value.GetProperty("metadata").EnumerateObject(), metadata => AssertMember(metadata, Value));
        });
    }

    [Fact]
    public void Custom_types_are_lists_of_values_or_descriptions() => Assert.All(Schema.GetProperty("types").EnumerateObject(), type =>
    {
        Assert.Matches(TypeName(), type.Name);
        if (type.Value.ValueKind == JsonValueKind.Array)
        {
            Assert.NotEqual(0, type.Value.GetArrayLength());
            Assert.All(type.Value.EnumerateArray(), value => Assert.Equal(JsonValueKind.String, value.ValueKind));
        }
        else
        {
            AssertKinds(type, CustomType);
        }
    });

    [Theory]
    [InlineData("ServiceRestartDelay", "duration", "5s")]
    [InlineData("LinuxServiceRestart", "service-restart", null)]
    [InlineData("ServiceHardening", "service-hardening", "Default")]
    [InlineData("ServicePackage", "package-formats", null)]
    public void A_property_has_its_type_and_default(string name, string type, string? defaultValue)
    {
        var property = Schema.GetProperty("properties").GetProperty(name);
        Assert.Equal(ReferencePrefix + type, property.GetProperty("type").GetProperty("$ref").GetString());
        Assert.Equal(defaultValue, property.TryGetProperty("defaultValue", out var value) ? value.GetString() : null);
    }

    [Fact]
    public void Choices_are_completed()
    {
        var items = Schema.GetProperty("items");
        var types = Schema.GetProperty("types");
        Assert.Equal(Enum.GetNames<ServiceRestart>(), Texts(types.GetProperty("service-restart")));
        Assert.Equal(["Restart", "None", "Reboot"], Texts(items.GetProperty("ServiceFailureAction").GetProperty("type")));
        var script = items.GetProperty("ServicePackageScript");
        Assert.Equal("file", script.GetProperty("type").GetString());
        Assert.Equal(Enum.GetNames<ScriptStage>(), Texts(script.GetProperty("metadata").GetProperty("Stage").GetProperty("type")));
        var relation = items.GetProperty("DebDependency").GetProperty("metadata").GetProperty("Kind");
        Assert.Contains("Pre-Depends", Texts(relation.GetProperty("type")));
    }

    private static IEnumerable<string?> Texts(JsonElement array) => array.EnumerateArray().Select(value => value.GetString());

    private static void AssertMember(JsonProperty member, Dictionary<string, JsonValueKind[]> allowed)
    {
        Assert.Matches(Identifier(), member.Name);
        AssertKinds(member, allowed);
        var description = member.Value.GetProperty("description").GetString()!;
        Assert.EndsWith(".", description, StringComparison.Ordinal);
        Assert.DoesNotContain("`", description, StringComparison.Ordinal);
        if (member.Value.TryGetProperty("helpUrl", out var url))
        {
            Assert.True(Uri.TryCreate(url.GetString(), UriKind.Absolute, out _), member.ToString());
        }

        AssertType(member.Value.GetProperty("type"));
    }

    private static void AssertType(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.String)
        {
            Assert.Contains(type.GetString(), Intrinsic);
        }
        else if (type.ValueKind == JsonValueKind.Object)
        {
            var reference = Assert.Single(type.EnumerateObject()).Value.GetString()!;
            Assert.StartsWith(ReferencePrefix, reference, StringComparison.Ordinal);
            Assert.True(Schema.GetProperty("types").TryGetProperty(reference[ReferencePrefix.Length..], out _), reference);
        }
    }

    private static void AssertKinds(JsonProperty member, Dictionary<string, JsonValueKind[]> allowed) => Assert.All(
        member.Value.EnumerateObject(),
        part => Assert.Contains(part.Value.ValueKind, allowed.GetValueOrDefault(part.Name, [])));

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex TypeName();
}
