using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Msi.Wix;
using ServicePackaging.Planning;

namespace ServicePackaging.Msi;

/// <summary>The plan of a Windows Installer package.</summary>
public sealed record MsiPlan : PackagePlan
{
    // A cabinet has MS-DOS times, which begin here; SOURCE_DATE_EPOCH may be 0.
    private static readonly DateTimeOffset Oldest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MsiProduct _product;
    private readonly string _name;
    private readonly ProjectFacts _project;
    private readonly MsiContent _content;

    private MsiPlan(MsiPackage package, MsiProduct product, ServiceDefinition definition, MsiContent content)
    {
        Package = package;
        _product = product;
        _name = definition.Package.Name;
        _project = definition.Project;
        _content = content;
        FileName = FileNameOf(definition, product);
    }

    /// <summary>Gets everything that is written.</summary>
    public MsiPackage Package { get; }

    /// <inheritdoc/>
    public override string Format => MsiFormatDescriptor.Name;

    /// <inheritdoc/>
    public override string FileName { get; }

    /// <inheritdoc/>
    public override string Version => _product.Version;

    /// <inheritdoc/>
    public override IReadOnlyList<PlannedContent> Contents =>
    [
        .. _content.FilesByPath.Select(file => file switch
        {
            { IsConfiguration: true } => new PlannedContent(
                ContentKind.Configuration, file.ConfigurationPath!, file.Content.Length, "", "  (configuration)"),
            { Content.SourcePath: null } => new PlannedContent(ContentKind.Generated, file.Path, file.Content.Length, "", ""),
            _ => new PlannedContent(ContentKind.Payload, file.Path, file.Content.Length, "", ""),
        }),
    ];

    /// <summary>Gets the tables, each with a line for each row and a tab between the cells.</summary>
    public override IReadOnlyList<KeyValuePair<string, string>> Texts =>
    [
        .. Package.Rows.GroupBy(row => row.Table).OrderBy(table => table.Key.Name, StringComparer.Ordinal)
            .Select(table => KeyValuePair.Create(table.Key.Name + ".idt", Render(table.Key, table))),
    ];

    /// <summary>Gets the tables, and the same package as a WiX project.</summary>
    public override IReadOnlyList<KeyValuePair<string, string>> Sources =>
        [.. Texts, .. WixTexts.Create(Package, SourceFiles, _name, FileName, _project)];

    private IReadOnlyList<WixSourceFile> SourceFiles =>
    [
        .. _content.Items.OfType<MsiPlannedFile>().Select(file => new WixSourceFile(file.Key, file.Path, file.Content, file.PublishedPath)),
    ];

    /// <summary>Plans the package.</summary>
    /// <exception cref="ArgumentException">The tables of a package have no room for the definition; the message names it.</exception>
    public static MsiPlan Create(PackageRequest request, DiagnosticBag diagnostics)
    {
        var (definition, payload, timestamp, _) = request;
        var product = MsiProduct.Create(definition, diagnostics);
        var composition = MsiComposition.Create(definition, product, payload, diagnostics);
        var package = new MsiPackage
        {
            Summary = new MsiSummary
            {
                Subject = definition.DisplayName,
                Author = definition.Package.Vendor,
                Comments = definition.Description,
                Platform = product.Platform,
                CreatingApplication = "ServicePackaging.Sdk",
            },
            Rows = composition.Rows,
            Files = composition.Files,
            PackageCodeNamespace = product.ProductCode,
            Timestamp = timestamp < Oldest ? Oldest : timestamp,
            Compression = request.DeflateOrNone("Windows Installer", diagnostics),
        };
        return new MsiPlan(package, product, definition, composition.Content);
    }

    private static string Render(MsiTable table, IEnumerable<MsiRow> rows)
    {
        var lines = rows.Select(row => string.Join('\t', row.Cells)).Order(StringComparer.Ordinal);
        return string.Concat(lines.Prepend(string.Join('\t', table.Columns.Select(column => column.Name))).Select(line => line + "\n"));
    }

    private static string FileNameOf(ServiceDefinition definition, MsiProduct product)
    {
        var identity = definition.Package;
        var architecture = definition.Project.RuntimeIdentifier.Architecture;
        var version = identity.Version.IsPrerelease ? $"{product.Version}-{identity.Version.Release}" : product.Version;
        return string.Create(CultureInfo.InvariantCulture, $"{identity.Name}-{version}-{identity.Release}.{architecture}.msi");
    }
}
