using System.Xml.Linq;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>The property pages for Visual Studio follow the rules of their format (dotnet/project-system,
/// docs/repo/property-pages/property-specification.md; the elements are the types of Microsoft.Build.Framework.XamlTypes).</summary>
public sealed class PropertyPageTests
{
    private static readonly string[] Kinds = ["StringProperty", "BoolProperty", "EnumProperty"];

    private static readonly XElement[] Rules =
        [XDocument.Parse(PropertyPages.RenderPackage()).Root!, XDocument.Parse(PropertyPages.RenderService()).Root!];

    private static IEnumerable<XElement> Properties => Rules.SelectMany(Of);

    [Fact]
    public void Every_property_is_on_one_page() => Assert.Equal(
        ServiceProperties.All.Select(property => property.Name).Order(StringComparer.Ordinal),
        Properties.Select(property => Text(property, "Name")).Order(StringComparer.Ordinal));

    [Fact]
    public void A_page_is_a_generic_one_that_writes_to_the_project() => Assert.All(Rules, rule =>
    {
        Assert.Equal((PropertyPages.Namespace + "Rule", "generic"), (rule.Name, Text(rule, "PageTemplate")));
        var source = Assert.Single(rule.Descendants(PropertyPages.Namespace + "DataSource"));
        Assert.Equal(("ProjectFile", "False"), (Text(source, "Persistence"), Text(source, "HasConfigurationCondition")));
    });

    [Fact]
    public void Every_category_is_declared_and_has_properties() => Assert.All(Rules, rule => Assert.Equal(
        rule.Descendants(PropertyPages.Namespace + "Category").Select(category => Text(category, "Name")),
        Of(rule).Select(property => Text(property, "Category")).Distinct()));

    [Fact]
    public void Every_property_has_a_title_of_its_own_and_a_description() => Assert.All(Rules, rule =>
    {
        Assert.All(Of(rule), property => Assert.EndsWith(".", Text(property, "Description"), StringComparison.Ordinal));
        Assert.Distinct(Of(rule).Select(property => Text(property, "DisplayName")));
    });

    [Fact]
    public void A_choice_can_be_left_to_its_default() => Assert.All(
        Properties.Where(property => property.Name.LocalName == "EnumProperty"),
        property => Assert.Equal(
            ServiceProperties.Find(Text(property, "Name"))!.ValueKind.Choices.Prepend(""),
            property.Elements(PropertyPages.Namespace + "EnumValue").Select(value => Text(value, "Name"))));

    private static IEnumerable<XElement> Of(XElement rule) => rule.Elements().Where(element => Kinds.Contains(element.Name.LocalName));

    private static string Text(XElement element, string name) => element.Attribute(name)!.Value;
}
