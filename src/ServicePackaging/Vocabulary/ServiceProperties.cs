using ServicePackaging.Formats.Compression;
using ServicePackaging.Model;
using ServicePackaging.Values;

namespace ServicePackaging.Vocabulary;

/// <summary>The properties of the public vocabulary: one row each. The build collects exactly these, the readers use them, and the
/// reference lists them.</summary>
internal static class ServiceProperties
{
    private const int LargestWeight = 10_000;

    // Filled by the rows below, in their order.
    private static readonly List<ServiceProperty> Rows = [];

    public static readonly ServiceProperty<string?> ServicePackage = Build(
        "ServicePackage", "none: publish is unchanged",
        "Formats to create, joined with `+`: `deb`, `rpm`, `pkg`, `msi`; `all` for every format");

    public static readonly ServiceProperty<string?> RuntimeIdentifiers = Build(
        "ServicePackageRuntimeIdentifiers", "the host's architecture", "Runtime identifiers to package, joined with `+`");

    public static readonly ServiceProperty<bool> SelfContained = Build(
        "ServicePackageSelfContained", ValueKinds.Boolean, true, "Include the .NET runtime in the package");

    public static readonly ServiceProperty<bool> LinuxUseAppHost = Build(
        "LinuxUseAppHost", ValueKinds.Boolean, true,
        "`false` to run `dotnet App.dll` on Linux instead of a host executable: the package requires the runtime");

    public static readonly ServiceProperty<bool> MacOSUseAppHost = Build(
        "MacOSUseAppHost", ValueKinds.Boolean, true,
        "`false` to run `dotnet App.dll` on macOS instead of a host executable: the installation requires the runtime");

    public static readonly ServiceProperty<string?> OutputDir = Build(
        "ServicePackageOutputDir", ValueKinds.Folder, null, "Where packages are written; `-o` overrides it",
        "`bin/<Configuration>/packages/`");

    public static readonly ServiceProperty<bool> EmitSource = Build(
        "ServicePackageEmitSource", ValueKinds.Boolean, false,
        "Write the generated units, scripts and metadata beside the package; for an `.msi` its tables and a WiX project");

    public static readonly ServiceProperty<bool> Sbom = Build(
        "ServicePackageSbom", ValueKinds.Boolean, true,
        "Write a software bill of materials (SBOM) into the package and beside it, as CycloneDX 1.6 and as SPDX 2.3");

    public static readonly ServiceProperty<CompressionKind> Compression = Build(
        "ServicePackageCompression", ValueKinds.OneOf<CompressionKind>(), CompressionKind.Gzip,
        "How packages are compressed: `Gzip`, `Xz` (smaller, about ten times slower) or `None`");

    public static readonly ServiceProperty<bool> ShowDefaults = Build(
        "ServicePackageShowDefaults", ValueKinds.Boolean, false, "Print which defaults were chosen",
        "`true` when a project is packaged for the first time, and not in continuous integration");

    public static readonly ServiceProperty<string?> PackageName = Text(
        "ServicePackageName", PropertyScope.Package, "`AssemblyName` in kebab case", "The package's name");

    public static readonly ServiceProperty<string?> PackageVersion = Text(
        "ServicePackageVersion", PropertyScope.Package, "`Version`", "The product's version; a SemVer pre-release becomes `~`", "Version");

    public static readonly ServiceProperty<string?> PackageRelease = Text(
        "ServicePackageRelease", PropertyScope.Package, "`1`", "The package's own revision of that version");

    public static readonly ServiceProperty<int?> Epoch = Row(new ServiceProperty<int?>(
        "ServicePackageEpoch", PropertyScope.Package, ValueKinds.Integer(0, int.MaxValue).Optional(), null,
        "The epoch of `.deb` and `.rpm` packages: a package with a higher epoch is newer, whatever its version")
    {
        Get = definition => definition.Package.Epoch,
        Set = (definition, value) => definition with { Package = definition.Package with { Epoch = value } },
    });

    public static readonly ServiceProperty<string?> MinimumMacOS = Row(new ServiceProperty<string?>(
        "MacOSMinimumVersion", PropertyScope.Package, ValueKinds.MacOSVersion, null,
        "The oldest version of macOS that the `.pkg` can be installed on")
    {
        DefaultNote = "what .NET and the native files support",
        Get = definition => definition.Package.MinimumMacOS,
        Set = (definition, value) => definition with { Package = definition.Package with { MinimumMacOS = value } },
    });

    public static readonly ServiceProperty<Guid?> UpgradeCode = Row(new ServiceProperty<Guid?>(
        "ServicePackageUpgradeCode", PropertyScope.Package, ValueKinds.Guid.Optional(), null,
        "The family of `.msi` packages that replace one another. Set it to that of earlier packages before you change the company or the "
        + "name")
    {
        DefaultNote = "derived from `ServiceIdentifier`",
        Get = definition => definition.Package.UpgradeCode,
        Set = (definition, value) => definition with { Package = definition.Package with { UpgradeCode = value } },
    });

    public static readonly ServiceProperty<string?> Maintainer = Text(
        "ServicePackageMaintainer", PropertyScope.Package, "`Authors`", "Who is responsible: `Name <address>`", "Authors");

    public static readonly ServiceProperty<string?> Vendor = Text(
        "ServicePackageVendor", PropertyScope.Package, "`Company`", "Who publishes the package", "Company");

    public static readonly ServiceProperty<string?> Name = Text(
        "ServiceName", PropertyScope.Service, "the package's name", "The service's name; the systemd unit is `<name>.service`");

    public static readonly ServiceProperty<string?> DisplayName = Text(
        "ServiceDisplayName", PropertyScope.Service, "`Title`, else the name", "The display name", "Title");

    public static readonly ServiceProperty<string?> Description = Text(
        "ServiceDescription", PropertyScope.Service, "`Description`", "What it does; the first line is the summary", "Description");

    public static readonly ServiceProperty<string?> Identifier = Text(
        "ServiceIdentifier", PropertyScope.Service, "from `Company`", "Reverse-DNS name (launchd label, macOS package identifier)");

    public static readonly ServiceProperty<string?> InstallDirectory = Text(
        "ServiceInstallDirectory", PropertyScope.Service,
        @"`/usr/libexec/<name>`; `/opt/<name>`; `ProgramFiles\<vendor>\<name>`", "The directory of the program");

    public static readonly ServiceProperty<string?> ConfigDirectory = Text(
        "ServiceConfigDirectory", PropertyScope.Service,
        @"`/etc/<name>`; `/Library/Application Support/<name>`; `ProgramData\<vendor>\<name>`",
        "Configuration that the administrator edits");

    public static readonly ServiceProperty<string?> StateDirectory = Text(
        "ServiceStateDirectory", PropertyScope.Instance,
        @"`/var/lib/<name>`; `data` in the configuration directory on macOS; `ProgramData\<vendor>\<name>\data`",
        "Data that the service keeps; also the account's home. With `ServiceScope=User` it is `~/…`, a directory in each user's own home; "
        + "the same holds for any other directory or output");

    public static readonly ServiceProperty<string?> LogDirectory = Text(
        "ServiceLogDirectory", PropertyScope.Instance,
        @"`/var/log/<name>`; `/Library/Logs/<name>`; `ProgramData\<vendor>\<name>\logs`", "Log files, if there are any");

    public static readonly ServiceProperty<string?> User = Text(
        "ServiceUser", PropertyScope.Instance, "the package's name; `_<name>` on macOS, LocalService on Windows",
        "The account, created at installation and never removed; `root` is allowed with a warning, but a system account such as "
        + "`www-data` is not. On Windows `LocalService`, `NetworkService`, `LocalSystem`, `Virtual`, or an account that the administrator "
        + "created");

    public static readonly ServiceProperty<string?> Group = Text(
        "ServiceGroup", PropertyScope.Service, "the user's name",
        "Its primary group, which must not be a system group; `ServiceSupplementaryGroups` gives the rights of one");

    public static readonly ServiceProperty<string?> SupplementaryGroups = Row(new ServiceProperty<string?>(
        "ServiceSupplementaryGroups", PropertyScope.Service, ValueKinds.Groups, null,
        "Groups of the system whose rights its account has too, joined with `+`: `video+render`. A group that the machine does not have is "
        + "left out")
    {
        Get = definition => definition.SupplementaryGroups,
        Set = (definition, value) => definition with { SupplementaryGroups = value },
    });

    public static readonly ServiceProperty<ServiceScope> Scope = Row(new ServiceProperty<ServiceScope>(
        "ServiceScope", PropertyScope.Service, ValueKinds.OneOf<ServiceScope>(), ServiceScope.System,
        "Whose service it is: `System`, or `User` for a unit of each user's own manager")
    {
        Get = definition => definition.Scope,
    });

    public static readonly ServiceProperty<ServiceType> Type = Row(new ServiceProperty<ServiceType>(
        "ServiceType", PropertyScope.Instance, ValueKinds.OneOf<ServiceType>(), ServiceType.Exec,
        "How the service manager learns that the service has started: `Simple`, `Exec`, `Notify`, `Forking` or `Oneshot`")
    {
        DefaultNote = "`Notify` if the project's own assemblies call `UseSystemd` or `AddSystemd`, else `Exec`",
        Get = definition => definition.Process.Type,
        Set = (definition, value) => definition with { Process = definition.Process with { Type = value } },
    });

    public static readonly ServiceProperty<ServiceStartMode> StartMode = Row(new ServiceProperty<ServiceStartMode>(
        "ServiceStartMode", PropertyScope.Service, ValueKinds.OneOf<ServiceStartMode>(), ServiceStartMode.Automatic,
        "When the service starts: `Automatic`, `Delayed`, `Manual` or `Disabled`")
    {
        Get = definition => definition.StartMode,
        Set = (definition, value) => definition with { StartMode = value },
    });

    public static readonly ServiceProperty<string?> Executable = Text(
        "ServiceExecutable", PropertyScope.Service, "the project's own program",
        "Another program: a path below what is installed (`app/run.sh`), an absolute path on the target (`/usr/bin/java`), or the name of "
        + "an interpreter: `sh`, `bash`, `python3`, `perl`, `ruby`, `node`");

    public static readonly ServiceProperty<string?> PayloadDirectory = Build<string?>(
        "ServicePayloadDirectory", ValueKinds.Folder, "payload",
        "In a project without .NET: the folder whose whole content is installed in the install directory; `{RuntimeIdentifier}` in it is "
        + "the runtime identifier of the package");

    public static readonly ServiceProperty<string?> Arguments = Text(
        "ServiceArguments", PropertyScope.Instance, "none", "The command line after the program");

    public static readonly ServiceProperty<string?> WorkingDirectory = Text(
        "ServiceWorkingDirectory", PropertyScope.Instance, "`{StateDirectory}` for .NET, else the install directory",
        "The directory it starts in. If it is not the install directory, .NET programs also get `DOTNET_CONTENTROOT`");

    public static readonly ServiceProperty<UnixFileMode?> UMask = Row(new ServiceProperty<UnixFileMode?>(
        "ServiceUMask", PropertyScope.Instance, ValueKinds.FileMode.Optional(), null, "File mode creation mask")
    {
        DefaultNote = "`0027`; `0077` when `Strict`; the manager's when `None`",
        Get = definition => definition.Process.UMask,
        Set = (definition, value) => definition with { Process = definition.Process with { UMask = value } },
    });

    public static readonly ServiceProperty<int?> Nice = Row(new ServiceProperty<int?>(
        "ServiceNice", PropertyScope.Instance, ValueKinds.Integer(-20, 19).Optional(), null, "Scheduling priority, -20 to 19")
    {
        DefaultNote = "the platform's",
        Get = definition => definition.Process.Nice,
        Set = (definition, value) => definition with { Process = definition.Process with { Nice = value } },
    });

    public static readonly ServiceProperty<ServiceRestart> Restart = Row(new ServiceProperty<ServiceRestart>(
        "ServiceRestart", PropertyScope.Instance, ValueKinds.OneOf<ServiceRestart>(), ServiceRestart.OnFailure,
        "When it is started again after its end: `Always`, `OnFailure` or `Never`. A .NET host ends with exit code 0 when a "
        + "`BackgroundService` throws (before .NET 11), which is not a failure to a service manager")
    {
        DefaultNote = "`Always` for a .NET service that runs until it is stopped, on Linux and macOS; else `OnFailure`",
        Get = definition => definition.Restart.When,
    });

    public static readonly ServiceProperty<TimeSpan> RestartDelay = Row(new ServiceProperty<TimeSpan>(
        "ServiceRestartDelay", PropertyScope.Instance, ValueKinds.Duration, RestartPolicy.DefaultDelay,
        "How long after its end it is started again. With the default, the delay grows to a minute if it fails again and again "
        + "(since systemd 254)")
    {
        Get = definition => definition.Restart.Delay,
        Set = (definition, value) => definition with { Restart = definition.Restart with { Delay = value } },
    });

    public static readonly ServiceProperty<int?> RestartLimit = Row(new ServiceProperty<int?>(
        "ServiceRestartLimit", PropertyScope.Instance, ValueKinds.Integer(1, 10_000).Optional(), null,
        "Give up at this many starts within the window")
    {
        DefaultNote = "on Linux, after 30 minutes to 12 hours of failures in a row; else unlimited",
        Get = definition => definition.Restart.Limit,
        Set = (definition, value) => definition with { Restart = definition.Restart with { Limit = value } },
    });

    public static readonly ServiceProperty<TimeSpan?> RestartWindow = Row(new ServiceProperty<TimeSpan?>(
        "ServiceRestartWindow", PropertyScope.Instance, ValueKinds.PositiveDuration.Optional(), null, "The time in which the limit counts")
    {
        Get = definition => definition.Restart.Window,
        Set = (definition, value) => definition with { Restart = definition.Restart with { Window = value } },
    });

    public static readonly ServiceProperty<TimeSpan?> StartTimeout = Row(new ServiceProperty<TimeSpan?>(
        "ServiceStartTimeout", PropertyScope.Instance, ValueKinds.DurationOrInfinity.Optional(), null, "How long its start may take")
    {
        DefaultNote = "the platform's",
        Get = definition => definition.Process.StartTimeout,
        Set = (definition, value) => definition with { Process = definition.Process with { StartTimeout = value } },
    });

    public static readonly ServiceProperty<TimeSpan> StopTimeout = Row(new ServiceProperty<TimeSpan>(
        "ServiceStopTimeout", PropertyScope.Instance, ValueKinds.DurationOrInfinity, ServiceProcess.DefaultStopTimeout,
        "How long its stop may take before it is killed; longer than the 30 seconds of a .NET host (`HostOptions.ShutdownTimeout`)")
    {
        Get = definition => definition.Process.StopTimeout,
        Set = (definition, value) => definition with { Process = definition.Process with { StopTimeout = value } },
    });

    public static readonly ServiceProperty<TimeSpan?> Watchdog = Row(new ServiceProperty<TimeSpan?>(
        "ServiceWatchdog", PropertyScope.Instance, ValueKinds.Duration.Optional(), null,
        "The interval within which it has to report that it is alive")
    {
        DefaultNote = "off",
        Get = definition => definition.Process.Watchdog,
        Set = (definition, value) => definition with { Process = definition.Process with { Watchdog = value } },
    });

    public static readonly ServiceProperty<string?> ReloadSignal = Row(new ServiceProperty<string?>(
        "ServiceReloadSignal", PropertyScope.Instance, ValueKinds.Signal, null,
        "The signal that makes it read its configuration again, such as `SIGHUP`")
    {
        Get = definition => definition.Process.ReloadSignal,
        Set = (definition, value) => definition with { Process = definition.Process with { ReloadSignal = value } },
    });

    public static readonly ServiceProperty<string?> StopCommand = Text(
        "ServiceStopCommand", PropertyScope.Instance, "a signal", "A command that stops it");

    public static readonly ServiceProperty<string?> PidFile = Text(
        "ServicePidFile", PropertyScope.Instance, "none", "The file that it writes its process number to");

    public static readonly ServiceProperty<string?> StandardOutput = Text(
        "ServiceStandardOutput", PropertyScope.Instance, "`Journal`",
        "`Journal`, `Null`, or a file to append to. For a system service on Linux the file has to be in a directory that only root can "
        + "write to: the package creates `/var/log/<name>-output` for it, other directories must exist");

    public static readonly ServiceProperty<string?> StandardError = Text(
        "ServiceStandardError", PropertyScope.Instance, "the same as standard output",
        "Where standard error goes, with the values of `ServiceStandardOutput`");

    public static readonly ServiceProperty<string?> LogIdentifier = Text(
        "ServiceLogIdentifier", PropertyScope.Instance, "the service's name", "The name in its log lines");

    public static readonly ServiceProperty<ServiceHardening> Hardening = Row(new ServiceProperty<ServiceHardening>(
        "ServiceHardening", PropertyScope.Instance, ValueKinds.OneOf<ServiceHardening>(), ServiceHardening.Default,
        "The sandbox: `None`, `Default` or `Strict`")
    {
        Get = definition => definition.Hardening,
        Set = (definition, value) => definition with { Hardening = value },
    });

    public static readonly ServiceProperty<string?> Capabilities = Row(new ServiceProperty<string?>(
        "ServiceCapabilities", PropertyScope.Instance, ValueKinds.Capabilities, null,
        "The Linux capabilities that the service has besides the rights of its account, joined with spaces: `CAP_NET_BIND_SERVICE` to "
        + "listen below port 1024")
    {
        Get = definition => definition.Capabilities,
        Set = (definition, value) => definition with { Capabilities = value },
    });

    public static readonly ServiceProperty<string?> MemoryMax = Limit(
        "ServiceMemoryMax", ValueKinds.Memory, limits => limits.MemoryMax, (limits, value) => limits with { MemoryMax = value },
        "Memory at which it is killed: `2G`, `25%`");

    public static readonly ServiceProperty<string?> MemoryHigh = Limit(
        "ServiceMemoryHigh", ValueKinds.Memory, limits => limits.MemoryHigh, (limits, value) => limits with { MemoryHigh = value },
        "Memory at which it is slowed");

    public static readonly ServiceProperty<string?> MemorySwapMax = Limit(
        "ServiceMemorySwapMax", ValueKinds.SwapMemory, limits => limits.MemorySwapMax,
        (limits, value) => limits with { MemorySwapMax = value }, "The most swap space that it may use");

    public static readonly ServiceProperty<int?> CpuQuota = Limit(
        "ServiceCpuQuota", ValueKinds.CpuQuota.Optional(), limits => limits.CpuQuota, (limits, value) => limits with { CpuQuota = value },
        "Processor time: `50%` of one processor");

    public static readonly ServiceProperty<int?> CpuWeight = Limit(
        "ServiceCpuWeight", ValueKinds.Integer(1, LargestWeight).Optional(), limits => limits.CpuWeight,
        (limits, value) => limits with { CpuWeight = value },
        "Share of the processors under contention, 1 to 10000; 100 is the usual share");

    public static readonly ServiceProperty<int?> IoWeight = Limit(
        "ServiceIoWeight", ValueKinds.Integer(1, LargestWeight).Optional(), limits => limits.IoWeight,
        (limits, value) => limits with { IoWeight = value },
        "Share of input and output under contention, 1 to 10000; 100 is the usual share");

    public static readonly ServiceProperty<int?> TasksMax = Limit(
        "ServiceTasksMax", ValueKinds.Integer(1, int.MaxValue).Optional(), limits => limits.Tasks,
        (limits, value) => limits with { Tasks = value }, "The most threads and processes that it may have");

    public static readonly ServiceProperty<int?> OpenFilesLimit = Limit(
        "ServiceOpenFilesLimit", ValueKinds.Integer(16, int.MaxValue).Optional(), limits => limits.OpenFiles,
        (limits, value) => limits with { OpenFiles = value }, "The most files that each of its processes may have open");

    public static readonly ServiceProperty<int?> ProcessLimit = Limit(
        "ServiceProcessLimit", ValueKinds.Integer(1, int.MaxValue).Optional(), limits => limits.Processes,
        (limits, value) => limits with { Processes = value }, "The most processes that its user may have");

    public static readonly ServiceProperty<int?> OomScoreAdjust = Limit(
        "ServiceOomScoreAdjust", ValueKinds.Integer(-1000, 1000).Optional(), limits => limits.OomScoreAdjust,
        (limits, value) => limits with { OomScoreAdjust = value },
        "How readily the kernel kills it when memory is short, -1000 (never) to 1000");

    public static readonly ServiceProperty<ServiceUpgradeMode> UpgradeMode = Row(new ServiceProperty<ServiceUpgradeMode>(
        "ServiceUpgradeMode", PropertyScope.Service, ValueKinds.OneOf<ServiceUpgradeMode>(), ServiceUpgradeMode.StopBefore,
        "When an upgrade stops the old process")
    {
        DefaultNote = "`StopBefore`; `RestartAfter` for a single file",
        Get = definition => definition.UpgradeMode,
        Set = (definition, value) => definition with { UpgradeMode = value },
    });

    public static readonly ServiceProperty<bool> RestartAfterRuntimeUpgrade = Row(new ServiceProperty<bool>(
        "ServiceRestartAfterRuntimeUpgrade", PropertyScope.Service, ValueKinds.Boolean, true,
        "Restart the running service when the package manager installs another version of the shared .NET runtime. Administrators switch "
        + "it off with the line `RESTART_AFTER_RUNTIME_UPGRADE=no` in the file of variables")
    {
        Get = definition => definition.RestartsAfterRuntimeUpgrade,
        Set = (definition, value) => definition with { RestartsAfterRuntimeUpgrade = value },
    });

    public static readonly ServiceProperty<string?> HealthUrl = Row(new ServiceProperty<string?>(
        "ServiceHealthUrl", PropertyScope.Instance, ValueKinds.HttpUrl, null, "The address that the management command's `health` requests")
    {
        Get = definition => definition.HealthUrl,
        Set = (definition, value) => definition with { HealthUrl = value },
    });

    public static readonly ServiceProperty<string?> ControlCommand = Text(
        "ServiceControlCommand", PropertyScope.Service, "none",
        "Name of a management command to install: start, stop, restart, status, logs, enable, disable, health, version");

    public static readonly ServiceProperty<SigningMode> Signing = SigningRow(
        "ServicePackageSigning", ValueKinds.OneOf<SigningMode>(), SigningMode.Auto,
        "`Auto` signs the packages for which a key is named, `Required` makes a missing key an error, `None` signs nothing");

    public static readonly ServiceProperty<string?> SigningKeyFile = SigningRow(
        "ServicePackageSigningKeyFile",
        "The file with the key. Linux: an exported OpenPGP secret key. Windows and macOS: `.pfx`, `.p12` or PEM");

    public static readonly ServiceProperty<string?> SigningKeyVariable = SigningRow(
        "ServicePackageSigningKeyVariable",
        "The name of the environment variable that contains the key instead: text, or base64 of the file");

    public static readonly ServiceProperty<string?> SigningCertificateFile = SigningRow(
        "ServicePackageSigningCertificateFile",
        "PEM certificates, that of the key first, where the key file has none or where a command signs");

    public static readonly ServiceProperty<string?> SigningKeyId = SigningRow(
        "ServicePackageSigningKeyId",
        "The fingerprint of the OpenPGP key or subkey; on Windows the thumbprint of a certificate in the certificate store");

    public static readonly ServiceProperty<string?> SigningPasswordVariable = SigningRow(
        "ServicePackageSigningPasswordVariable", "The name of the environment variable that contains the password or passphrase");

    public static readonly ServiceProperty<string?> SigningPasswordFile = SigningRow(
        "ServicePackageSigningPasswordFile", "The file that contains the password or passphrase");

    public static readonly ServiceProperty<string?> SigningTimestampUrl = SigningRow(
        "ServicePackageSigningTimestampUrl",
        "The address of an RFC 3161 server, or several joined with `+`, of which the first that answers is used");

    public static readonly ServiceProperty<string?> SigningCommand = SigningRow(
        "ServicePackageSigningCommand",
        "A command that signs. Linux: bytes in, detached OpenPGP signature out. Windows and macOS: digest in, RSA signature out. With "
        + "`{File}` in it: signs that file in place");

    public static readonly ServiceProperty<DebSignature> DebSignature = SigningRow(
        "DebSignature", ValueKinds.OneOf<DebSignature>(), Model.DebSignature.None,
        "`Origin` to sign the `.deb` itself for debsig-verify. apt does not read it: it verifies the repository");

    public static readonly ServiceProperty<PayloadSigning> SignPayload = SigningRow(
        "WindowsServicePackageSignPayload", ValueKinds.OneOf<PayloadSigning>(), PayloadSigning.Unsigned,
        "`Unsigned` signs the `.exe` and `.dll` files of the `.msi` that have no signature, `None` leaves them");

    public static readonly ServiceProperty<string?> CodeSigningKeyFile = SigningRow(
        "MacOSServicePackageCodeSigningKeyFile", "The file with the Developer ID Application key, which signs programs and libraries");

    public static readonly ServiceProperty<string?> CodeSigningKeyVariable = SigningRow(
        "MacOSServicePackageCodeSigningKeyVariable", "The name of the environment variable that contains that key");

    public static readonly ServiceProperty<string?> CodeSigningCertificateFile = SigningRow(
        "MacOSServicePackageCodeSigningCertificateFile", "PEM certificates of that key, where its file has none or a command signs");

    public static readonly ServiceProperty<string?> CodeSigningPasswordVariable = SigningRow(
        "MacOSServicePackageCodeSigningPasswordVariable", "The name of the environment variable with that key's password");

    public static readonly ServiceProperty<string?> CodeSigningPasswordFile = SigningRow(
        "MacOSServicePackageCodeSigningPasswordFile", "The file with that key's password");

    public static readonly ServiceProperty<string?> CodeSigningCommand = SigningRow(
        "MacOSServicePackageCodeSigningCommand", "A command that signs a digest with that key, or with `{File}` a file in place");

    public static readonly ServiceProperty<string?> Entitlements = SigningRow(
        "MacOSServicePackageEntitlements", "A property list with the entitlements of programs",
        "what .NET needs: `com.apple.security.cs.allow-jit` and `com.apple.security.cs.disable-library-validation`");

    public static readonly ServiceProperty<string?> NotaryKeyFile = SigningRow(
        "MacOSServicePackageNotaryKeyFile", "The `.p8` key of App Store Connect, for the target `NotarizeServicePackage`");

    public static readonly ServiceProperty<string?> NotaryKeyVariable = SigningRow(
        "MacOSServicePackageNotaryKeyVariable", "The name of the environment variable that contains that key");

    public static readonly ServiceProperty<string?> NotaryKeyId = SigningRow(
        "MacOSServicePackageNotaryKeyId", "The ID of that key");

    public static readonly ServiceProperty<string?> NotaryIssuer = SigningRow(
        "MacOSServicePackageNotaryIssuer", "The issuer ID of the team in App Store Connect");

    public static readonly ServiceProperty<TimeSpan> NotaryTimeout = SigningRow(
        "MacOSServicePackageNotaryTimeout", ValueKinds.PositiveDuration, TimeSpan.FromMinutes(30),
        "How long to wait for Apple's notary service");

    public static readonly ServiceProperty<bool> Checksums = ReleaseRow(
        "ServicePackageChecksums", ValueKinds.Boolean, false,
        "Write `SHA256SUMS` beside the packages, with the digests of all packages of the command, and its signature `SHA256SUMS.asc` if "
        + "the key of Linux packages is set");

    public static readonly ServiceProperty<string?> Manifests = ReleaseRow(
        "ServicePackageManifests", ValueKinds.Line, null,
        "Manifests of package managers to create, joined with `+`: `winget`, `cask` (Homebrew), `choco` (Chocolatey)");

    public static readonly ServiceProperty<Uri?> ReleaseUrl = ReleaseRow(
        "ServicePackageReleaseUrl", ValueKinds.DownloadUrl, null,
        "The https address that the packages of this version are downloaded from; the name of the file is appended. Required with "
        + "`ServicePackageManifests`");

    public static readonly ServiceProperty<string?> WingetId = ReleaseRow(
        "ServicePackageWingetId", ValueKinds.Line, null, "The identifier of the package in winget: `Acme.Agent`",
        "`ServicePackageVendor` and `ServiceDisplayName` in Pascal case, joined with a dot");

    public static readonly ServiceProperty<string?> Repository = ReleaseRow(
        "ServicePackageRepository", ValueKinds.Folder, null,
        "The directory of an apt and rpm-md repository to which the `.deb` and `.rpm` packages of the command are added. It is created if "
        + "it does not exist");

    public static readonly ServiceProperty<string?> RepositoryUrl = ReleaseRow(
        "ServicePackageRepositoryUrl", ValueKinds.HttpUrl, null,
        "The address at which the repository is served. Without it, there are no configuration files for clients and no `mirrorlist`",
        "the address of the repository so far");

    public static readonly ServiceProperty<string?> RepositoryChannel = ReleaseRow(
        "ServicePackageRepositoryChannel", ValueKinds.Line, "stable",
        "The channel of the repository. apt installs from a channel with another name than `stable` only on request");

    public static readonly ServiceProperty<string?> RepositoryId = ReleaseRow(
        "ServicePackageRepositoryId", ValueKinds.Line, null, "The short name of the repository, as in `acme.sources` and `acme-release`",
        "`ServicePackageVendor` in kebab case");

    public static readonly ServiceProperty<int?> RepositoryKeep = ReleaseRow(
        "ServicePackageRepositoryKeep", ValueKinds.Integer(1, 10_000).Optional(), null,
        "How many versions of each package the channel keeps", "all");

    public static readonly ServiceProperty<int?> RepositoryKeepDays = ReleaseRow(
        "ServicePackageRepositoryKeepDays", ValueKinds.Integer(1, 36_500).Optional(), null,
        "For how many days the channel keeps a version that is not the newest", "for ever");

    public static readonly ServiceProperty<int?> RepositoryPhase = ReleaseRow(
        "ServicePackageRepositoryPhase", ValueKinds.Integer(0, 100).Optional(), null,
        "To how many percent of the machines apt offers these packages as an update", "all machines");

    public static readonly ServiceProperty<string?> RepositoryNextKeyFile = SigningRow(
        "ServicePackageRepositoryNextKeyFile",
        "The next secret key of the repository. It also signs the metadata, so that users get its public half in advance");

    public static readonly ServiceProperty<string?> RepositoryNextKeyVariable = SigningRow(
        "ServicePackageRepositoryNextKeyVariable", "The name of the environment variable that contains the next key");

    public static readonly ServiceProperty<string?> RepositoryNextKeyPasswordVariable = SigningRow(
        "ServicePackageRepositoryNextKeyPasswordVariable", "The name of the environment variable with the passphrase of the next key");

    public static readonly ServiceProperty<string?> RepositoryNextKeyPasswordFile = SigningRow(
        "ServicePackageRepositoryNextKeyPasswordFile", "The file with the passphrase of the next key");

    public static readonly ServiceProperty<string?> RepositoryFormerKeyFile = SigningRow(
        "ServicePackageRepositoryFormerKeyFile",
        "The former secret key of the repository, which signs its metadata as well while keys rotate");

    public static readonly ServiceProperty<string?> RepositoryFormerKeyVariable = SigningRow(
        "ServicePackageRepositoryFormerKeyVariable", "The name of the environment variable that contains the former key");

    public static readonly ServiceProperty<string?> RepositoryFormerKeyPasswordVariable = SigningRow(
        "ServicePackageRepositoryFormerKeyPasswordVariable", "The name of the environment variable with the passphrase of the former key");

    public static readonly ServiceProperty<string?> RepositoryFormerKeyPasswordFile = SigningRow(
        "ServicePackageRepositoryFormerKeyPasswordFile", "The file with the passphrase of the former key");

    private static readonly Dictionary<string, ServiceProperty> ByName = Rows.ToDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>All properties, in the order of the reference.</summary>
    public static IReadOnlyList<ServiceProperty> All => Rows;

    /// <summary>Properties of the .NET SDK that are read as they are. <see cref="ServiceProperty.ProjectProperty"/> and the facts about the
    /// project (<see cref="ProjectFacts"/>) come from them.</summary>
    public static IReadOnlyList<string> ProjectProperties { get; } =
    [
        .. Rows.Select(row => row.ProjectProperty).OfType<string>(),
        "PackageLicenseExpression", "PackageLicenseFile", "PackageProjectUrl", "Copyright", "PackageReleaseNotes", "ApplicationIcon",
    ];

    /// <summary>The property with a common name; null if there is none.</summary>
    public static ServiceProperty? Find(string name) => ByName.GetValueOrDefault(name);

    private static ServiceProperty<T> Row<T>(ServiceProperty<T> property)
    {
        Rows.Add(property);
        return property;
    }

    private static ServiceProperty<string?> Build(string name, string defaultNote, string meaning) =>
        Text(name, PropertyScope.Build, defaultNote, meaning);

    private static ServiceProperty<T> Build<T>(
        string name, ValueKind<T> kind, T defaultValue, string meaning, string? defaultNote = null) =>
        Row(new ServiceProperty<T>(name, PropertyScope.Build, kind, defaultValue, meaning) { DefaultNote = defaultNote });

    private static ServiceProperty<string?> SigningRow(string name, string meaning, string defaultNote = "none") =>
        Text(name, PropertyScope.Signing, defaultNote, meaning);

    private static ServiceProperty<T> SigningRow<T>(string name, ValueKind<T> kind, T defaultValue, string meaning) =>
        Row(new ServiceProperty<T>(name, PropertyScope.Signing, kind, defaultValue, meaning));

    private static ServiceProperty<T> ReleaseRow<T>(
        string name, ValueKind<T> kind, T defaultValue, string meaning, string? defaultNote = null) =>
        Row(new ServiceProperty<T>(name, PropertyScope.Release, kind, defaultValue, meaning) { DefaultNote = defaultNote });

    // A text that its own reader interprets, because that requires more than the text.
    private static ServiceProperty<string?> Text(
        string name, PropertyScope scope, string defaultNote, string meaning, string? projectProperty = null) =>
        Row(new ServiceProperty<string?>(name, scope, ValueKinds.Line, null, meaning)
        {
            DefaultNote = defaultNote,
            ProjectProperty = projectProperty,
        });

    private static ServiceProperty<T> Limit<T>(
        string name, ValueKind<T> kind, Func<ResourceLimits, T> get, Func<ResourceLimits, T, ResourceLimits> set, string meaning) =>
        Row(new ServiceProperty<T>(name, PropertyScope.Instance, kind, default!, meaning)
        {
            Get = definition => get(definition.Limits),
            Set = (definition, value) => definition with { Limits = set(definition.Limits, value) },
        });
}
