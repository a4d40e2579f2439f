using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Audit;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>A Windows Installer package decided on.</summary>
public sealed record MsiPlan : PackagePlan
{
    private readonly MsiProduct _product;

    private MsiPlan(MsiPackage package, MsiProduct product, string fileName, IReadOnlyList<string> listing)
    {
        Package = package;
        _product = product;
        FileName = fileName;
        Listing = listing;
    }

    /// <summary>Everything that is written.</summary>
    public MsiPackage Package { get; }

    /// <inheritdoc/>
    public override string Format => PackageFormatNames.Msi;

    /// <inheritdoc/>
    public override string FileName { get; }

    /// <inheritdoc/>
    public override string Version => _product.Version;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Listing { get; }

    /// <summary>The tables, each as the lines of its rows with a tab between the cells.</summary>
    public override IReadOnlyList<KeyValuePair<string, string>> Texts =>
    [
        .. Package.Rows.GroupBy(row => row.Table.Name).OrderBy(table => table.Key, StringComparer.Ordinal).Select(table => KeyValuePair.Create(
            table.Key + ".idt",
            string.Concat(table.Select(row => string.Join('\t', row.Cells) + "\n").Order(StringComparer.Ordinal).Prepend(string.Join('\t', table.First().Table.Columns.Select(column => column.Name)) + "\n")))),
    ];

    /// <summary>Decides on the package.</summary>
    public static MsiPlan Create(PackageRequest request, DiagnosticBag diagnostics)
    {
        var (definition, payload, timestamp, compression) = request;
        var product = MsiProduct.Create(definition, diagnostics);
        var tree = new MsiTree(product, definition.Layout);
        var content = new MsiContent(product, tree);
        Add(definition, product, tree, content, payload, diagnostics);

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
            Rows =
            [
                .. content.Rows, .. tree.Complete(content.Files.Keys), .. tree.Removals(MsiRegistry.Component), .. MsiSequences.Rows,
                .. content.Actions.Select(action => action.Definition), .. content.Actions.SelectMany(action => action.Steps),
            ],
            Files = content.CompleteFiles(),
            PackageCodeNamespace = product.ProductCode,
            Timestamp = timestamp,
            Compression = compression,
        };
        return new MsiPlan(package, product, FileNameOf(definition, product), content.Listing());
    }

    /// <inheritdoc/>
    /// <exception cref="DiagnosticException">What was written is not what Windows Installer asks for; nothing is left of it.</exception>
    public override void Write(string path, CancellationToken cancellationToken) =>
        MsiWriter.Write(Package, path, finished => Inspect(finished, path, cancellationToken), cancellationToken);

    // The payload's bytes are compared with their rows in the tests of the writer: to unpack them all would be a good part of the writing again.
    private static void Inspect(string finished, string path, CancellationToken cancellationToken)
    {
        IReadOnlyList<MsiFinding> findings;
        try
        {
            findings = MsiAudit.Check(finished, MsiAuditDepth.Tables, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            findings = [new("Readable", e.Message)];
        }

        if (findings is [var finding, ..])
        {
            throw new DiagnosticException(DiagnosticCatalog.InstallerAudit, path, finding.Rule, finding.Message);
        }
    }

    private static void Add(
        ServiceDefinition definition, MsiProduct product, MsiTree tree, MsiContent content, Payload payload, DiagnosticBag diagnostics)
    {
        content.Rows.Add(MsiTables.Feature.Row(
            MsiNames.Feature, MsiValue.Null, "Service", MsiValue.Null, Shown, Installed, MsiNames.InstallFolder, NeverAdvertisedNorAbsent));
        MsiHooks.Add(definition, product, content, diagnostics);
        var program = new MsiPayload(definition, content, diagnostics).Add(payload);
        var services = ServiceRegistration.For(definition);
        var directories = ServiceDirectories.For(definition);
        if (program is not null)
        {
            MsiRegistry.AddEventSource(definition, content);
            MsiFirewall.Add(definition, product, program, content);
            AddServices(definition, product, content, program, services, directories);
        }

        MsiRegistry.AddInstallFolder(definition, product, content);
        MsiUpgrade.AddVersions(definition, product, content);
        MsiUpgrade.AddRuntime(definition, product, content);
        MsiPurge.Add(directories, product, tree, content);
        MsiProperties.Add(definition, product, content, diagnostics);
    }

    private static void AddServices(
        ServiceDefinition definition, MsiProduct product, MsiContent content, MsiPlannedFile program,
        IReadOnlyList<ServiceRegistration> services, IReadOnlyList<OwnedDirectory> directories)
    {
        if (definition.Scope == ServiceScope.User)
        {
            // Each user's data are in each user's profile.
            MsiRegistry.AddLogOn(definition, program, content);
            return;
        }

        new MsiServices(definition, product, content).Add(services);
        foreach (var directory in directories)
        {
            var users = directory.Instance.Length == 0 ? services : services.Where(service => service.Instance == directory.Instance);
            content.AddDirectory(directory.Path, directory.IsReadOnly ? DirectoryAccess.ReadableBy(users) : DirectoryAccess.WritableBy(users));
        }
    }

    // Microsoft, "Feature Table".
    private const int Shown = 2;
    private const int Installed = 1;
    private const int NeverAdvertisedNorAbsent = 8 + 16;

    private static string FileNameOf(ServiceDefinition definition, MsiProduct product)
    {
        var identity = definition.Package;
        var architecture = definition.Project.RuntimeIdentifier[(definition.Project.RuntimeIdentifier.LastIndexOf('-') + 1)..];
        var version = identity.Version.IsPrerelease ? $"{product.Version}-{identity.Version.Release}" : product.Version;
        return string.Create(CultureInfo.InvariantCulture, $"{identity.Name}-{version}-{identity.Release}.{architecture}.msi");
    }
}
