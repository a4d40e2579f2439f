using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Converts the developer's texts to a validated definition.</summary>
internal static class ServiceDefinitionReader
{
    private const string LocalOrganisation = "local";

    /// <summary>Reads the definition as a package format sees it.</summary>
    /// <param name="input">The developer's texts.</param>
    /// <param name="target">The format, and with it the platform.</param>
    /// <param name="diagnostics">Receives every fault. If one of them is an error, the definition must not be used.</param>
    public static ServiceDefinition Read(ServiceInput input, ReadingTarget target, DiagnosticBag diagnostics)
    {
        MetadataRules.Check(input, target, diagnostics);
        var rules = PlatformRules.For(target.Platform);
        var reader = new InputReader(input, target, diagnostics);
        var properties = reader.Properties;
        var project = IdentityReader.Check(input.Project, diagnostics);
        var identity = IdentityReader.Read(reader, project, diagnostics);
        var name = ReadServiceName(properties, identity, rules, diagnostics);
        var scope = properties.Read(ServiceProperties.Scope);
        var layouts = new LayoutReader(scope, rules, diagnostics);
        var layout = layouts.Read(properties, ConventionalLayout(rules, identity, target));
        var account = new AccountReader(properties, identity, diagnostics).Read(rules);
        var context = new ReadingContext(reader, input.Sources, layout, rules, scope, name, account, diagnostics);
        var (items, packageItems) = (new ServiceItemReader(context), new PackageItemReader(context));
        var definition = new ServiceDefinition
        {
            Package = identity,
            Project = project,
            Name = name,
            DisplayName = properties.Title(ServiceProperties.DisplayName) ?? name,
            Description = ShortDescription(properties.Text(ServiceProperties.Description), identity),
            Identifier = ReadIdentifier(reader, identity, diagnostics),
            Layout = layout,
            Scope = scope,
            Account = account,
            Process = new ProcessReader(reader, project, context).Read(layout),
            Restart = new RestartPolicy(),
            Limits = new ResourceLimits(),
            UpgradeMode = input.Project.SingleFile ? ServiceUpgradeMode.RestartAfter : ServiceProperties.UpgradeMode.Default,
            ControlCommand = ReadControlCommand(properties, identity),
            Icon = input.Project.IconPath.Length > 0 ? input.Sources.Find(input.Project.IconPath) : null,
        };
        definition = AddItems(definition, items, packageItems, rules);
        definition = AddWritablePaths(definition, packageItems.WritablePaths());
        definition = AddLicense(definition, rules);
        definition = SettingsReader.Apply(properties, PropertyScope.Package, definition);
        definition = SettingsReader.ApplyRestart(properties, rules, definition);
        definition = definition with { Instances = new InstanceReader(context, items, packageItems, layouts, definition).Read() };
        DefinitionRules.Check(definition, rules, diagnostics);
        return definition;
    }

    private static ServiceDefinition AddItems(
        ServiceDefinition definition, ServiceItemReader items, PackageItemReader packageItems, PlatformRules rules) => definition with
        {
            Restart = definition.Restart with { Actions = items.FailureActions() },
            Directories = items.Directories(),
            Dependencies = items.Dependencies(),
            Sockets = items.Sockets(),
            Timers = items.Timers(),
            Logs = items.Logs(items.HasInstances ? rules.Combine(definition.Layout.Log, "*") : definition.Layout.Log),
            FirewallRules = items.FirewallRules(),
            ServiceDirectives = items.Directives(),
            ConfigFiles = packageItems.ConfigFiles(),
            EnvironmentFiles = packageItems.EnvironmentFiles(instance: ""),
            Files = packageItems.Files(),
            Symlinks = packageItems.Symlinks(),
            Hooks = packageItems.Hooks(),
            Templates = packageItems.Templates(),
            InstallerResources = packageItems.InstallerResources(),
            Relations = packageItems.Relations(),
            OptionalFiles = packageItems.OptionalFiles(),
            PackageFields = packageItems.PackageFields(),
            Acknowledged = packageItems.Acknowledged(),
        };

    // The service may not write to the directory of its program, so that the files are in its data directory.
    private static ServiceDefinition AddWritablePaths(ServiceDefinition definition, List<string> paths)
    {
        var directories = from path in paths
                          where path.EndsWith('/')
                          select new ServiceDirectory(DirectoryKind.State, path.TrimEnd('/'), ServiceDirectory.DefaultMode, Purge: true);
        var links = from path in paths
                    let name = path.TrimEnd('/')
                    select new PackagedSymlink($"{definition.Layout.Install}/{name}", $"{definition.Layout.State}/{name}");
        return definition with
        {
            WritablePaths = paths,
            Directories = [.. definition.Directories, .. directories.Where(directory => !definition.Directories.Contains(directory))],
            Symlinks = [.. definition.Symlinks, .. links],
        };
    }

    // Windows has no place for licenses, so that the license is beside the program.
    private static ServiceDefinition AddLicense(ServiceDefinition definition, PlatformRules rules)
    {
        if (rules.Platform != Platform.Windows || definition.Package.LicenseFile is not { } license)
        {
            return definition;
        }

        var path = rules.Combine(definition.Layout.Install, license.Name);
        var isDeclared = definition.Files.Any(file => rules.FileNameComparer.Equals(file.TargetPath, path));
        return isDeclared ? definition : definition with
        {
            Files = [.. definition.Files, new(license.Source, license.Name, path, Mode: null, ServiceAccount.Root.User, Group: null)],
        };
    }

    private static InstallLayout ConventionalLayout(PlatformRules rules, PackageIdentity identity, ReadingTarget target)
    {
        var layout = rules.LayoutFor(identity);
        return target.EnvironmentDirectory is { } directory ? layout with { Environment = directory } : layout;
    }

    private static string ReadServiceName(
        ValueReader properties, PackageIdentity identity, PlatformRules rules, DiagnosticBag diagnostics)
    {
        var row = ServiceProperties.Name;
        var derived = NameRules.ToServiceName(identity.Name);
        if (NameRules.LosesInServiceName(identity.Name) && properties.Line(row) is null)
        {
            diagnostics.Report(
                DiagnosticCatalog.LossyName, ServiceProperties.PackageName, identity.Name, "service name", derived, row, "acme-agent");
        }

        return properties.ReadName(row, derived, rules.ServiceName.IsValid, "service name", rules.ServiceName.Alphabet);
    }

    private static string? ReadControlCommand(ValueReader properties, PackageIdentity identity)
    {
        var row = ServiceProperties.ControlCommand;
        return properties.Line(row) is { } name
            && properties.ReadName(row, identity.Name, NameRules.IsPackageName, "command name", "lower case letters, digits and -") == name
                ? name
                : null;
    }

    // Derived from the package and not from the service, so that it is the same on every platform, even if the service has another name on
    // one of them. Linux packages do not use it.
    private static string ReadIdentifier(InputReader reader, PackageIdentity identity, DiagnosticBag diagnostics)
    {
        var properties = reader.Properties;
        var organisation = NameRules.ToKebabCase(identity.Vendor);
        var name = NameRules.ToServiceName(identity.StableName).Replace('_', '-').Split('.', StringSplitOptions.RemoveEmptyEntries);
        var derived = $"{(organisation.Length == 0 ? LocalOrganisation : organisation)}.{string.Join('.', name)}";
        if (reader.Target.Platform != Platform.Linux && properties.Line(ServiceProperties.Identifier) is null)
        {
            ReportLossyIdentifier(properties, identity, derived, diagnostics);
        }

        return properties.ReadName(
            ServiceProperties.Identifier, derived, NameRules.IsIdentifier,
            "reverse-DNS name", "letters, digits and - in parts joined by dots");
    }

    private static void ReportLossyIdentifier(
        ValueReader properties, PackageIdentity identity, string derived, DiagnosticBag diagnostics)
    {
        var (subject, value) =
            NameRules.LosesLetters(identity.Vendor) ? (properties.Describe(ServiceProperties.Vendor), identity.Vendor)
            : NameRules.LosesInServiceName(identity.Name) ? (ServiceProperties.PackageName.Name, identity.Name)
            : default;
        if (subject is not null)
        {
            diagnostics.Report(
                DiagnosticCatalog.LossyName, subject, value, "identifier", derived, ServiceProperties.Identifier, "com.example.agent");
        }
    }

    // The first line, unless it is only a part of a sentence.
    private static string ShortDescription(string? text, PackageIdentity identity)
    {
        var line = text?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return line is not null && line.TrimEnd('.') == identity.Summary ? line : identity.Summary;
    }
}
