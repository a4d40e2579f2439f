using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Model.Platforms;
using ServicePackaging.Msi.Wix;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>A Windows Installer package decided on.</summary>
public sealed record MsiPlan : PackagePlan
{
    // Microsoft, "Feature Table".
    private const int Shown = 2;
    private const int Installed = 1;
    private const int NeverAdvertisedNorAbsent = 8 + 16;

    // Cabinets have MS-DOS's times, which begin here; SOURCE_DATE_EPOCH may say 0.
    private static readonly DateTimeOffset Oldest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MsiProduct _product;
    private readonly string _name;
    private readonly ProjectFacts _project;
    private readonly IReadOnlyList<MsiPlannedFile> _files;

    private MsiPlan(MsiPackage package, MsiProduct product, ServiceDefinition definition, MsiContent content)
    {
        Package = package;
        _product = product;
        _name = definition.Package.Name;
        _project = definition.Project;
        _files = [.. content.Files.Values];
        FileName = FileNameOf(definition, product);
        Listing = content.Listing();
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
        [.. Package.Rows.GroupBy(row => row.Table).OrderBy(table => table.Key.Name, StringComparer.Ordinal).Select(table => KeyValuePair.Create(table.Key.Name + ".idt", Render(table.Key, table)))];

    /// <summary>The tables, and the same package as a project of WiX.</summary>
    public override IReadOnlyList<KeyValuePair<string, string>> Sources =>
        [.. Texts, .. WixTexts.Create(Package, _files, _name, FileName, _project)];

    /// <summary>Decides on the package.</summary>
    /// <exception cref="ArgumentException">The tables of a package have no room for what the definition says; the message names it.</exception>
    public static MsiPlan Create(PackageRequest request, DiagnosticBag diagnostics)
    {
        var (definition, payload, timestamp, _) = request;
        var product = MsiProduct.Create(definition, diagnostics);
        var tree = new MsiTree(product, definition.Layout);
        var content = new MsiContent(product, tree);
        Add(definition, product, tree, content, payload, diagnostics);
        MsiSequences.RequireRoom(content.Actions);

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
            Timestamp = timestamp < Oldest ? Oldest : timestamp,
            Compression = request.DeflateOrNone("Windows Installer packages", diagnostics),
        };
        return new MsiPlan(package, product, definition, content);
    }

    /// <inheritdoc/>
    /// <exception cref="DiagnosticException">What was written is not what Windows Installer asks for; nothing is left of it.</exception>
    public override void Write(string path, CancellationToken cancellationToken)
    {
        try
        {
            MsiWriter.Write(Package, path, cancellationToken);
        }
        catch (PackageFaultException e)
        {
            throw new DiagnosticException(PackageDiagnostics.InstallerAudit, path, e.Faults[0].Rule, e.Faults[0].Message);
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
        var directories = OwnedDirectories.For(definition, WindowsRules.Instance);
        if (program is not null)
        {
            MsiRegistry.AddEventSource(definition, product, content);
            MsiFirewall.Add(definition, product, program, content);
            MsiControl.Add(definition, services, content, diagnostics);
            AddServices(definition, product, content, program, services, directories);
        }

        content.AddDirectory(definition.Layout.Install, DirectoryAccess.Program);
        MsiRegistry.AddInstallFolder(definition, content);
        MsiRegistry.AddUser(definition, content);
        MsiVariables.Add(definition, content);
        MsiUpgrade.AddVersions(definition, product, content);
        MsiUpgrade.AddRuntime(definition, product, content);
        MsiUpgrade.AddPassword(definition, content);
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
            if (definition.IsEnabledAtInstallation)
            {
                MsiRegistry.AddLogOn(definition, program, content);
            }

            return;
        }

        new MsiServices(definition, product, content).Add(services);
        foreach (var directory in directories)
        {
            var users = directory.Instance.Length == 0 ? services : services.Where(service => service.Instance == directory.Instance);
            // What one account may change must not hold what is another's.
            var isReadOnly = directory.IsReadOnly || (directory is { Instance: "", Kind: not DirectoryKind.Custom } && !definition.IsOneAccount);
            content.AddDirectory(directory.Path, isReadOnly ? DirectoryAccess.ReadableBy(users) : DirectoryAccess.WritableBy(users));
        }
    }

    private static string Render(MsiTable table, IEnumerable<MsiRow> rows)
    {
        var lines = rows.Select(row => string.Join('\t', row.Cells)).Order(StringComparer.Ordinal);
        return string.Concat(lines.Prepend(string.Join('\t', table.Columns.Select(column => column.Name))).Select(line => line + "\n"));
    }

    private static string FileNameOf(ServiceDefinition definition, MsiProduct product)
    {
        var identity = definition.Package;
        var architecture = definition.Project.RuntimeIdentifier[(definition.Project.RuntimeIdentifier.LastIndexOf('-') + 1)..];
        var version = identity.Version.IsPrerelease ? $"{product.Version}-{identity.Version.Release}" : product.Version;
        return string.Create(CultureInfo.InvariantCulture, $"{identity.Name}-{version}-{identity.Release}.{architecture}.msi");
    }
}
