using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Templates;

namespace ServicePackaging.Vocabulary;

/// <summary>The public vocabulary as data: the build collects exactly this, and the documentation lists exactly this.</summary>
public static class ServiceVocabulary
{
    private static readonly VocabularyMetadata Target = new("TargetPath");
    private static readonly VocabularyMetadata Mode = new("Mode");
    private static readonly VocabularyMetadata Owner = new("Owner");
    private static readonly VocabularyMetadata Group = new("Group");
    private static readonly VocabularyMetadata Value = new("Value");
    private static readonly VocabularyMetadata Version = new("Version");

    /// <summary>The properties.</summary>
    public static IReadOnlyList<VocabularyProperty> Properties { get; } =
    [
        new("ServicePackage", "none: publish is untouched", "Formats wanted, joined with `+`: `deb`, `rpm`, `pkg`, `msi`; `all` for every format this version makes") { IsBuildOnly = true },
        new("ServicePackageRuntimeIdentifiers", "the host's architecture", "Runtime identifiers to package, joined with `+`") { IsBuildOnly = true },
        new("ServicePackageSelfContained", "`true`", "Carry the .NET runtime in the package") { IsBuildOnly = true },
        new("LinuxUseAppHost", "`true`", "`false` where the package source has no host executable for Linux: the service runs `dotnet App.dll`, and the package asks for the runtime") { IsBuildOnly = true },
        new("MacOSUseAppHost", "`true`", "The same for macOS") { IsBuildOnly = true },
        new("ServicePackageOutputDir", "`bin/<Configuration>/packages/`", "Where packages are written; `-o` wins") { IsBuildOnly = true },
        new("ServicePackageEmitSource", "`false`", "Leave the generated units, scripts and metadata beside the package; for an `.msi` its tables and a WiX project") { IsBuildOnly = true },
        new("ServicePackageCompression", "`Gzip`", "`Gzip`, `Xz` (smaller, some ten times slower) or `None`") { IsBuildOnly = true },
        new("ServicePackageName", "`AssemblyName` in kebab case", "The package's name"),
        new("ServicePackageVersion", "`Version`", "The product's version; a SemVer pre-release becomes `~`") { ProjectProperty = "Version" },
        new("ServicePackageRelease", "`1`", "The package's own revision of that version"),
        new("ServicePackageMaintainer", "`Authors`", "Who is responsible: `Name <address>`") { ProjectProperty = "Authors" },
        new("ServicePackageVendor", "`Company`", "Who publishes") { ProjectProperty = "Company" },
        new("ServiceName", "the package's name", "The service's name; the systemd unit is `<name>.service`"),
        new("ServiceDisplayName", "`Title`, else the name", "The name people read") { ProjectProperty = "Title" },
        new("ServiceDescription", "`Description`", "What it does; the first line is the summary") { ProjectProperty = "Description" },
        new("ServiceIdentifier", "from `Company`", "Reverse-DNS name (launchd label, macOS package id)"),
        new("ServiceInstallDirectory", "`/usr/libexec/<name>`; `/opt/<name>`; `ProgramFiles\\<vendor>\\<name>`", "Where the program lies"),
        new("ServiceConfigDirectory", "`/etc/<name>`; `/Library/Application Support/<name>`; `ProgramData\\<vendor>\\<name>`", "What the administrator edits"),
        new("ServiceStateDirectory", "`/var/lib/<name>`; `data` in the configuration directory on macOS; `ProgramData\\<vendor>\\<name>\\data`", "What the service keeps; the account's home. With `ServiceScope=User` `~/…`, a place in each user's own home; so with any other directory or output"),
        new("ServiceLogDirectory", "`/var/log/<name>`; `/Library/Logs/<name>`; `ProgramData\\<vendor>\\<name>\\logs`", "Log files, where there are any"),
        new("ServiceUser", "the package's name; `_<name>` on macOS, LocalService on Windows",
            "The account, created at installation and never removed; `root` is allowed, with a warning, an account of the system such as `www-data` is not. On Windows `LocalService`, `NetworkService`, `LocalSystem`, `Virtual`, or an account of the administrator's"),
        new("ServiceGroup", "the user's name", "Its primary group, not one of the system: `SystemdDirective SupplementaryGroups` gives the rights of those"),
        new("ServiceScope", "`System`", "`System`, or `User`: a unit of each user's own manager"),
        new("ServiceType", "`Notify` where the project's own assemblies call `UseSystemd` or `AddSystemd`, else `Exec`", "`Simple`, `Exec`, `Notify`, `Forking` or `Oneshot`"),
        new("ServiceStartMode", "`Automatic`", "`Automatic`, `Delayed`, `Manual` or `Disabled`"),
        new("ServiceExecutable", "the project's own program",
            "Another program: a path below what is installed (`app/run.sh`), an absolute path of the target's (`/usr/bin/java`), or a name that stands for one: `sh`, `bash`, `python3`, `perl`, `ruby`, `node`"),
        new("ServicePayloadDirectory", "`payload`",
            "In a project without .NET: the folder whose whole content is installed in the install directory; `{RuntimeIdentifier}` in it is what is packaged for") { IsBuildOnly = true },
        new("ServiceArguments", "none", "The command line behind the program"),
        new("ServiceWorkingDirectory", "the install directory", "The directory it starts in"),
        new("ServiceUMask", "`0027`; `0077` when `Strict`; the manager's when `None`", "File mode creation mask"),
        new("ServiceNice", "the platform's", "Scheduling priority, -20 to 19"),
        new("ServiceRestart", "`Always` for a .NET service that runs until it is stopped, on Linux and macOS; else `OnFailure`",
            "`Always`, `OnFailure` or `Never`. A .NET host ends with exit code 0 when a `BackgroundService` throws (before .NET 11), which is no failure to a service manager"),
        new("ServiceRestartDelay", "`5s`", "How long after it ended it is started again"),
        new("ServiceRestartLimit", "unlimited", "Give up at this many starts within the window"),
        new("ServiceRestartWindow", "none", "The time the limit counts in"),
        new("ServiceStartTimeout", "the platform's", "How long it may take to be up"),
        new("ServiceStopTimeout", "`45s`", "How long it may take to stop before it is killed; longer than the 30 seconds of a .NET host (`HostOptions.ShutdownTimeout`)"),
        new("ServiceWatchdog", "off", "Interval within which it has to give a sign of life"),
        new("ServiceReloadSignal", "none", "The signal that makes it read its configuration again, such as `SIGHUP`"),
        new("ServiceStopCommand", "a signal", "A command that stops it"),
        new("ServicePidFile", "none", "Where it writes its process number"),
        new("ServiceStandardOutput", "`Journal`", "`Journal`, `Null`, or a file to append to. For a system service on Linux the file has to be in a directory that only root can write to: the package makes `/var/log/<name>-output` for it, other directories must exist"),
        new("ServiceStandardError", "as standard output", "The same for standard error"),
        new("ServiceLogIdentifier", "the service's name", "The name its log lines carry"),
        new("ServiceHardening", "`Default`", "`None`, `Default` or `Strict`"),
        new("ServiceMemoryMax", "none", "Memory at which it is killed: `2G`, `25%`"),
        new("ServiceMemoryHigh", "none", "Memory at which it is slowed"),
        new("ServiceMemorySwapMax", "none", "Swap space"),
        new("ServiceCpuQuota", "none", "Processor time: `50%` of one processor"),
        new("ServiceCpuWeight", "none", "Share under contention, 1 to 10000; 100 is everybody's"),
        new("ServiceIoWeight", "none", "The same for I/O"),
        new("ServiceTasksMax", "none", "Threads and processes"),
        new("ServiceOpenFilesLimit", "none", "Open files of each process"),
        new("ServiceProcessLimit", "none", "Processes of its user"),
        new("ServiceUpgradeMode", "`StopBefore`; `RestartAfter` for a single file", "When an upgrade stops the old process"),
        new("ServiceHealthUrl", "none", "What the management command's `health` asks"),
        new("ServiceControlCommand", "none", "Name of a management command to install: start, stop, restart, status, logs, enable, disable, health, version"),
    ];

    /// <summary>The items.</summary>
    public static IReadOnlyList<VocabularyItem> Items { get; } =
    [
        new("ServiceConfigFile", "file", [Target, Mode, Owner, Group],
            "Configuration the administrator edits: a conffile in the configuration directory. If it is published too, a link stands in its place beside the program; Windows has none, and it lies there alone") { IsFile = true },
        new("ServiceDirectory", "name below the kind's place (`.` for the place itself), or an absolute path",
            [new("Kind", "State, Logs, Cache, Runtime, Configuration"), Mode, new("Purge")],
            "A directory the service owns. Purging the package deletes it, unless it is an absolute path or `Purge=false`; what stays keeps the directories above it"),
        new("ServiceEnvironment", "name", [Value], "An environment variable"),
        new("ServiceEnvironmentFile", "file", [Target, Mode, Owner, Group, new("Instance")],
            "The file of variables the administrator edits, `/etc/default/<name>` (rpm: `/etc/sysconfig/<name>`); one is generated otherwise. That of one `Instance` is `<name>-<instance>`") { IsFile = true },
        new("ServiceDependency", "name, or a path for Mounts", [new("Kind", "Wants, After, Requires, Mounts"), new("Systemd"), new("Windows")],
            "Another service that must come first"),
        new("ServiceFailureAction", "`Restart`, `None` or `Reboot`", [new("Delay")], "What to do at the first, second and later failures"),
        new("ServiceInstance", "name", [new(InstanceWords.Environment, "A=1;B=2"), .. InstanceWords.OfProperties.Select(name => new VocabularyMetadata(name))],
            "One of several instances, `<name>@<instance>.service`. Its metadata say of it alone what the `Service…` properties of these names say of all; `Environment` comes on top"),
        new("ServiceSocket", "port, address:port, or path", [new("Kind", "Stream, Datagram"), Mode], "A socket that starts the service; each instance has one of its own, with `{Instance}` or a directory such as `{RuntimeDirectory}` in its address"),
        new("ServiceTimer", "name", [new("Calendar"), new("Every"), new("RandomDelay"), new("Persistent")],
            "A schedule (`Calendar` or `Every`) that starts the service, in place of starting at boot"),
        new("ServiceLog", "file in the log directory; `.` for every .log in it",
            [new("Rotate", "Daily, Weekly, Monthly"), new("Keep"), new("Size"), new("Compress"), new("Reload")],
            "A log file to rotate; copied and truncated unless `Reload=true` tells the service to open it anew"),
        new("ServicePackageFile", "file", [Target, Mode, Owner, Group],
            "A further file; relative target paths begin at the install directory; below /etc it is a conffile") { IsFile = true },
        new("ServicePackageSymlink", "path of the link", [Target], "A symbolic link"),
        new("ServicePackageScript", "file", [new("Stage", string.Join(", ", Enum.GetNames<ScriptStage>()))],
            "A POSIX sh hook, or for Windows a `.ps1`, `.cmd` or `.bat`; several stages may be named") { IsFile = true },
        new("ServicePackageTemplate", "file", [new("Replaces", string.Join(", ", GeneratedTexts.All))],
            "Takes the place of a generated unit or script") { IsFile = true },
        new("DebDependency", "package, or alternatives with `|`", [Version, new("Kind", string.Join(", ", PackageRelations.Debian.Kinds))],
            "A relation to another Debian package"),
        new("DebField", "name", [Value], "A field of the Debian control file"),
        new("SystemdDirective", "name", [new("Section", "Service, Unit, Install, Socket, Timer"), Value],
            "A directive of the unit; it replaces generated ones of its name"),
        new("RpmDependency", "package", [Version, new("Kind", string.Join(", ", PackageRelations.Rpm.Kinds))], "A relation to another RPM package"),
        new("RpmTag", "tag", [Value], "A tag of the RPM header: Group, Distribution, Packager, Epoch, BugUrl, DistUrl, Vcs"),
        new("LaunchdKey", "key", [Value], "A key of the launchd job with a text, whole number, or `true` or `false`; it replaces a generated one. Texts joined with `|` are an array"),
        new("MacOSInstallerResource", "file", [new("Page", string.Join(", ", Enum.GetNames<InstallerPage>()))], "What the macOS Installer shows") { IsFile = true },
        new("MsiProperty", "name", [Value], "A property of Windows Installer; `UpgradeCode` and `ProductVersion` replace what is derived"),
        new("WindowsFirewallRule", "port", [new("Protocol", "Tcp, Udp")], "A port that the Windows firewall lets through to the program"),
    ];

    /// <summary>Properties of the .NET SDK that are read as they are. <see cref="VocabularyProperty.ProjectProperty"/> and the facts about the
    /// project (<see cref="ProjectFacts"/>) come from them.</summary>
    public static IReadOnlyList<string> ProjectProperties { get; } =
    [
        .. Properties.Select(property => property.ProjectProperty).OfType<string>(),
        "PackageLicenseExpression", "PackageProjectUrl", "Copyright", "PackageReleaseNotes", "ApplicationIcon",
    ];

    private static readonly Dictionary<string, VocabularyProperty> ByName = Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);

    /// <summary>Whether a property belongs to the vocabulary under its common name.</summary>
    internal static bool Contains(string property) => ByName.ContainsKey(property);

    /// <summary>The property of the .NET SDK that a property has its value from when it is not set; null for none.</summary>
    internal static string? ProjectPropertyOf(string property) => ByName.GetValueOrDefault(property)?.ProjectProperty;
}
