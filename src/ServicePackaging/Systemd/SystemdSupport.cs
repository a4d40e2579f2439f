using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Systemd;

/// <summary>What systemd does with each property and item. It supports nearly all of them.</summary>
internal static class SystemdSupport
{
    public static readonly SupportTable Table = new("systemd",
    [
        Support.Mapped(ServiceProperties.Name, "name of the unit"),
        Support.Mapped(ServiceProperties.DisplayName, "`Description=` of further units, real name of the account"),
        Support.Mapped(ServiceProperties.Description, "`Description=`"),
        Support.Mapped(ServiceProperties.Identifier, "none: Linux packages do not use it"),
        Support.Mapped(ServiceProperties.InstallDirectory, "`ExecStart=`"),
        Support.Mapped(ServiceProperties.ConfigDirectory, "`ConfigurationDirectory=`"),
        Support.Mapped(ServiceProperties.StateDirectory, "`StateDirectory=`"),
        Support.Mapped(ServiceProperties.LogDirectory, "`LogsDirectory=`"),
        Support.Mapped(ServiceProperties.User, "`User=`"),
        Support.Mapped(ServiceProperties.Group, "`Group=`"),
        Support.Mapped(ServiceProperties.SupplementaryGroups, "the scripts of the package"),
        Support.Unsupported(
            ServiceProperties.SupplementaryGroups,
            definition => definition.Scope == ServiceScope.User || definition.Account.IsRoot ? definition.SupplementaryGroups : null,
            "Root needs no group, and a user's service has the groups of its user."),
        Support.Mapped(ServiceProperties.Scope, "`/usr/lib/systemd/system`, `/usr/lib/systemd/user`"),
        Support.Mapped(ServiceProperties.Type, "`Type=`"),
        Support.Mapped(ServiceProperties.StartMode, "`WantedBy=`, presets"),
        Support.Unsupported(
            ServiceProperties.StartMode, definition => definition.StartMode == ServiceStartMode.Delayed ? definition.StartMode : null,
            "The service starts at boot as soon as its dependencies have started."),
        Support.Mapped(ServiceProperties.Executable, "`ExecStart=`"),
        Support.Mapped(ServiceProperties.Arguments, "`ExecStart=`"),
        Support.Mapped(ServiceProperties.WorkingDirectory, "`WorkingDirectory=`"),
        Support.Mapped(ServiceProperties.UMask, "`UMask=`"),
        Support.Mapped(ServiceProperties.Nice, "`Nice=`"),
        Support.Mapped(ServiceProperties.Restart, "`Restart=`"),
        Support.Mapped(ServiceProperties.RestartDelay, "`RestartSec=`"),
        Support.Mapped(ServiceProperties.RestartLimit, "`StartLimitBurst=`"),
        Support.Mapped(ServiceProperties.RestartWindow, "`StartLimitIntervalSec=`"),
        Support.Mapped(ServiceProperties.StartTimeout, "`TimeoutStartSec=`"),
        Support.Mapped(ServiceProperties.StopTimeout, "`TimeoutStopSec=`"),
        Support.Mapped(ServiceProperties.Watchdog, "`WatchdogSec=`"),
        Support.Mapped(ServiceProperties.ReloadSignal, "`ExecReload=`"),
        Support.Mapped(ServiceProperties.StopCommand, "`ExecStop=`"),
        Support.Mapped(ServiceProperties.PidFile, "`PIDFile=`"),
        Support.Mapped(ServiceProperties.StandardOutput, "`StandardOutput=`"),
        Support.Mapped(ServiceProperties.StandardError, "`StandardError=`"),
        Support.Mapped(ServiceProperties.LogIdentifier, "`SyslogIdentifier=`"),
        Support.Mapped(ServiceProperties.Hardening, "sandbox directives"),
        Support.Mapped(ServiceProperties.Capabilities, "`AmbientCapabilities=`, `CapabilityBoundingSet=`"),
        Support.Unsupported(
            ServiceProperties.Capabilities,
            definition => definition.Scope == ServiceScope.User ? definition.Capabilities : null,
            "A user's manager has no capabilities to give."),
        .. UnitLimits.Rows.Select(row => Support.Mapped(row.Property, $"`{row.Directive}=`")),
        Support.Mapped(ServiceProperties.UpgradeMode, "the scripts of the package"),
        Support.Mapped(ServiceProperties.RestartAfterRuntimeUpgrade, "triggers of the package"),
        Support.Mapped(ServiceProperties.HealthUrl, "management command"),
        Support.Mapped(ServiceProperties.ControlCommand, "`/usr/bin`"),
        Support.Unsupported(
            ServiceItems.FailureAction, definition => HasUnevenDelays(definition) ? FailureActionKind.Restart : null,
            "Delays grow evenly from the first to the last (RestartSteps=, systemd 254), and stay at the first before that version."),
    ]);

    private static bool HasUnevenDelays(ServiceDefinition definition) =>
        definition.Restart.Actions
            .Where(action => action.Kind == FailureActionKind.Restart)
            .Select(action => action.Delay)
            .Distinct()
            .Count() > 2;
}
