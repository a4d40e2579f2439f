using ServicePackaging.Diagnostics;
using ServicePackaging.Model.Values;

namespace ServicePackaging.Model.Reading;

/// <summary>Understands what the developer wrote: texts in, a validated definition out.</summary>
public static class ServiceDefinitionReader
{
    /// <summary>Reads the definition as a Linux package format sees it.</summary>
    /// <param name="input">The developer's texts.</param>
    /// <param name="format">One of <see cref="PackageFormatNames"/>.</param>
    /// <param name="diagnostics">Receives every fault; the definition is not to be used when there is an error among them.</param>
    public static ServiceDefinition Read(ServiceInput input, string format, DiagnosticBag diagnostics)
    {
        var reader = new InputReader(input, Platform.Linux, format, diagnostics);
        var identity = IdentityReader.Read(reader, input.Project, diagnostics);
        var name = ReadName(reader.Properties, "ServiceName", NameRules.ToServiceName(identity.Name), NameRules.IsServiceName, "service name", "letters, digits and _ . : -", diagnostics);
        var scope = reader.Properties.Read("ServiceScope", ValueKinds.OneOf<ServiceScope>(), ServiceScope.System);
        var layout = ReadLayout(reader.Properties, identity.Name, format, diagnostics);
        var native = PackageRelations.For(format);
        var items = new ItemListReader(reader, input.Sources, layout, name, diagnostics);

        var definition = new ServiceDefinition
        {
            Package = identity,
            Project = input.Project,
            Name = name,
            DisplayName = reader.Properties.Line("ServiceDisplayName") ?? name,
            Description = FirstLine(reader.Properties.Text("ServiceDescription")) ?? identity.Summary,
            Identifier = ReadIdentifier(reader.Properties, identity, name, diagnostics),
            Layout = layout,
            Scope = scope,
            Account = ReadAccount(reader.Properties, identity.Name, diagnostics),
            Process = ProcessReader.Read(reader, input.Project, layout, name, diagnostics),
            StartMode = reader.Properties.Read("ServiceStartMode", ValueKinds.OneOf<ServiceStartMode>(), ServiceStartMode.Automatic),
            Restart = ReadRestart(reader),
            Hardening = reader.Properties.Read("ServiceHardening", ValueKinds.OneOf<ServiceHardening>(), ServiceHardening.Default),
            Limits = ReadLimits(reader.Properties),
            UpgradeMode = reader.Properties.Read(
                "ServiceUpgradeMode", ValueKinds.OneOf<ServiceUpgradeMode>(),
                input.Project.SingleFile ? ServiceUpgradeMode.RestartAfter : ServiceUpgradeMode.StopBefore),
            Directories = items.Directories(),
            Dependencies = items.Dependencies(),
            Instances = items.Instances(),
            Sockets = items.Sockets(),
            Timers = items.Timers(),
            Logs = items.Logs(),
            ConfigFiles = items.ConfigFiles(),
            EnvironmentFiles = items.EnvironmentFiles(),
            Files = items.Files(),
            Symlinks = items.Symlinks(),
            Hooks = items.Hooks(),
            Templates = items.Templates(),
            Relations = items.Relations(native),
            PackageFields = items.PackageFields(native),
            ServiceDirectives = items.Directives(),
        };
        DefinitionRules.Check(definition, reader.Properties, diagnostics);
        return definition;
    }

    /// <summary>A property that has to follow a rule for names; a name that does not is reported and replaced by the fallback.</summary>
    internal static string ReadName(
        ValueReader properties, string property, string fallback, Func<string, bool> rule, string what, string alphabet, DiagnosticBag diagnostics)
    {
        var value = properties.Line(property) ?? fallback;
        if (rule(value))
        {
            return value;
        }

        diagnostics.Report(DiagnosticCatalog.InvalidName, properties.Describe(property), value, what, alphabet, fallback);
        return fallback;
    }

    private static InstallLayout ReadLayout(ValueReader properties, string name, string format, DiagnosticBag diagnostics)
    {
        var conventional = InstallLayout.ForLinux(name, format);
        return conventional with
        {
            Install = Read("ServiceInstallDirectory", conventional.Install),
            Config = Read("ServiceConfigDirectory", conventional.Config),
            State = Read("ServiceStateDirectory", conventional.State),
            Log = Read("ServiceLogDirectory", conventional.Log),
        };

        string Read(string property, string fallback) =>
            properties.Line(property) is { } path && LinuxPaths.CheckOwnDirectory(properties.Describe(property), path, fallback, diagnostics)
                ? path
                : fallback;
    }

    private static ServiceAccount ReadAccount(ValueReader properties, string packageName, DiagnosticBag diagnostics)
    {
        const string alphabet = "lower case letters, digits, _ and -, at most 31, a letter or _ first";
        var own = NameRules.ToAccountName(packageName);
        var user = ReadName(properties, "ServiceUser", own, NameRules.IsAccountName, "user name", alphabet, diagnostics);
        var group = ReadName(properties, "ServiceGroup", user, NameRules.IsAccountName, "group name", alphabet, diagnostics);
        if (user == "root")
        {
            diagnostics.Report(DiagnosticCatalog.RunsAsRoot, properties.Describe("ServiceUser"), own);
        }

        return new ServiceAccount(user, group);
    }

    private static string ReadIdentifier(ValueReader properties, PackageIdentity identity, string name, DiagnosticBag diagnostics)
    {
        var organisation = NameRules.ToKebabCase(identity.Vendor);
        var fallback = $"{(organisation.Length == 0 ? "local" : organisation)}.{string.Join('.', name.Replace('_', '-').Replace(':', '-').Split('.', StringSplitOptions.RemoveEmptyEntries))}";
        return ReadName(
            properties, "ServiceIdentifier", fallback, NameRules.IsIdentifier, "reverse-DNS name", "letters, digits and - in parts joined by dots", diagnostics);
    }

    private static RestartPolicy ReadRestart(InputReader reader)
    {
        var defaults = new RestartPolicy();
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

    private static ResourceLimits ReadLimits(ValueReader properties) => new()
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
