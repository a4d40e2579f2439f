using NuGet.Versioning;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the name of a package, and who publishes it.</summary>
internal static class IdentityReader
{
    // The .NET SDK's value of Description if the project does not set it (NuGet.Build.Tasks.Pack.targets).
    private const string NuGetPlaceholder = "Package Description";

    /// <summary>The project; an assembly name that no file can have is reported and replaced.</summary>
    public static ProjectFacts Check(ProjectFacts project, DiagnosticBag diagnostics) =>
        Printable(project.AssemblyName, "AssemblyName", diagnostics) == project.AssemblyName
            ? project
            : project with { AssemblyName = "service" };

    public static PackageIdentity Read(InputReader reader, ProjectFacts project, DiagnosticBag diagnostics)
    {
        var properties = reader.Properties;
        var name = ReadName(properties, project, diagnostics);
        if (reader.Target.Platform == Platform.Linux && DistributionPackages.Contains(name))
        {
            diagnostics.Report(PackageDiagnostics.DistributionPackage, ServiceProperties.PackageName, name);
        }

        var stableName = NameRules.ToKebabCase(project.AssemblyName);
        var publisher = properties.Title(ServiceProperties.Vendor) ?? name;
        var vendor = WithoutAddress(publisher);
        var (summary, description) = ReadDescription(properties, name, diagnostics);
        return new PackageIdentity
        {
            Name = name,
            StableName = properties.Line(ServiceProperties.PackageName) is null && NameRules.IsPackageName(stableName)
                ? stableName
                : name,
            Version = ReadVersion(properties),
            Release = ReadRelease(properties),
            Maintainer = ReadMaintainer(reader, publisher, diagnostics),
            Vendor = vendor,
            Summary = summary,
            Description = description,
            License = Fact(project.License, "PackageLicenseExpression", diagnostics),
            LicenseFile = ReadLicense(reader, project, diagnostics),
            Copyright = Fact(project.Copyright, "Copyright", diagnostics) is { Length: > 0 } line ? line : $"Copyright {vendor}",
            Homepage = ReadHomepage(project, diagnostics),
            ReleaseNotes = Printable(project.ReleaseNotes, "PackageReleaseNotes", diagnostics)
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };
    }

    private static string ReadName(ValueReader properties, ProjectFacts project, DiagnosticBag diagnostics)
    {
        var row = ServiceProperties.PackageName;
        const string Placeholder = "service";
        var derived = NameRules.ToPackageName(project.AssemblyName);
        var isUsable = NameRules.IsPackageName(derived);
        if (properties.Line(row) is null && (!isUsable || !NameRules.IsLosslessAssemblyName(project.AssemblyName)))
        {
            diagnostics.Report(
                DiagnosticCatalog.LossyName, "AssemblyName", project.AssemblyName, "package name", derived, row, "acme-agent");
        }

        return properties.ReadName(
            row, isUsable ? derived : Placeholder, NameRules.IsPackageName, "package name",
            "lower case letters, digits, + - and ., at least two characters");
    }

    private static string Fact(string text, string property, DiagnosticBag diagnostics) => OneLine(Printable(text, property, diagnostics));

    private static string Printable(string text, string property, DiagnosticBag diagnostics)
    {
        if (ControlCharacters.FindIn(text, allowed: "\r\n\t") is not { } found)
        {
            return text;
        }

        diagnostics.Report(DiagnosticCatalog.ControlCharacter, property, found);
        return "";
    }

    private static Uri? ReadHomepage(ProjectFacts project, DiagnosticBag diagnostics) =>
        Uri.TryCreate(Printable(project.Homepage, "PackageProjectUrl", diagnostics), UriKind.Absolute, out var homepage) ? homepage : null;

    private static LicenseFile? ReadLicense(InputReader reader, ProjectFacts project, DiagnosticBag diagnostics)
    {
        if (project.LicensePath.Length == 0)
        {
            return null;
        }

        if (reader.Sources.Find(project.LicensePath) is not { } source)
        {
            diagnostics.Report(DiagnosticCatalog.LicenseFileNotFound, Path.GetFileName(project.LicensePath));
            return null;
        }

        var text = reader.Sources.ReadText(project.LicensePath).Replace("\r\n", "\n", StringComparison.Ordinal);
        return new(source, Path.GetFileName(project.LicensePath), text);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // Directories and identifiers are named after the vendor.
    private static string WithoutAddress(string publisher) =>
        publisher.EndsWith('>') && publisher.IndexOf('<', StringComparison.Ordinal) is > 0 and var open
            ? publisher[..open].TrimEnd()
            : publisher;

    private static NuGetVersion ReadVersion(ValueReader properties)
    {
        var text = properties.Line(ServiceProperties.PackageVersion) ?? "1.0.0";
        if (NuGetVersion.TryParse(text, out var version))
        {
            return version;
        }

        properties.Refuse(ServiceProperties.PackageVersion, text, "a version such as 1.4.0 or 1.4.0-rc.1");
        return new NuGetVersion(1, 0, 0);
    }

    private static string ReadRelease(ValueReader properties)
    {
        var release = properties.Line(ServiceProperties.PackageRelease) ?? "1";
        if (release.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '~') && char.IsAsciiDigit(release[0]))
        {
            return release;
        }

        properties.Refuse(
            ServiceProperties.PackageRelease, release, "a revision such as 1 or 2.fc43: a digit first, then letters, digits, . + or ~");
        return "1";
    }

    private static string ReadMaintainer(InputReader reader, string publisher, DiagnosticBag diagnostics)
    {
        var maintainer = reader.Properties.Line(ServiceProperties.Maintainer) ?? publisher;
        var open = maintainer.IndexOf('<', StringComparison.Ordinal);
        var at = maintainer.IndexOf('@', StringComparison.Ordinal);
        if (open > 0 && at > open + 1 && at < maintainer.Length - 2
            && maintainer.EndsWith('>') && maintainer.Count(c => c is '<' or '>') == 2
            && !maintainer.Contains(',', StringComparison.Ordinal))
        {
            return maintainer;
        }

        // Only Linux distributions have a rule for the address.
        if (reader.Target.Platform != Platform.Linux)
        {
            return maintainer;
        }

        // Debian does not allow a comma in a maintainer's name, because it separates people.
        var name = maintainer.Replace("<", "", StringComparison.Ordinal).Replace(">", "", StringComparison.Ordinal)
            .Split(',', ';')[0].Trim();
        var written = $"{name} <noreply@example.invalid>";
        diagnostics.Report(PackageDiagnostics.MaintainerAddress, maintainer, written);
        return written;
    }

    private static (string Summary, string Description) ReadDescription(ValueReader properties, string name, DiagnosticBag diagnostics)
    {
        var text = properties.Text(ServiceProperties.Description);
        if (text is null or NuGetPlaceholder || text.Trim('.', ' ', '\n', '\t').Length == 0)
        {
            var fallback = $"Background service {name}";
            diagnostics.Report(DiagnosticCatalog.NoDescription, fallback);
            return (fallback, "");
        }

        var (synopsis, extended) = DescriptionText.Parse(text);
        return (synopsis.Length > 0 ? synopsis : $"Background service {name}", extended);
    }
}
