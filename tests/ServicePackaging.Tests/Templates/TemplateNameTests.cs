using System.Reflection;
using ServicePackaging.Templates;

namespace ServicePackaging.Tests.Templates;

/// <summary>The names that templates can use: each template has one record of them, and each name has a doc comment.</summary>
public sealed class TemplateNameTests
{
    private static readonly string[] SharedFragments = [
        "control/answer", "control/words", "linux/notices", "linux/owners", "linux/say", "linux/starts", "linux/users",
        "macos/directories", "macos/existing", "macos/giving", "macos/jobs", "macos/loading", "rpm/account", "rpm/ownership",
    ];

    public static TheoryData<string> Keys => [.. Shipped];

    /// <summary>The files that are rendered from a template.</summary>
    internal static IEnumerable<string> Shipped => typeof(TemplateRenderer).Assembly.GetManifestResourceNames()
        .Where(name => name.Contains('/', StringComparison.Ordinal)).Except(SharedFragments).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_template_has_one_model(string key) =>
        Assert.Single(TemplateNamesPage.Models, model => TemplateNames.KeysOf(model).Contains(key));

    [Fact]
    public void No_model_is_for_a_text_without_a_template() =>
        Assert.Equal(Shipped, TemplateNamesPage.Models.SelectMany(TemplateNames.KeysOf).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_template_belongs_to_a_format() => Assert.Subset(PackageFormats.Templates.ToHashSet(), Shipped.ToHashSet());

    // Several templates share a model. With a setter, one could change what the next one sees.
    [Fact]
    public void Models_are_read_only() => Assert.All(
        TemplateNamesPage.Models.SelectMany(TemplateNamesPage.WithParts).SelectMany(TemplateNames.MembersOf),
        member => Assert.True(IsReadOnly(member), $"{member.DeclaringType?.Name}.{member.Name} can be set."));

    private static bool IsReadOnly(PropertyInfo member) => member.SetMethod is not { IsPublic: true } set
        || set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}
