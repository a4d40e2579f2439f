using System.Text.Json;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Repositories.Bootstrap;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Bootstrap;

/// <summary>The page in a browser, and its HTML. The pictures are in artifacts/browser.</summary>
public sealed class BrowserTests : IDisposable
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_page_is_accessible_in_light_and_dark(bool isHostile)
    {
        Availability.RequireProgram("chromium");
        var input = isHostile ? Inputs.Hostile : Inputs.Acme;
        var pictures = Path.Combine(Repository.Root, "artifacts", "browser", isHostile ? "hostile" : "pictures");
        Directory.CreateDirectory(pictures);

        var views = JsonSerializer.Deserialize<List<View>>(
            (await NodeProject.RunAsync("check.mjs", "/usr/bin/chromium", Write(input), pictures)).Succeeded().StandardOutput, Options)!;

        Assert.Equal(["light 1280", "light 320", "dark 1280", "dark 320"], views.Select(view => $"{view.Scheme} {view.Width}"));
        Assert.Equal(2, views.Select(view => view.Background).Distinct().Count());
        Assert.All(views, view =>
        {
            Assert.Empty(view.Overflow);
            Assert.Empty(view.Violations);
            Assert.Empty(view.Incomplete);
            Assert.Superset(new HashSet<string> { "color-contrast", "heading-order", "html-has-lang", "region" }, view.Passes.ToHashSet());
            Assert.Empty(view.Messages);
            Assert.Equal(1, view.Requests);
            Assert.Equal(new Print("rgb(255, 255, 255)", "none"), view.Print);
        });
    }

    // The same checks on a page that is not like that.
    [Fact]
    public async Task The_checks_find_what_is_wrong()
    {
        Availability.RequireProgram("chromium");
        var file = _directory.Write("index.html", """
            <!DOCTYPE html><title>x</title><style>p { width: 500px; color: #ddd; background: #fff }</style>
            <nav></nav><p>Pale</p><script>console.log(1)</script>
            <img src="missing.png">
            """u8.ToArray());

        var views = JsonSerializer.Deserialize<List<View>>(
            (await NodeProject.RunAsync("check.mjs", "/usr/bin/chromium", file, _directory.Path)).Succeeded().StandardOutput, Options)!;
        var problems = (await NodeProject.RunAsync("validate.mjs", file)).Succeeded().Text;

        Assert.Contains(views[1].Overflow, element => element.StartsWith("<p>", StringComparison.Ordinal));
        Assert.Contains(views[0].Violations, rule => rule.StartsWith("color-contrast:", StringComparison.Ordinal));
        Assert.Contains("1", views[0].Messages);
        Assert.Equal(2, views[0].Requests);
        Assert.Contains("wcag/h37", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_HTML_is_valid(bool isHostile) => Assert.Equal(
        "", (await NodeProject.RunAsync("validate.mjs", Write(isHostile ? Inputs.Hostile : Inputs.Acme))).Succeeded().Text);

    public void Dispose() => _directory.Dispose();

    private string Write(BootstrapInput input) => _directory.Write("index.html", Inputs.Files(input)["index.html"]);

    private sealed record View(
        string Scheme,
        int Width,
        string Background,
        IReadOnlyList<string> Overflow,
        IReadOnlyList<string> Messages,
        int Requests,
        IReadOnlyList<string> Violations,
        IReadOnlyList<string> Incomplete,
        IReadOnlyList<string> Passes,
        Print Print);

    private sealed record Print(string Background, string Navigation);
}
