using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServicePackaging.Diagnostics;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests.Docs;

/// <summary>The examples of the pages use names and values that exist. Tests of the SDK evaluate them with MSBuild.</summary>
public sealed partial class ExampleTests
{
    private static readonly string[] Prefixes = ["", "Linux", "MacOS", "Windows"];

    // Other names of the .NET SDK in the examples.
    private static readonly string[] DotNetProperties =
    [
        "TargetFramework", "ImplicitUsings", "Nullable", "Version", "Description", "Company", "PublishAot", "CopyOutputSymbolsToPublishDirectory", "MSBuildWarningsAsErrors", "NoWarn", "PackageLicenseExpression", "PackageProjectUrl",
    ];

    private static readonly string[] DotNetItems = ["Content", "PackageReference"];

    private static readonly string[] Options =
    [
        "-o", "-c", "-n", "-r", "--no-build", "--no-restore", "-t:PreviewServicePackage", "-t:NotarizeServicePackage", "-getItem:GeneratedServicePackage",
        "--company", "--maintainer", "--feed",
    ];

    private static readonly HashSet<string> PropertyNames =
    [
        .. from property in ServiceProperties.All
           from prefix in Prefixes
           where prefix.Length == 0 || property.HasPlatformForms
           select prefix + property.Name,
    ];

    private static readonly HashSet<string> ItemNames = [.. PackageFormats.Items.Select(item => item.Name)];

    public static TheoryData<string> Pages => [.. Documentation.Guides.Where(page => Examples(page).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Names_of_projects_exist(string page) => Assert.All(Examples(page), example =>
    {
        var project = Parse(example);
        Assert.Empty(Properties(project).Select(property => property.Name.LocalName).Except(PropertyNames).Except(DotNetProperties));
        Assert.Empty(Items(project).Select(item => item.Name.LocalName).Except(ItemNames).Except(DotNetItems));
    });

    // For every platform, because most examples are for all. Errors only: an example may well show what one platform does not support.
    [Theory]
    [MemberData(nameof(Pages))]
    public void Values_of_projects_are_accepted(string page) => Assert.All(Examples(page), example =>
    {
        var project = Parse(example);
        foreach (var (format, service) in new[] { ("deb", new Service()), ("rpm", new Service()), ("pkg", new Service().OnMacOS()), ("msi", new Service().OnWindows()) })
        {
            // A Windows service needs an .exe, which a script is not.
            if (format == "msi" && IsPayload(project))
            {
                continue;
            }

            var findings = Declare(service, project).Read(format).Findings;
            Assert.DoesNotContain(findings, finding => finding.Descriptor.Severity == DiagnosticSeverity.Error);
        }
    });

    [Fact]
    public void Commands_have_options_that_exist() => Assert.Empty(
        from page in Documentation.Guides
        from command in Documentation.Commands(page)
        let fault = FaultOf(command)
        where fault is not null
        select $"{page}: {command}: {fault}");

    [Fact]
    public void Names_in_sentences_exist() => Assert.Empty(
        from page in Documentation.Guides.Concat(["samples/README.md", "SECURITY.md"])
        from Match match in Name().Matches(Documentation.Prose(page))
        let name = match.Groups["name"].Value
        where !PropertyNames.Contains(name) && !ItemNames.Contains(name)
        select $"{page}: {name}");

    private static IEnumerable<CodeBlock> Examples(string page) => Documentation.Blocks(page).Where(block => block.IsProject || block.IsProjectPart);

    private static XElement Parse(CodeBlock example)
    {
        try
        {
            return XElement.Parse(example.IsProject ? example.Text : $"<Project>{example.Text}</Project>");
        }
        catch (System.Xml.XmlException exception)
        {
            throw new FormatException($"{example}: {exception.Message}", exception);
        }
    }

    private static IEnumerable<XElement> Properties(XElement project) => project.Elements("PropertyGroup").Elements();

    private static IEnumerable<XElement> Items(XElement project) => project.Elements("ItemGroup").Elements();

    private static bool IsPayload(XElement project) => project.Attribute("Sdk")?.Value.StartsWith("ServicePackaging.Sdk", StringComparison.Ordinal) == true;

    private static Service Declare(Service service, XElement project)
    {
        if (IsPayload(project))
        {
            service = service.Built(facts => facts with { IsDotNet = false });
        }

        foreach (var property in Properties(project).Where(property => PropertyNames.Contains(property.Name.LocalName)))
        {
            service = service.With(property.Name.LocalName, property.Value);
        }

        foreach (var item in Items(project).Where(item => ItemNames.Contains(item.Name.LocalName)))
        {
            var include = Uri.UnescapeDataString(item.Attribute("Include")!.Value);
            service = service.Source(include, include.EndsWith(".sh", StringComparison.Ordinal) ? "#!/bin/sh\n" : "NAME=value\n")
                .Item(item.Name.LocalName, include, [.. item.Attributes().Where(row => row.Name != "Include").Select(row => (row.Name.LocalName, row.Value))]);
        }

        return service;
    }

    private static string? FaultOf(string command)
    {
        if (Target().Match(command) is { Success: true } target)
        {
            var name = $"Task(\"{target.Groups["name"].Value}\")";
            return File.ReadAllText(Path.Combine(Repository.Root, "build.cake")).Contains(name, StringComparison.Ordinal) ? null : $"no {name}";
        }

        var dotnet = Dotnet().Match(command);
        return dotnet.Success ? dotnet.Groups["arguments"].Value.Split(' ').Select(FaultOfArgument).FirstOrDefault(fault => fault is not null) : null;
    }

    private static string? FaultOfArgument(string argument)
    {
        if (Property().Match(argument) is not { Success: true } property)
        {
            return !argument.StartsWith('-') || Options.Contains(argument) ? null : argument;
        }

        var (name, value) = (property.Groups["name"].Value, property.Groups["value"].Value);
        return name switch
        {
            "ServicePackage" => value.Split('+').Any(format => format != "all" && PackageFormats.Find(format) is null) ? value : null,
            _ => PropertyNames.Contains(name) || DotNetProperties.Contains(name) ? null : name,
        };
    }

    [GeneratedRegex(@"^\./build\.sh --target=(?<name>\w+)$")]
    private static partial Regex Target();

    [GeneratedRegex(@"(^|\s)dotnet (new|publish|build|restore) (?<arguments>.*)$")]
    private static partial Regex Dotnet();

    [GeneratedRegex("^-p:(?<name>\\w+)=(?<value>.+)$")]
    private static partial Regex Property();

    [GeneratedRegex(@"(-p:|<)(?<name>(Linux|MacOS|Windows)?Service[A-Z]\w+|(Systemd|Launchd|Deb|Rpm|Msi)[A-Z]\w+)")]
    private static partial Regex Name();
}
