using System.Xml.Linq;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests;

/// <summary>Files that are generated from data of the code: SERVICEPACKAGING_UPDATE=1 writes them again.</summary>
public sealed class GeneratedFileTests
{
    [Fact]
    public void The_sdk_collects_exactly_the_vocabulary() => Check("sdk/build/ServicePackaging.Vocabulary.targets", VocabularyTargets.Render());

    [Fact]
    public void The_sdk_knows_exactly_the_formats() => Check("sdk/build/ServicePackaging.Formats.props", FormatsProps.RenderFormats());

    [Fact]
    public void The_sdk_knows_the_systems_of_the_formats() => Check("sdk/build/ServicePackaging.Systems.targets", FormatsProps.RenderSystems());

    [Fact]
    public void The_sdk_knows_what_follows_from_the_system() => Check("sdk/build/ServicePackaging.Platform.targets", FormatsProps.RenderPlatform());

    [Fact]
    public void Editors_know_exactly_the_vocabulary() =>
        Check("sdk/build/ServicePackaging.Sdk.targets.buildschema.json", EditorSchema.Render());

    [Fact]
    public void Property_pages_show_exactly_the_properties()
    {
        Check("sdk/build/Rules/ServicePackage.xaml", PropertyPages.RenderPackage());
        Check("sdk/build/Rules/Service.xaml", PropertyPages.RenderService());
    }

    [Fact]
    public void The_help_page_has_every_diagnostic() => Check("docs/reference/diagnostics.md", DiagnosticsPage.Render());

    [Fact]
    public void The_reference_has_every_name_of_the_templates() => Check("docs/reference/template-names.md", TemplateNamesPage.Render());

    [Fact]
    public void The_reference_lists_what_each_platform_supports() => Check("docs/reference/platform-support.md", SupportPage.Render());

    [Fact]
    public void The_reference_says_what_the_sandbox_refuses() => Check("docs/reference/sandbox-table.md", SandboxPage.Render());

    [Fact]
    public void The_reference_has_every_property() => Check("docs/reference/properties.md", VocabularyPages.RenderProperties());

    [Fact]
    public void The_reference_has_every_item() => Check("docs/reference/items.md", VocabularyPages.RenderItems());

    [Fact]
    public void The_list_of_public_names_is_complete() => Check("docs/reference/public-names.txt", PublicNames.Render());

    [Fact]
    public void Examples_show_the_release_that_is_being_prepared() => Assert.All(
        Documentation.Guides, page => Check(page, Documentation.WithSdkVersion(Documentation.Read(page), PreparedVersion)));

    // The target Pack writes the version that it packed to the file; that is not meant to be committed.
    [Fact]
    public async Task The_samples_name_the_release_that_is_being_prepared()
    {
        const string File = "samples/global.json";
        Availability.RequireProgram("git");
        var git = await ProcessRunner.RunAsync("git", "-C", Repository.Root, "-c", "safe.directory=*", "show", $":{File}");
        Availability.Require(git.ExitCode == 0 ? null : new Lack("This is not a checkout of the repository", "git clone"));
        Assert.Contains($"\"ServicePackaging.Sdk\": \"{PreparedVersion}\"", git.Text, StringComparison.Ordinal);
    }

    private static string PreparedVersion =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("MinVerMinimumMajorMinor").Single().Value + ".0";

    private static void Check(string path, string expected)
    {
        var file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable("SERVICEPACKAGING_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
        if (Path.GetExtension(path) is ".targets" or ".props")
        {
            Assert.Equal("Project", XDocument.Parse(expected).Root!.Name.LocalName);
        }
    }
}
