namespace ServicePackaging.TestSupport;

/// <summary>How a rule is lifted.</summary>
/// <param name="Advice">In words, where no directive does it.</param>
/// <param name="Directives">What a <c>SystemdDirective</c> item says, by name.</param>
internal sealed record SandboxLift(string? Advice, params (string Name, string Value)[] Directives)
{
    /// <summary>Nothing is refused.</summary>
    public static SandboxLift None { get; } = new("");

    /// <summary>By directives of these names and values.</summary>
    public static SandboxLift By(params (string Name, string Value)[] directives) => new(null, directives);
}

/// <summary>Something that services do, and what becomes of it at each level of <c>ServiceHardening</c>.</summary>
/// <param name="Check">The name of the check in the program SandboxProbe.</param>
/// <param name="What">What is done, for the reader of the documentation.</param>
/// <param name="AtNone">The words of the refusal; null if it works.</param>
/// <param name="AtDefault">The same at the level Default.</param>
/// <param name="AtStrict">The same at the level Strict.</param>
/// <param name="Lift">How it becomes possible.</param>
internal sealed record SandboxRow(string Check, string What, string? AtNone, string? AtDefault, string? AtStrict, SandboxLift Lift)
{
    /// <summary>The words of the refusal at a level.</summary>
    public string? At(string level) => level switch { "None" => AtNone, "Default" => AtDefault, _ => AtStrict };
}

/// <summary>
/// What each level of the sandbox refuses, as data: a test runs a program that tries all of it in a booted system, and the page
/// docs/reference/sandbox-table.md is generated from it.
/// </summary>
internal static class SandboxTable
{
    private const string NoPermission = "Permission denied";
    private const string NotPermitted = "Operation not permitted";
    private const string NoFile = "No such file or directory";
    private const string NoFamily = "Address family not supported by protocol";
    private const string ReadOnly = "Read-only file system";

    /// <summary>The levels, from the weakest.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["None", "Default", "Strict"];

    /// <summary>What <c>systemd-analyze security</c> says about each level, with systemd 252 and 257.</summary>
    public static IReadOnlyDictionary<string, string> Exposure { get; } =
        new Dictionary<string, string> { ["None"] = "9.2 UNSAFE", ["Default"] = "1.4 OK", ["Strict"] = "1.2 OK" };

    /// <summary>The rows, those that work everywhere first.</summary>
    public static IReadOnlyList<SandboxRow> Rows { get; } =
    [
        Works("dns", "resolve a name (`Dns.GetHostAddresses`)"),
        Works("https", "serve and call HTTPS, with a certificate that is created at run time"),
        Works("http2-socket", "HTTP/2, as gRPC uses it, over a Unix domain socket in the runtime directory"),
        Works("connect", "connect to any TCP port"),
        Works("network-interfaces", "network interfaces, their addresses and statistics (`NetworkInterface`)"),
        Works("tcp-listeners", "the machine's listeners (`IPGlobalProperties.GetActiveTcpListeners`)"),
        Works("tcp-statistics", "TCP statistics (`GetTcpIPv4Statistics`)"),
        Works("system-log", "the system log (`/dev/log`)"),
        Works("system-bus", "D-Bus, the system bus"),
        Works("sqlite", "SQLite with a write-ahead log in the state directory"),
        Works("file-lock", "file locks"),
        Works("memory-mapped-file", "memory-mapped files, `/dev/shm`"),
        Works("temporary-file", "temporary files (`Path.GetTempFileName`)"),
        Works("group-file", "read files of further groups of the account"),
        Works("file-watcher", "`FileSystemWatcher`"),
        Works("home-directory", "files in the home directory of the account (`LocalApplicationData`)"),
        Works("certificate-store", "the certificate store of the account (`X509Store`)"),
        Works("drives", "drives and free space (`DriveInfo`)"),
        Works("named-mutex", "named mutexes"),
        Works("timer", "timers"),
        Works("cultures", "culture data"),
        Works("time-zones", "time zones"),
        Works("gc-memory", "the garbage collector sees how much memory is available"),
        Works("proc-files", "`/proc/meminfo`, `loadavg`, `stat`, `uptime`, `cpuinfo`, `net/dev`"),
        Works("compiled-code", "code that is compiled at run time (compiled regular expressions)"),
        Works("executable-memory", "memory that is writable and executable at once"),
        Works("load-library", "load a native library and an assembly from the state directory"),
        Works("locked-memory", "lock memory (`mlock`)"),
        Works("process-start", "start a program (`Process.Start`)"),
        Works("process-list", "list processes with `ps`"),
        Works("priority", "lower its own priority"),
        new("beside-program", "write beside the program", NoPermission, ReadOnly, ReadOnly,
            new("write to the state directory, `STATE_DIRECTORY`")),
        new("low-port", "listen on a port below 1024", NoPermission, NoPermission, NoPermission, Capability("CAP_NET_BIND_SERVICE")),
        new("raw-socket", "raw sockets: `ping`, ICMP", NoPermission, NoPermission, NoPermission, Capability("CAP_NET_RAW")),
        new("packet-socket", "packet sockets (`AF_PACKET`)", NoPermission, NoFamily, NoFamily,
            SandboxLift.By(
                ("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET"), ("AmbientCapabilities", "CAP_NET_RAW"))),
        new("real-time", "real-time scheduling", NotPermitted, NotPermitted, NotPermitted,
            new("`RestrictRealtime` `no`, `LimitRTPRIO` `1`; with control groups of version 1, more is necessary")),
        new("home", "read files in `/home`", null, NoPermission, NoPermission, SandboxLift.By(("ProtectHome", "read-only"))),
        new("elsewhere", "write to another directory in which the account may write", null, ReadOnly, ReadOnly,
            SandboxLift.By(("ReadWritePaths", "/srv/probe"))),
        new("shared-tmp", "files of other programs in `/tmp`", null, NoFile, NoFile, SandboxLift.By(("PrivateTmp", "no"))),
        new("other-processes", "processes of other accounts in `/proc`", null, NoFile, NoFile, SandboxLift.By(("ProtectProc", "default"))),
        new("device", "devices: serial ports, GPIO, GPU", null, NoFile, NoFile, SandboxLift.By(("DeviceAllow", "/dev/probe rw"))),
        new("setgid-directory", "a directory that passes its group on (`mkdir -m 2770`, `git init --shared`)",
            null, NotPermitted, NotPermitted,
            SandboxLift.By(("RestrictSUIDSGID", "no"))),
        new("change-group", "change the owner or group of a file (`chown`)", null, NotPermitted, NotPermitted,
            SandboxLift.By(("SystemCallFilter", "@system-service"))),
        new("debugger", "debug or trace a child process (`ptrace`)", null, NotPermitted, NotPermitted,
            SandboxLift.By(("SystemCallFilter", "@system-service ptrace"))),
        new("user-namespace", "user namespaces: Chromium's sandbox, containers without root", null, NotPermitted, NotPermitted,
            SandboxLift.By(("RestrictNamespaces", "user"))),
        new("personality", "change the execution domain (`setarch`, emulators)", null, NotPermitted, NotPermitted,
            SandboxLift.By(("LockPersonality", "no"))),
        new("setuid-program", "become another account: `sudo`, set-user-ID programs", null, "instead of 0", "instead of 0",
            new("`ServiceHardening` `None`; better a second service that has the right")),
        new("file-owner", "learn which other account owns a file", null, null, "nobody instead of ann",
            SandboxLift.By(("PrivateUsers", "no"))),
        new("shared-memory", "System V shared memory of other programs", null, null, "Invalid argument",
            SandboxLift.By(("PrivateIPC", "no"))),
    ];

    private static SandboxRow Works(string check, string what) => new(check, what, null, null, null, SandboxLift.None);

    private static SandboxLift Capability(string name) => SandboxLift.By(("AmbientCapabilities", name));
}
