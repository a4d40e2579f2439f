using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Platforms;
using ServicePackaging.Values;

namespace ServicePackaging.Reading;

/// <summary>Understands what the developer wrote: texts in, a validated definition out.</summary>
public static class ServiceDefinitionReader
{
    /// <summary>Reads the definition as a package format sees it.</summary>
    /// <param name="input">The developer's texts.</param>
    /// <param name="format">The format, and with it the platform.</param>
    /// <param name="diagnostics">Receives every fault; the definition is not to be used when there is an error among them.</param>
    public static ServiceDefinition Read(ServiceInput input, PackageFormat format, DiagnosticBag diagnostics)
    {
        MetadataRules.Check(input, diagnostics);
        var rules = PlatformRules.For(format.Platform);
        var reader = new InputReader(input, rules.Platform, format.Name, diagnostics);
        var identity = IdentityReader.Read(reader, input.Project, diagnostics);
        var name = reader.Properties.ReadName("ServiceName", NameRules.ToServiceName(identity.Name), rules.ServiceName.IsValid, "service name", rules.ServiceName.Alphabet);
        var scope = reader.Properties.Read("ServiceScope", ValueKinds.OneOf<ServiceScope>(), ServiceScope.System);
        var places = new PlaceReader(scope, rules, diagnostics);
        var layout = places.Read(reader.Properties, rules.LayoutFor(identity, format.Name));
        var native = PackageRelations.For(format.Name);
        var items = new ItemListReader(reader, input.Sources, layout, rules, name, diagnostics);

        var definition = new ServiceDefinition
        {
            Package = identity,
            Project = input.Project,
            Name = name,
            DisplayName = reader.Properties.Line("ServiceDisplayName") ?? name,
            Description = FirstLine(reader.Properties.Text("ServiceDescription")) ?? identity.Summary,
            Identifier = ReadIdentifier(reader, identity, diagnostics),
            Layout = layout,
            Scope = scope,
            Account = rules.ReadAccount(reader.Properties, identity, diagnostics),
            Process = ProcessReader.Read(reader, input.Project, layout, rules, name, diagnostics),
            StartMode = reader.Properties.Read("ServiceStartMode", ValueKinds.OneOf<ServiceStartMode>(), ServiceStartMode.Automatic),
            Restart = new RestartPolicy(),
            Hardening = ReadHardening(reader.Properties),
            Limits = ReadLimits(reader.Properties),
            UpgradeMode = reader.Properties.Read(
                "ServiceUpgradeMode", ValueKinds.OneOf<ServiceUpgradeMode>(),
                input.Project.SingleFile ? ServiceUpgradeMode.RestartAfter : ServiceUpgradeMode.StopBefore),
            Directories = items.Directories(),
            Dependencies = items.Dependencies(),
            Sockets = items.Sockets(),
            Timers = items.Timers(),
            Logs = items.Logs(items.HasInstances ? rules.Combine(layout.Log, "*") : layout.Log),
            ConfigFiles = items.ConfigFiles(),
            EnvironmentFiles = items.EnvironmentFiles(instance: ""),
            Files = items.Files(),
            Symlinks = items.Symlinks(),
            Hooks = items.Hooks(),
            Templates = items.Templates(),
            FirewallRules = items.FirewallRules(),
            ControlCommand = ReadControlCommand(reader.Properties, identity),
            HealthUrl = ReadHealthUrl(reader.Properties),
            InstallerResources = items.InstallerResources(),
            Icon = input.Project.IconPath.Length > 0 ? input.Sources.Find(input.Project.IconPath) : null,
            Relations = items.Relations(native),
            PackageFields = items.PackageFields(native),
            ServiceDirectives = items.Directives(),
        };
        definition = definition with { Restart = ReadRestart(reader, definition, rules) };
        definition = definition with { Instances = new InstanceReader(reader, items, places, definition, rules, diagnostics).Read() };
        DefinitionRules.CheckAll(definition, rules, diagnostics);
        foreach (var service in definition.Services.Prepend(definition).Distinct())
        {
            DefinitionRules.Check(service, diagnostics);
            rules.Check(service, diagnostics);
        }

        return definition;
    }

    /// <summary>Reads how far the service is fenced in.</summary>
    internal static ServiceHardening ReadHardening(ValueReader properties) =>
        properties.Read("ServiceHardening", ValueKinds.OneOf<ServiceHardening>(), ServiceHardening.Default);

    /// <summary>Reads where the service answers how it is.</summary>
    internal static string? ReadHealthUrl(ValueReader properties) => properties.Read<Uri?>("ServiceHealthUrl", ValueKinds.HttpUrl!, null)?.OriginalString;

    private static string? ReadControlCommand(ValueReader properties, PackageIdentity identity)
    {
        const string Property = "ServiceControlCommand";
        var said = properties.Line(Property);
        return said is not null && properties.ReadName(Property, identity.Name, NameRules.IsPackageName, "command name", "lower case letters, digits and -") == said ? said : null;
    }

    // From the package and not from the service: it is the same on every platform, also where the service is called otherwise on one of them.
    // Linux packages do not use it.
    private static string ReadIdentifier(InputReader reader, PackageIdentity identity, DiagnosticBag diagnostics)
    {
        const string Property = "ServiceIdentifier";
        var organisation = NameRules.ToKebabCase(identity.Vendor);
        var name = NameRules.ToServiceName(identity.Name).Replace('_', '-').Split('.', StringSplitOptions.RemoveEmptyEntries);
        var derived = $"{(organisation.Length == 0 ? "local" : organisation)}.{string.Join('.', name)}";
        if (reader.Platform != Platform.Linux && reader.Properties.Line(Property) is null && NameRules.LosesLetters(identity.Vendor))
        {
            diagnostics.Report(
                DiagnosticCatalog.LossyName, reader.Properties.Describe("ServicePackageVendor"), identity.Vendor, "identifier", derived, Property, "com.example.agent");
        }

        return reader.Properties.ReadName(Property, derived, NameRules.IsIdentifier, "reverse-DNS name", "letters, digits and - in parts joined by dots");
    }

    /// <summary>Reads what happens when the service ends.</summary>
    /// <param name="reader">What is set.</param>
    /// <param name="service">The service, whose kind decides what holds where nothing is set.</param>
    /// <param name="rules">The platform.</param>
    internal static RestartPolicy ReadRestart(InputReader reader, ServiceDefinition service, PlatformRules rules)
    {
        // A .NET host whose BackgroundService throws ends with exit code 0 (dotnet/runtime#67146): its success is no reason to stay down.
        var always = service is { Project.IsDotNet: true, IsLongRunning: true } && rules.RestartsAfterSuccess;
        var defaults = always ? new RestartPolicy { When = ServiceRestart.Always } : new RestartPolicy();
        var properties = reader.Properties;
        return new RestartPolicy
        {
            When = properties.Read("ServiceRestart", ValueKinds.OneOf<ServiceRestart>(), defaults.When),
            Delay = properties.Read("ServiceRestartDelay", ValueKinds.Duration, defaults.Delay),
            Limit = properties.ReadOptional("ServiceRestartLimit", ValueKinds.Integer(1, 10_000)),
            Window = properties.ReadOptional("ServiceRestartWindow", ValueKinds.PositiveDuration),
            Actions =
            [
                .. reader.Items("ServiceFailureAction").Select(item => new FailureAction(
                    item.ReadInclude(ValueKinds.OneOf<FailureActionKind>(), FailureActionKind.None),
                    item.Values.Read("Delay", ValueKinds.Duration, defaults.Delay))),
            ],
        };
    }

    /// <summary>Reads what the service may use.</summary>
    internal static ResourceLimits ReadLimits(ValueReader properties) => new()
    {
        MemoryMax = properties.Read<string?>("ServiceMemoryMax", ValueKinds.Memory!, null),
        MemoryHigh = properties.Read<string?>("ServiceMemoryHigh", ValueKinds.Memory!, null),
        MemorySwapMax = properties.Read<string?>("ServiceMemorySwapMax", ValueKinds.SwapMemory!, null),
        CpuQuota = properties.ReadOptional("ServiceCpuQuota", ValueKinds.CpuQuota),
        CpuWeight = properties.ReadOptional("ServiceCpuWeight", ValueKinds.Integer(1, 10_000)),
        IoWeight = properties.ReadOptional("ServiceIoWeight", ValueKinds.Integer(1, 10_000)),
        Tasks = properties.ReadOptional("ServiceTasksMax", ValueKinds.Integer(1, int.MaxValue)),
        OpenFiles = properties.ReadOptional("ServiceOpenFilesLimit", ValueKinds.Integer(16, int.MaxValue)),
        Processes = properties.ReadOptional("ServiceProcessLimit", ValueKinds.Integer(1, int.MaxValue)),
    };

    private static string? FirstLine(string? text) =>
        text?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
}
