namespace ServicePackaging.Model;

/// <summary>The account a service runs as.</summary>
/// <param name="User">The user's name, as the platform's service manager takes it.</param>
/// <param name="Group">The primary group's name; empty on Windows, where a service has none.</param>
public sealed record ServiceAccount(string User, string Group)
{
    /// <summary>The superuser, where there is one of that name.</summary>
    public static readonly ServiceAccount Root = new("root", "root");

    /// <summary>Whether it is the superuser, which no package creates.</summary>
    public bool IsRoot => User == Root.User;
}

/// <summary>The running process. Arguments, the working directory and environment values may hold directory tokens.</summary>
public sealed record ServiceProcess
{
    /// <summary>How long a service may take to stop where nothing is set: longer than a .NET host's own 30 seconds
    /// (HostOptions.ShutdownTimeout). A host that uses all of them still ends in order.</summary>
    public static readonly TimeSpan DefaultStopTimeout = TimeSpan.FromSeconds(45);

    /// <summary>How the manager learns that it is up.</summary>
    public required ServiceType Type { get; init; }

    /// <summary>The program that was named; null for the project's own.</summary>
    public ServiceProgram? Program { get; init; }

    /// <summary>The command line's words behind the program.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The directory it starts in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Its environment, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Its file mode creation mask, or null for the profile's.</summary>
    public UnixFileMode? UMask { get; init; }

    /// <summary>Its scheduling priority, from -20 to 19, or null.</summary>
    public int? Nice { get; init; }

    /// <summary>How long it may take to be up; null for the platform's default, <see cref="Timeout.InfiniteTimeSpan"/> for ever.</summary>
    public TimeSpan? StartTimeout { get; init; }

    /// <summary>How long it may take to stop before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = DefaultStopTimeout;

    /// <summary>The interval within which it has to give a sign of life, or null.</summary>
    public TimeSpan? Watchdog { get; init; }

    /// <summary>The signal that makes it read its configuration again, or null.</summary>
    public string? ReloadSignal { get; init; }

    /// <summary>The words of the command that stops it, or none.</summary>
    public IReadOnlyList<string> StopCommand { get; init; } = [];

    /// <summary>Where it writes its process number, or null.</summary>
    public string? PidFile { get; init; }

    /// <summary>Where standard output goes.</summary>
    public OutputTarget StandardOutput { get; init; } = OutputTarget.Journal;

    /// <summary>Where standard error goes; null means where standard output goes.</summary>
    public OutputTarget? StandardError { get; init; }

    /// <summary>The name its log lines carry.</summary>
    public required string LogIdentifier { get; init; }

    /// <summary>The files that output goes to, as they were written: standard output's first, and none where there is none.</summary>
    public IEnumerable<string> OutputFiles => new[] { StandardOutput.Path, StandardError?.Path }.OfType<string>();
}

/// <summary>Where an output stream goes.</summary>
/// <param name="Kind">The kind of place.</param>
/// <param name="Path">The file to append to; may hold directory tokens.</param>
/// <param name="Property">Which property or metadata names the file, for messages; empty where there is no file.</param>
public sealed record OutputTarget(OutputKind Kind, string? Path = null, string Property = "")
{
    /// <summary>The platform's log.</summary>
    public static readonly OutputTarget Journal = new(OutputKind.Journal);
}

/// <summary>Kinds of places for output.</summary>
public enum OutputKind
{
    /// <summary>The platform's log.</summary>
    Journal,

    /// <summary>Nowhere.</summary>
    Null,

    /// <summary>A file, appended to.</summary>
    File,
}

/// <summary>What happens when a service ends.</summary>
public sealed record RestartPolicy
{
    /// <summary>When it is started again.</summary>
    public ServiceRestart When { get; init; } = ServiceRestart.OnFailure;

    /// <summary>How long after.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>At how many starts within <see cref="Window"/> the manager gives up; null for never.</summary>
    public int? Limit { get; init; }

    /// <summary>The time that <see cref="Limit"/> counts in.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>What to do at the first, second and later failures, where the words above are not enough.</summary>
    public IReadOnlyList<FailureAction> Actions { get; init; } = [];
}

/// <summary>What to do at one failure.</summary>
/// <param name="Kind">The action.</param>
/// <param name="Delay">How long to wait before it.</param>
public sealed record FailureAction(FailureActionKind Kind, TimeSpan Delay);

/// <summary>What can be done at a failure.</summary>
public enum FailureActionKind
{
    /// <summary>Start the service again.</summary>
    Restart,

    /// <summary>Leave it.</summary>
    None,

    /// <summary>Restart the machine.</summary>
    Reboot,
}

/// <summary>What a service may use; null means no limit of ours.</summary>
public sealed record ResourceLimits
{
    /// <summary>Memory at which it is killed.</summary>
    public string? MemoryMax { get; init; }

    /// <summary>Memory at which it is slowed and reclaimed from.</summary>
    public string? MemoryHigh { get; init; }

    /// <summary>Swap space.</summary>
    public string? MemorySwapMax { get; init; }

    /// <summary>Processor time in percent of one processor.</summary>
    public int? CpuQuota { get; init; }

    /// <summary>Share of processor time under contention, from 1 to 10000; 100 is everybody's.</summary>
    public int? CpuWeight { get; init; }

    /// <summary>Share of I/O under contention, from 1 to 10000; 100 is everybody's.</summary>
    public int? IoWeight { get; init; }

    /// <summary>Threads and processes of this service.</summary>
    public int? Tasks { get; init; }

    /// <summary>Open files of each process.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>Processes of the service's user.</summary>
    public int? Processes { get; init; }
}

/// <summary>What a directory is for.</summary>
public enum DirectoryKind
{
    /// <summary>Kept from run to run.</summary>
    State,

    /// <summary>Log files.</summary>
    Logs,

    /// <summary>What can be made again.</summary>
    Cache,

    /// <summary>Gone when the service stops.</summary>
    Runtime,

    /// <summary>Configuration.</summary>
    Configuration,

    /// <summary>A path of the developer's choice.</summary>
    Custom,
}

/// <summary>A directory that the service owns.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Path">Relative to the kind's place (empty for the place itself); absolute for <see cref="DirectoryKind.Custom"/>.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Purge">Whether purging the package deletes it.</param>
public sealed record ServiceDirectory(DirectoryKind Kind, string Path, UnixFileMode Mode, bool Purge)
{
    /// <summary>The mode of a directory that nobody gave one: rwxr-x---.</summary>
    public const UnixFileMode DefaultMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
}

/// <summary>How strong a dependency is.</summary>
public enum DependencyKind
{
    /// <summary>Start after it, if it starts at all.</summary>
    After,

    /// <summary>Start it too, and after it.</summary>
    Wants,

    /// <summary>Start it too, after it, and not without it.</summary>
    Requires,

    /// <summary>The file systems that hold a path have to be mounted.</summary>
    Mounts,
}

/// <summary>Another service that must come first.</summary>
/// <param name="Kind">How strong the dependency is.</param>
/// <param name="Name">The other's name for this platform's service manager; for <see cref="DependencyKind.Mounts"/> an absolute path.</param>
public sealed record ServiceDependency(DependencyKind Kind, string Name);

/// <summary>One of several named instances of a service.</summary>
/// <param name="Service">The service as this instance is it: a whole definition with places of its own, and what was said of it alone.</param>
/// <param name="IsOwnKind">Whether something was said of it alone that its process is started with.</param>
public sealed record ServiceInstance(ServiceDefinition Service, bool IsOwnKind)
{
    /// <summary>The instance's name.</summary>
    public string Name => Service.Instance;
}

/// <summary>What a socket carries.</summary>
public enum SocketKind
{
    /// <summary>A connection.</summary>
    Stream,

    /// <summary>Single messages.</summary>
    Datagram,
}

/// <summary>A socket that starts the service when it is used.</summary>
/// <param name="Kind">What it carries.</param>
/// <param name="Address">A port, an address with port, or the absolute path of a local socket; may hold directory tokens and the instance's.</param>
/// <param name="Mode">Permission bits of a local socket.</param>
public sealed record ServiceSocket(SocketKind Kind, string Address, UnixFileMode Mode)
{
    /// <summary>Whether it is a file.</summary>
    public bool IsLocal => Address[0] == '/' || (Address[0] == '{' && !Address.StartsWith(ServiceDefinition.AnyInstance, StringComparison.Ordinal));
}

/// <summary>A schedule that starts the service.</summary>
/// <param name="Calendar">Points in time as systemd.time(7) writes calendar events, or null.</param>
/// <param name="Every">The interval, or null.</param>
/// <param name="RandomDelay">How far a start may be put off at random.</param>
/// <param name="Persistent">Whether a start that was missed while the machine was off is made up for.</param>
public sealed record ServiceTimer(string? Calendar, TimeSpan? Every, TimeSpan? RandomDelay, bool Persistent);

/// <summary>How often a log file is rotated.</summary>
public enum LogRotation
{
    /// <summary>Every day.</summary>
    Daily,

    /// <summary>Every week.</summary>
    Weekly,

    /// <summary>Every month.</summary>
    Monthly,
}

/// <summary>A log file to rotate.</summary>
/// <param name="Path">Absolute, or with directory tokens; may be a glob.</param>
/// <param name="Rotate">How often.</param>
/// <param name="Keep">How many old files are kept.</param>
/// <param name="Size">Rotate sooner past this size, or null.</param>
/// <param name="Compress">Whether old files are compressed.</param>
/// <param name="Reload">Whether the service is told to open its files anew; otherwise the file is copied and truncated.</param>
public sealed record ServiceLog(string Path, LogRotation Rotate, int Keep, string? Size, bool Compress, bool Reload);

/// <summary>A file the developer adds to the package.</summary>
/// <param name="Source">The file itself.</param>
/// <param name="PayloadPath">The path that the same file has in the published output, or null.</param>
/// <param name="TargetPath">Absolute path on the target machine.</param>
/// <param name="Mode">Permission bits, or null to go by content.</param>
/// <param name="Owner">Owner's name.</param>
/// <param name="Group">Group's name, or null where none is set: the platform decides.</param>
public sealed record PackagedFile(SourceFile Source, string? PayloadPath, string TargetPath, UnixFileMode? Mode, string Owner, string? Group);

/// <summary>A symbolic link the developer adds to the package.</summary>
/// <param name="Path">Absolute path of the link.</param>
/// <param name="Target">What it points to.</param>
public sealed record PackagedSymlink(string Path, string Target);

/// <summary>When a developer's hook runs.</summary>
public enum ScriptStage
{
    /// <summary>Before the files of a first installation are laid out.</summary>
    BeforeInstall,

    /// <summary>After a first installation, before the service starts.</summary>
    AfterInstall,

    /// <summary>After an upgrade, before the service starts again.</summary>
    AfterUpgrade,

    /// <summary>Before a removal, while the service still runs.</summary>
    BeforeRemove,

    /// <summary>After a removal.</summary>
    AfterRemove,

    /// <summary>When data is removed as well.</summary>
    Purge,
}

/// <summary>A developer's hook.</summary>
/// <param name="Stage">When it runs.</param>
/// <param name="Name">The name of its file, for whoever reads the script.</param>
/// <param name="Text">Its POSIX sh text.</param>
public sealed record ScriptHook(ScriptStage Stage, string Name, string Text);

/// <summary>What a resource is to the macOS Installer.</summary>
public enum InstallerPage
{
    /// <summary>The page before all others.</summary>
    Welcome,

    /// <summary>What has to be known first.</summary>
    Readme,

    /// <summary>What has to be agreed to.</summary>
    License,

    /// <summary>The page behind all others.</summary>
    Conclusion,

    /// <summary>The picture behind the pages.</summary>
    Background,
}

/// <summary>A page or picture that an installer with a user interface shows.</summary>
/// <param name="Page">What it is.</param>
/// <param name="Name">Its file name.</param>
/// <param name="Source">The file.</param>
public sealed record InstallerResource(InstallerPage Page, string Name, SourceFile Source);

/// <summary>What a port speaks.</summary>
public enum PortProtocol
{
    /// <summary>Connections.</summary>
    Tcp,

    /// <summary>Single messages.</summary>
    Udp,
}

/// <summary>A port that the firewall lets through to the program.</summary>
/// <param name="Port">From 1 to 65535.</param>
/// <param name="Protocol">What it speaks.</param>
public sealed record FirewallRule(int Port, PortProtocol Protocol);

/// <summary>A native relation to another package.</summary>
/// <param name="Kind">The relation's native name, such as Recommends.</param>
/// <param name="Name">The other package, or alternatives.</param>
/// <param name="Version">Operator and version, or null.</param>
public sealed record PackageRelation(string Kind, string Name, string? Version)
{
    private static readonly char[] OperatorCharacters = ['<', '=', '>'];

    /// <summary>The comparison that <see cref="Version"/> begins with; empty without a version.</summary>
    public string Operator => Version is { } text ? text[..^text.TrimStart(OperatorCharacters).Length] : "";

    /// <summary>The version that is compared with; empty without one.</summary>
    public string ComparedVersion => Version is { } text ? text.TrimStart(OperatorCharacters).Trim() : "";
}

/// <summary>A native name and value beyond the model.</summary>
/// <param name="Section">The section it belongs to; empty where there are none.</param>
/// <param name="Name">Its native name.</param>
/// <param name="Value">Its native value.</param>
public sealed record NativeField(string Section, string Name, string Value);
