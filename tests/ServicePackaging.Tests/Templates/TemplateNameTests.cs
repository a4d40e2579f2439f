using System.Reflection;
using ServicePackaging.Templates;

namespace ServicePackaging.Tests.Templates;

/// <summary>The names that templates can use: each template has one record of them, and each name says what it is.</summary>
public sealed class TemplateNameTests
{
    public static TheoryData<string> Keys => [.. ShippedTemplates.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_template_has_one_model(string key) =>
        Assert.Single(TemplateNamesPage.Models, model => TemplateNames.KeysOf(model).Contains(key));

    [Fact]
    public void No_model_is_for_a_text_without_a_template() =>
        Assert.Subset(ShippedTemplates.Keys.ToHashSet(), TemplateNamesPage.Models.SelectMany(TemplateNames.KeysOf).ToHashSet());

    [Fact]
    public void Shipped_templates_are_all_used() => Assert.Equal(
        ShippedTemplates.Keys.Concat(["control/words", "linux/owners"]).Order(StringComparer.Ordinal),
        typeof(TemplateRenderer).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal));

    // Several templates share a model. With a setter, one could change what the next one sees.
    [Fact]
    public void Models_are_read_only() => Assert.All(
        TemplateNamesPage.Models.SelectMany(TemplateNamesPage.WithParts).SelectMany(TemplateNames.MembersOf),
        member => Assert.True(IsReadOnly(member), $"{member.DeclaringType?.Name}.{member.Name} can be set."));

    private static bool IsReadOnly(PropertyInfo member) => member.SetMethod is not { IsPublic: true } set
        || set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}
