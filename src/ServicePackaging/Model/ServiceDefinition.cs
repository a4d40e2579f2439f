namespace ServicePackaging.Model;

/// <summary>A service and its package as the developer declared them, validated and as one platform sees them. Texts may contain tokens
/// such as <c>{ConfigDirectory}</c> if their doc comment mentions it.</summary>
public sealed record ServiceDefinition
{
    private const UnixFileMode AllOfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode AllOfOthers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The identity of the package.</summary>
    public required PackageIdentity Package { get; init; }

    /// <summary>What the build knows about the program.</summary>
    public required ProjectFacts Project { get; init; }

    /// <summary>The service's name, which is the name of the systemd unit without its suffix.</summary>
    public required string Name { get; init; }

    /// <summary>The display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What the service does, in a line.</summary>
    public required string Description { get; init; }

    /// <summary>The reverse-DNS name.</summary>
    public required string Identifier { get; init; }

    /// <summary>The directories of the service.</summary>
    public required InstallLayout Layout { get; init; }

    /// <summary>Whether it is a system service or a service of each user.</summary>
    public ServiceScope Scope { get; init; }

    /// <summary>The account it runs as.</summary>
    public required ServiceAccount Account { get; init; }

    /// <summary>How the process runs.</summary>
    public required ServiceProcess Process { get; init; }

    /// <summary>Whether it starts automatically.</summary>
    public ServiceStartMode StartMode { get; init; }

    /// <summary>What happens when it ends.</summary>
    public required RestartPolicy Restart { get; init; }

    /// <summary>How strictly it is sandboxed.</summary>
    public ServiceHardening Hardening { get; init; } = ServiceHardening.Default;

    /// <summary>The resources that it may use.</summary>
    public required ResourceLimits Limits { get; init; }

    /// <summary>When an upgrade stops the old process.</summary>
    public ServiceUpgradeMode UpgradeMode { get; init; }

    /// <summary>Whether it is restarted after an upgrade of the shared .NET runtime.</summary>
    public bool RestartsAfterRuntimeUpgrade { get; init; } = true;

    /// <summary>The directories that it owns.</summary>
    public IReadOnlyList<ServiceDirectory> Directories { get; init; } = [];

    /// <summary>What the program writes beside itself: paths below its directory, a directory with a slash at its end.</summary>
    public IReadOnlyList<string> WritablePaths { get; init; } = [];

    /// <summary>Groups of the system that its account is a member of on Linux, joined with spaces; null for none.</summary>
    public string? SupplementaryGroups { get; init; }

    /// <summary>The capabilities that the service has on Linux, such as <c>CAP_NET_BIND_SERVICE</c>, joined with spaces; null for
    /// none.</summary>
    public string? Capabilities { get; init; }

    /// <summary>Other services that it depends on.</summary>
    public IReadOnlyList<ServiceDependency> Dependencies { get; init; } = [];

    /// <summary>Named instances; if there are none, there is one service without a name.</summary>
    public IReadOnlyList<ServiceInstance> Instances { get; init; } = [];

    /// <summary>The name of the instance that this definition is for; empty for the service itself, and <see cref="AnyInstance"/> for the
    /// settings that all instances have in common.</summary>
    public string Instance { get; init; } = "";

    /// <summary>The placeholder for the name of any instance.</summary>
    public static string AnyInstance { get; } = $"{{{DirectoryTokens.Instance}}}";

    /// <summary>What runs: the service, or each of its instances.</summary>
    public IReadOnlyList<ServiceDefinition> Services => Instances.Count == 0 ? [this] : [.. Instances.Select(instance => instance.Service)];

    /// <summary>Whether all instances run as the service's own account.</summary>
    public bool IsOneAccount => Instances.All(instance => instance.Service.Account == Account);

    /// <summary>The log files to rotate, and the service that writes them. One pattern covers all instances, unless an instance has its own
    /// directories or its own account.</summary>
    public IEnumerable<(ServiceLog Log, ServiceDefinition Service)> RotatedLogs =>
        (IsOneAccount && Instances.All(instance => instance.Service.Layout.Log == $"{Layout.Log}/{instance.Name}") ? [this] : Services)
        .SelectMany(service => service.Logs.Select(log => (log, service)));

    /// <summary>The name of a directory of the service. For an instance, the instance's directory below it.</summary>
    internal string WithInstance(string name) => Instance.Length > 0 ? $"{name}/{Instance}" : name;

    /// <summary>The definition for an instance without any overrides, which has its own directories.</summary>
    /// <param name="instance">The instance's name.</param>
    /// <param name="separator">The separator between the names of a path.</param>
    internal ServiceDefinition ForInstance(string instance, char separator) =>
        this with
        {
            Instance = instance,
            Instances = [],
            Layout = Layout.ForInstance(instance, separator),
            Directories =
            [
                .. from directory in Directories
                   select directory with { Path = directory.Path.Replace(AnyInstance, instance, StringComparison.Ordinal) },
            ],
        };

    /// <summary>Sockets that start it.</summary>
    public IReadOnlyList<ServiceSocket> Sockets { get; init; } = [];

    /// <summary>Schedules that start it.</summary>
    public IReadOnlyList<ServiceTimer> Timers { get; init; } = [];

    /// <summary>Log files to rotate.</summary>
    public IReadOnlyList<ServiceLog> Logs { get; init; } = [];

    /// <summary>Files that the administrator edits.</summary>
    public IReadOnlyList<PackagedFile> ConfigFiles { get; init; } = [];

    /// <summary>Environment files that the administrator edits.</summary>
    public IReadOnlyList<PackagedFile> EnvironmentFiles { get; init; } = [];

    /// <summary>Further files.</summary>
    public IReadOnlyList<PackagedFile> Files { get; init; } = [];

    /// <summary>Further symbolic links.</summary>
    public IReadOnlyList<PackagedSymlink> Symlinks { get; init; } = [];

    /// <summary>The developer's own script hooks.</summary>
    public IReadOnlyList<ScriptHook> Hooks { get; init; } = [];

    /// <summary>The developer's replacements for generated texts, by the text's key.</summary>
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>();

    /// <summary>The paragraphs that package managers show after the summary; never empty.</summary>
    public string ExtendedDescription => Package.Description.Length > 0
        ? Package.Description
        : $"This package installs {DisplayName} and runs it as the systemd\nservice {Name}.";

    /// <summary>The file mode creation mask: the one that is set, otherwise that of the hardening level; null for the manager's
    /// own.</summary>
    public UnixFileMode? UMask => Process.UMask ?? Hardening switch
    {
        ServiceHardening.Default => UnixFileMode.GroupWrite | AllOfOthers,
        ServiceHardening.Strict => AllOfGroup | AllOfOthers,
        _ => null,
    };

    /// <summary>The developer's hooks of a stage, in order.</summary>
    public IReadOnlyList<ScriptHook> HooksAt(ScriptStage stage) => [.. Hooks.Where(hook => hook.Stage == stage)];

    /// <summary>Whether only its sockets start it: they are enabled, and the service waits for them.</summary>
    public bool IsOnDemand => Sockets.Count > 0 && StartMode == ServiceStartMode.Manual;

    /// <summary>Whether it runs until it is stopped: its exit does not mean that it is done, and no schedule or connection starts it
    /// again.</summary>
    public bool IsLongRunning => Process.Type != ServiceType.Oneshot && Timers.Count == 0 && !IsOnDemand;

    /// <summary>Whether installing it enables and starts something.</summary>
    public bool IsEnabledAtInstallation => StartMode is ServiceStartMode.Automatic or ServiceStartMode.Delayed || IsOnDemand;

    /// <summary>Ports that the firewall opens, on platforms whose packages open them.</summary>
    public IReadOnlyList<FirewallRule> FirewallRules { get; init; } = [];

    /// <summary>What an installer with a user interface shows.</summary>
    public IReadOnlyList<InstallerResource> InstallerResources { get; init; } = [];

    /// <summary>The name of the management command that is installed, or null.</summary>
    public string? ControlCommand { get; init; }

    /// <summary>The address of the health check, or null; may contain the token of the instance.</summary>
    public string? HealthUrl { get; init; }

    /// <summary>The program's icon, or null.</summary>
    public SourceFile? Icon { get; init; }

    /// <summary>Native relations to other packages.</summary>
    public IReadOnlyList<PackageRelation> Relations { get; init; } = [];

    /// <summary>Patterns of native files in the payload that the service can do without.</summary>
    public IReadOnlyList<string> OptionalFiles { get; init; } = [];

    /// <summary>Native metadata of the package beyond the model.</summary>
    public IReadOnlyList<NativeField> PackageFields { get; init; } = [];

    /// <summary>Properties and items whose lack of support on this platform the developer has accepted.</summary>
    public IReadOnlySet<string> Acknowledged { get; init; } = new HashSet<string>();

    /// <summary>Native directives of the service manager beyond the model.</summary>
    public IReadOnlyList<NativeField> ServiceDirectives { get; init; } = [];
}
