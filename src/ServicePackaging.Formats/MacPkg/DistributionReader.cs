using System.Xml.Linq;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>A component as described in a Distribution.</summary>
/// <param name="Id">The identifier of the component.</param>
/// <param name="Version">The version of the component; empty if it is not specified.</param>
/// <param name="InstalledSize">The installed size in KiB.</param>
/// <param name="Reference">The text of the element: <c>#</c> and the URL-escaped directory of the component; empty if another element
/// contains it.</param>
internal sealed record DistributionReference(string Id, string Version, long InstalledSize, string Reference)
{
    /// <summary>The directory of the component in the archive, or null if the reference does not point into the archive.</summary>
    public string? ComponentName => Reference.StartsWith('#') ? Uri.UnescapeDataString(Reference[1..]) : null;
}

/// <summary>Reads the Distribution of a product archive.</summary>
internal sealed class DistributionReader(XElement root)
{
    /// <summary>The contents of <see cref="MacDistribution"/>.</summary>
    public MacDistribution Facts => new()
    {
        Title = root.Element("title")?.Value ?? "",
        HostArchitectures = MacPackageFormat.Architectures
            .Where(candidate => HostArchitectures.Contains(candidate.Name))
            .Aggregate(MacArchitectures.None, (all, candidate) => all | candidate.Architecture),
        MinimumSystemVersion = root.Descendants("os-version").Select(version => (string?)version.Attribute("min")).FirstOrDefault(),
        Domains = (Is("enable_localSystem") ? MacDomains.LocalSystem : MacDomains.None)
            | (Is("enable_currentUserHome") ? MacDomains.CurrentUserHome : MacDomains.None)
            | (Is("enable_anywhere") ? MacDomains.Anywhere : MacDomains.None),
    };

    /// <summary>The names of the architectures; empty if none are specified.</summary>
    public IReadOnlyList<string> HostArchitectures =>
        ((string?)root.Element("options")?.Attribute("hostArchitectures") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The components by identifier. Each combines all elements with this identifier.</summary>
    public IReadOnlyDictionary<string, DistributionReference> References { get; } = root.Elements("pkg-ref")
        .GroupBy(reference => (string?)reference.Attribute("id") ?? "")
        .Select(group => new DistributionReference(
            group.Key,
            group.Select(reference => (string?)reference.Attribute("version")).FirstOrDefault(version => version is not null) ?? "",
            group.Max(reference => PackageInfoReader.Number(reference.Attribute("installKBytes"))),
            string.Concat(group.SelectMany(reference => reference.Nodes().OfType<XText>()).Select(text => text.Value)).Trim()))
        .ToDictionary(reference => reference.Id, StringComparer.Ordinal);

    /// <summary>The files of the pages.</summary>
    public IEnumerable<(MacResourceKind Kind, string File)> Pages => MacPackageFormat.Pages
        .SelectMany(page => root.Elements(page.Element).Select(element => (page.Kind, (string?)element.Attribute("file") ?? "")));

    /// <summary>The choices in the outline.</summary>
    public IEnumerable<string> OutlinedChoices =>
        root.Elements("choices-outline").Descendants("line").Select(line => (string?)line.Attribute("choice") ?? "");

    /// <summary>The choices, and the components that each choice installs.</summary>
    public IEnumerable<(string Id, IReadOnlyList<string> References)> Choices => root.Elements("choice").Select(choice => (
        (string?)choice.Attribute("id") ?? "",
        (IReadOnlyList<string>)[.. choice.Elements("pkg-ref").Select(reference => (string?)reference.Attribute("id") ?? "")]));

    private bool Is(string domain) => (string?)root.Element("domains")?.Attribute(domain) == "true";
}
