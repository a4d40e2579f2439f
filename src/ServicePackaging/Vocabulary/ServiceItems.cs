using ServicePackaging.Model;
using ServicePackaging.Values;

namespace ServicePackaging.Vocabulary;

/// <summary>The items of the public vocabulary: one row each. Items that belong to one package format are rows of that format.</summary>
internal static class ServiceItems
{
    private const UnixFileMode DefaultSocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    // Filled by the rows below, in their order.
    private static readonly List<ServiceItem> Rows = [];

    /// <summary>The platforms that an item is for.</summary>
    public static readonly ItemMetadata<string?> Platforms =
        Text("Platforms", "The platforms that the item applies to; all if not set", isList: true);

    /// <summary>The package formats that an item is for.</summary>
    public static readonly ItemMetadata<string?> Formats =
        Text("Formats", "The package formats that the item applies to; all if not set", isList: true);

    public static readonly ItemMetadata<string?> TargetPath = Text("TargetPath", "Where it is installed, or what a link points to");
    public static readonly ItemMetadata<UnixFileMode?> Mode =
        new("Mode", ValueKinds.FileMode.Optional(), null, "The permission bits of the installed file on Linux and macOS");
    public static readonly ItemMetadata<string?> Owner = Text("Owner", "The account that owns the installed file on Linux and macOS");
    public static readonly ItemMetadata<string?> Group = Text("Group", "The group of the installed file on Linux and macOS");
    public static readonly ItemMetadata<string?> Value = Text("Value", "The value of that name");
    public static readonly ItemMetadata<string?> Version =
        Text("Version", "The versions it applies to, with an operator such as `>=`");

    public static readonly ItemMetadata<string?> FormerPath =
        Text("FormerPath", "The path that the file had in earlier versions; an upgrade moves a file that was changed there");

    public static readonly ServiceItem ConfigFile = Row(new ServiceItem(
        "ServiceConfigFile", "file", [TargetPath, FormerPath, Mode, Owner, Group],
        "Configuration that the administrator edits: a conffile in the configuration directory. If it is also published, a link replaces "
        + "it beside the program; Windows has no links, and there it is only in the configuration directory")
    {
        IsFile = true,
    });

    public static readonly ItemMetadata<DirectoryKind> DirectoryKindOf =
        new(
            "Kind", ValueKinds.OneOf<DirectoryKind>(), DirectoryKind.State,
            "What the directory holds, which decides where it is and how long it is kept", "State, Logs, Cache, Runtime, Configuration");

    public static readonly ItemMetadata<UnixFileMode> DirectoryMode =
        new("Mode", ValueKinds.FileMode, ServiceDirectory.DefaultMode, "The permission bits of the directory on Linux and macOS");
    public static readonly ItemMetadata<bool> Purge =
        new("Purge", ValueKinds.Boolean, true, "Whether purging the package deletes the directory");

    public static readonly ServiceItem Directory = Row(new ServiceItem(
        "ServiceDirectory", "name below the directory of its kind (`.` for that directory itself), or an absolute path",
        [DirectoryKindOf, DirectoryMode, Purge],
        "A directory that the service owns. Purging the package deletes it, unless it is an absolute path or `Purge=false`; what is "
        + "kept also keeps the directories above it"));

    public static readonly ServiceItem WritablePath = Row(new ServiceItem(
        "ServiceWritablePath", "path below the directory of the program; with `/` at its end for a directory", [],
        "A file or directory that the program writes beside itself. It is in the data directory, and a link beside the program leads to "
        + "it; Windows has no links"));

    public static readonly ServiceItem Environment = Row(new ServiceItem("ServiceEnvironment", "name", [Value], "An environment variable"));

    public static readonly ItemMetadata<string?> EnvironmentFileInstance =
        Text("Instance", "The instance whose variables the file holds; all instances if not set");

    public static readonly ServiceItem EnvironmentFile = Row(new ServiceItem(
        "ServiceEnvironmentFile", "file", [TargetPath, Mode, Owner, Group, EnvironmentFileInstance],
        "The file of variables that the administrator edits, `/etc/default/<name>` (rpm: `/etc/sysconfig/<name>`); otherwise one is "
        + "generated. The file of one `Instance` is `<name>-<instance>`")
    {
        IsFile = true,
    });

    public static readonly ItemMetadata<DependencyKind> DependencyKindOf =
        new(
            "Kind", ValueKinds.OneOf<DependencyKind>(), DependencyKind.Wants, "How strongly the service depends on the other one",
            "Wants, After, Requires, Mounts");

    public static readonly ItemMetadata<string?> SystemdName = Text("Systemd", "The name of the systemd unit, if it differs");
    public static readonly ItemMetadata<string?> WindowsName = Text("Windows", "The name of the Windows service, if it differs");

    public static readonly ServiceItem Dependency = Row(new ServiceItem(
        "ServiceDependency", "name, or a path for Mounts", [DependencyKindOf, SystemdName, WindowsName],
        "Another service that must be started first"));

    public static readonly ItemMetadata<TimeSpan> FailureDelay =
        new("Delay", ValueKinds.Duration, ServiceProperties.RestartDelay.Default, "How long to wait before the action");

    public static readonly ServiceItem FailureAction = Row(new ServiceItem(
        "ServiceFailureAction", "`Restart`, `None` or `Reboot`", [FailureDelay], "What to do at the first, second and later failures"));

    public static readonly ItemMetadata<string?> InstanceEnvironment =
        Text(
            "Environment", "Further environment variables of the instance, joined with `;`; a value that contains `;` is in quotes",
            "A=1;B=2;C=\"x;y\"");

    public static readonly ServiceItem Instance = Row(new ServiceItem(
        "ServiceInstance", "name",
        [
            InstanceEnvironment,
            .. ServiceProperties.All.Where(property => property.InstanceMetadata is not null)
                .Select(property => new ItemMetadata<string?>(property.InstanceMetadata!, ValueKinds.Line, null, property.Meaning)),
        ],
        "One of several instances, `<name>@<instance>.service`. Its metadata override the `Service…` properties of the same names for this "
        + "instance; `Environment` adds variables"));

    public static readonly ItemMetadata<SocketKind> SocketKindOf =
        new(
            "Kind", ValueKinds.OneOf<SocketKind>(), SocketKind.Stream, "The kind of socket: TCP is a stream, UDP sends datagrams",
            "Stream, Datagram");

    public static readonly ItemMetadata<UnixFileMode> SocketMode =
        new("Mode", ValueKinds.FileMode, DefaultSocketMode, "The permission bits of a socket that is a path");

    public static readonly ServiceItem Socket = Row(new ServiceItem(
        "ServiceSocket", "port, address:port, or path", [SocketKindOf, SocketMode],
        "A socket that starts the service; each instance has its own, with `{Instance}` or a directory such as `{RuntimeDirectory}` in its "
        + "address"));

    public static readonly ItemMetadata<string?> TimerCalendar =
        Text("Calendar", "When the service starts, as a systemd calendar event such as `daily` or `Mon *-*-* 03:00`");
    public static readonly ItemMetadata<TimeSpan?> TimerEvery =
        new("Every", ValueKinds.Duration.Optional(), null, "The time from one start to the next");
    public static readonly ItemMetadata<TimeSpan?> TimerRandomDelay =
        new("RandomDelay", ValueKinds.Duration.Optional(), null, "The longest random delay that is added to each start");
    public static readonly ItemMetadata<bool> TimerPersistent =
        new("Persistent", ValueKinds.Boolean, true, "Whether a start that was missed while the machine was off is made up for");

    public static readonly ServiceItem Timer = Row(new ServiceItem(
        "ServiceTimer", "name", [TimerCalendar, TimerEvery, TimerRandomDelay, TimerPersistent],
        "A schedule (`Calendar` or `Every`) that starts the service, instead of starting it at boot"));

    public static readonly ItemMetadata<LogRotation> LogRotate =
        new("Rotate", ValueKinds.OneOf<LogRotation>(), LogRotation.Weekly, "How often the file is rotated", "Daily, Weekly, Monthly");

    public static readonly ItemMetadata<int> LogKeep =
        new("Keep", ValueKinds.Integer(0, 10_000), 4, "How many rotated files are kept");
    public static readonly ItemMetadata<string?> LogSize =
        new("Size", ValueKinds.Size, null, "The size at which the file is rotated early");
    public static readonly ItemMetadata<bool> LogCompress =
        new("Compress", ValueKinds.Boolean, true, "Whether rotated files are compressed");
    public static readonly ItemMetadata<bool> LogReload =
        new("Reload", ValueKinds.Boolean, false, "Whether the service is told to reopen the file, instead of truncating a copied file");

    public static readonly ServiceItem Log = Row(new ServiceItem(
        "ServiceLog", "file in the log directory; `.` for every .log in it", [LogRotate, LogKeep, LogSize, LogCompress, LogReload],
        "A log file to rotate; copied and truncated unless `Reload=true` tells the service to open it again"));

    public static readonly ServiceItem File = Row(new ServiceItem(
        "ServicePackageFile", "file", [TargetPath, Mode, Owner, Group],
        "An additional file. Relative target paths start at the install directory; a file below /etc is a conffile")
    {
        IsFile = true,
    });

    public static readonly ServiceItem Symlink = Row(new ServiceItem(
        "ServicePackageSymlink", "path of the link", [TargetPath], "A symbolic link"));

    public static readonly ItemMetadata<string?> Stage =
        Text("Stage", "When the script runs", string.Join(", ", Enum.GetNames<ScriptStage>()), isList: true);

    public static readonly ServiceItem Script = Row(new ServiceItem(
        "ServicePackageScript", "file", [Stage], "A POSIX sh hook, or for Windows a `.ps1`, `.cmd` or `.bat`; several stages may be named")
    {
        IsFile = true,
    });

    public static readonly ItemMetadata<string?> Replaces =
        Text("Replaces", "The generated file that it replaces", "the name of a template");

    public static readonly ServiceItem Template = Row(new ServiceItem(
        "ServicePackageTemplate", "file", [Replaces], "Replaces a generated unit or script")
    {
        IsFile = true,
    });

    public static readonly ServiceItem OptionalFile = Row(new ServiceItem(
        "ServicePackageOptionalFile", "path or pattern in the published files, such as `plugins/` or `lib*.so`", [],
        "Native files that the service can do without: on Linux, the package recommends what they need and does not require it"));

    public static readonly ServiceItem Acknowledge = Row(new ServiceItem(
        "ServicePackageAcknowledge", "name of a property or item", [],
        "Silences the warnings that a platform does not support that property or item, and that a variable of that item looks like a "
        + "secret; `Platforms` limits this to some platforms"));

    public static readonly ItemMetadata<string?> UnitSection = new(
        "Section", ValueKinds.Line, "Service", "The section of the unit that the directive belongs to",
        "Service, Unit, Install, Socket, Timer");

    public static readonly ServiceItem SystemdDirective = Row(new ServiceItem(
        "SystemdDirective", "name", [UnitSection, Value], "A directive of the unit; it replaces generated ones of its name"));

    public static readonly ServiceItem LaunchdKey = Row(new ServiceItem(
        "LaunchdKey", "key", [Value],
        "A key of the launchd job with a text, whole number, or `true` or `false`; it replaces a generated one. Texts joined with `|` are "
        + "an array"));

    public static readonly ItemMetadata<InstallerPage> Page =
        new(
            "Page", ValueKinds.OneOf<InstallerPage>(), InstallerPage.License, "The page or picture that the file is",
            string.Join(", ", Enum.GetNames<InstallerPage>()));

    public static readonly ServiceItem InstallerResource = Row(new ServiceItem(
        "MacOSInstallerResource", "file", [Page], "A page or picture that the macOS Installer shows")
    {
        IsFile = true,
    });

    public static readonly ItemMetadata<PortProtocol> Protocol =
        new("Protocol", ValueKinds.OneOf<PortProtocol>(), PortProtocol.Tcp, "The protocol of the port", "Tcp, Udp");

    public static readonly ItemMetadata<string?> Profile =
        new("Profile", ValueKinds.FirewallProfiles, null, "The networks on which the port is open; all if not set", "Domain+Private");

    public static readonly ItemMetadata<string?> RemoteAddress =
        new(
            "RemoteAddress", ValueKinds.FirewallAddresses, null, "The addresses that may connect; all if not set",
            "LocalSubnet+10.0.0.0/8");

    public static readonly ServiceItem FirewallRule = Row(new ServiceItem(
        "WindowsFirewallRule", "port", [Protocol, Profile, RemoteAddress], "A port that the Windows firewall opens for the program"));

    /// <summary>The metadata that limit any item to some platforms or formats.</summary>
    public static IReadOnlyList<ItemMetadata> Filters { get; } = [Platforms, Formats];

    /// <summary>All items, in the order of the reference.</summary>
    public static IReadOnlyList<ServiceItem> All => Rows;

    private static ServiceItem Row(ServiceItem item)
    {
        Rows.Add(item);
        return item;
    }

    private static ItemMetadata<string?> Text(string name, string meaning, string values = "", bool isList = false) =>
        new(name, ValueKinds.Line, null, meaning, values) { IsList = isList };
}
