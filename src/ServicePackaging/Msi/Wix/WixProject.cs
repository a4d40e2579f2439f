using System.Xml.Linq;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Model;

namespace ServicePackaging.Msi.Wix;

/// <summary>The project that builds a source with WiX's SDK for MSBuild.</summary>
internal static class WixProject
{
    // The last version that is free for everyone. Later ones require an agreement and a fee, which the developer has to accept.
    private const string Sdk = "WixToolset.Sdk/5.0.2";

    // The warning of WiX about every ServiceConfig.
    private const string ServiceConfigWarning = "1149";

    private static readonly Dictionary<MsiPlatform, string> Platforms = new()
    {
        [MsiPlatform.Intel] = "x86",
        [MsiPlatform.X64] = "x64",
        [MsiPlatform.Arm64] = "arm64",
    };

    /// <summary>Returns the project.</summary>
    /// <param name="package">The package that it builds.</param>
    /// <param name="files">Where the package's files are.</param>
    /// <param name="fileName">The package's file name.</param>
    /// <param name="published">The published project.</param>
    public static string Create(MsiPackage package, WixFiles files, string fileName, ProjectFacts published)
    {
        var developers = string.Join(", ", files.In(WixFiles.Project));
        (string Bucket, string Is)[] given =
        [
            (WixFiles.Published, SourceOf(published)),
            .. developers.Length > 0 ? [(WixFiles.Project, $"the directory with {developers}")] : Array.Empty<(string, string)>(),
        ];
        var arguments = string.Join(' ', given.Select(bucket => $"-p:{Property(bucket.Bucket)}=<directory>"));
        var project = new XElement("Project", new XAttribute("Sdk", Sdk));
        project.Add(WixXml.Comment($"On Windows: dotnet build {arguments}"));
        project.Add(given.Select(bucket => WixXml.Comment($"{Property(bucket.Bucket)} is {bucket.Is}.")));
        project.Add(new XElement(
            "PropertyGroup",
            new XElement("Platform", Platforms[package.Summary.Platform]),
            new XElement("OutputName", Path.GetFileNameWithoutExtension(fileName)),
            WixXml.Comment("WiX warns of every ServiceConfig that not all of it works: recovery does not, and is set by sc.exe here."),
            new XElement("SuppressSpecificWarnings", ServiceConfigWarning)));
        project.Add(new XElement(
            "ItemGroup",
            given.Select(bucket => BindPath(bucket.Bucket, $"$({Property(bucket.Bucket)})")),
            files.Generated.Count > 0 ? BindPath(WixFiles.Source, "$(MSBuildProjectDirectory)") : null));
        project.Add(new XElement(
            "Target", new XAttribute("Name", "RequireDirectories"), new XAttribute("BeforeTargets", "BeforeBuild"),
            given.Select(bucket => new XElement(
                "Error", new XAttribute("Condition", $"!Exists('$({Property(bucket.Bucket)})')"),
                new XAttribute("Text", $"Build with -p:{Property(bucket.Bucket)}=<directory>. The project says which.")))));
        return WixXml.Render(project);
    }

    // Without a package: a publish that creates one leaves only the package in its output directory.
    private static string SourceOf(ProjectFacts project) => project.IsDotNet
        ? $"the output of: dotnet publish -r {project.RuntimeIdentifier} -p:SelfContained={(project.SelfContained ? "true" : "false")} "
            + "-p:ServicePackage= -o <directory>"
        : "the directory that ServicePayloadDirectory names";

    private static string Property(string bucket) => bucket + "Directory";

    private static XElement BindPath(string bucket, string directory) =>
        new("BindPath", new XAttribute("Include", directory), new XAttribute("BindName", bucket));
}
