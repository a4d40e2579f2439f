using System.Globalization;
using ServicePackaging.Launchd;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.MacPkg;

/// <summary>A job that rotates log files as the account that owns them, and its script. newsyslog is not used: it changes modes and owners
/// as root and follows links (Apple's syslog-404, newsyslog.c, lines 2220 and 2228), and the service, which owns the directory, could put a
/// link to any file there.</summary>
/// <param name="Job">The job.</param>
/// <param name="Path">The path of the script.</param>
/// <param name="Script">The script.</param>
internal sealed record LogRotationJob(LaunchdJob Job, string Path, string Script)
{
    // date(1): the output of each format changes after midnight, after Sunday, or after the last day of the month.
    private static readonly Dictionary<LogRotation, string> Periods = new()
    {
        [LogRotation.Daily] = "%Y-%m-%d",
        [LogRotation.Weekly] = "%G-%V",
        [LogRotation.Monthly] = "%Y-%m",
    };

    /// <summary>The jobs: one for each account that has logs to rotate.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="jobs">The jobs of the services, in the order of <see cref="ServiceDefinition.Services"/>.</param>
    public static IReadOnlyList<LogRotationJob> For(ServiceDefinition definition, IReadOnlyList<LaunchdJob> jobs) =>
    [
        .. definition.RotatedLogs.Concat(PrintedLogs.Of(definition, jobs)).GroupBy(row => row.Service.Account)
            .Select(logs => Create(definition, logs, jobs)),
    ];

    // In seconds.
    private const int HalfAnHour = 1800;

    private static LogRotationJob Create(
        ServiceDefinition definition,
        IGrouping<ServiceAccount, (ServiceLog Log, ServiceDefinition Service)> logs,
        IReadOnlyList<LaunchdJob> jobs)
    {
        var isOwn = logs.Key == definition.Account;
        var label = $"{definition.Identifier}.logrotate{(isOwn ? "" : "." + logs.Key.User)}";
        var path = $"{definition.Layout.Install}/libexec/{definition.Name}-logrotate{(isOwn ? "" : "-" + logs.Key.User)}";
        var hasSizes = logs.Any(row => row.Log.Size is not null);
        return new(CreateJob(definition, logs.Key, label, path, hasSizes), path, CreateScript(definition, logs, jobs));
    }

    private static LaunchdJob CreateJob(
        ServiceDefinition definition, ServiceAccount account, string label, string path, bool hasSizes)
    {
        var midnight = new PropertyDictionary().Add("Hour", 0).Add("Minute", 0);
        var keys = new PropertyDictionary().Add("Label", label).Add("ProgramArguments", PropertyArray.Of([path]));
        if (definition.Scope == ServiceScope.System)
        {
            keys.Add("UserName", account.User).Add("GroupName", account.Group);
        }

        keys.Add("ProcessType", "Background")
            .Add("Disabled", definition.StartMode == ServiceStartMode.Disabled ? true : null)
            // launchd makes up for a run that is missed while the machine sleeps, and RunAtLoad for one that is missed while it is off.
            .Add("RunAtLoad", true)
            .Add("StartCalendarInterval", midnight)
            // What grows fast is rotated by its size in between.
            .Add("StartInterval", hasSizes ? HalfAnHour : null);
        return new LaunchdJob(label, "", keys);
    }

    private static string CreateScript(
        ServiceDefinition definition,
        IGrouping<ServiceAccount, (ServiceLog Log, ServiceDefinition Service)> logs,
        IReadOnlyList<LaunchdJob> jobs)
    {
        var account = logs.Key;
        var isUser = definition.Scope == ServiceScope.User;
        var signal = definition.Process.ReloadSignal;
        var told = definition.Services.Zip(jobs)
            .Where(pair => pair.First.Account == account && LaunchdJob.CanReopenLogs(pair.First)).ToList();
        return TemplateRenderer.Render(definition, MacTemplates.Logrotate, new MacLogrotateModel
        {
            Name = definition.DisplayName,
            Account = isUser ? "the user who owns them" : account.User,
            IsRoot = !isUser && account.IsRoot,
            Logs = [.. logs.Select(row => Describe(row.Log, row.Service))],
            Reload = told.Count > 0 && logs.Any(row => row.Log.Reload),
            Compress = logs.Any(row => IsCompressed(row.Log)),
            Signal = signal,
            KillSignal = (signal ?? "SIGTERM")["SIG".Length..],

            // launchctl(1), kill and kickstart: in the domain of the system, only root may use them. Any account may signal its own
            // processes.
            IsOwnProcess = !isUser && !account.IsRoot,
            Domain = isUser ? "gui/$(id -u)" : "system",
            Labels = string.Join(' ', told.Select(pair => pair.Second.Label)),
            StopSeconds = MacScripts.StopSeconds(definition),
        });
    }

    private static MacRotatedLogModel Describe(ServiceLog log, ServiceDefinition service) => new()
    {
        Period = Periods[log.Rotate],
        Keep = log.Keep,
        Bytes = Bytes(log.Size),
        How = log.Reload ? "move" : "copy",
        Compress = IsCompressed(log),
        Files = service.Scope == ServiceScope.User ? UserPlaces.Files(service, log) : ShellSyntax.Pattern(log.Path),
    };

    private static bool IsCompressed(ServiceLog log) => log.Compress && log.Keep > 0;

    // The largest number that a shell can represent.
    private static string Bytes(string? size)
    {
        var unit = size?[^1] switch { 'k' => 1024L, 'M' => 1024L * 1024, 'G' => 1024L * 1024 * 1024, _ => 1L };
        var bytes = size is null ? 0 : decimal.Parse(size.AsSpan().TrimEnd("kMG"), CultureInfo.InvariantCulture) * unit;
        return Math.Min(bytes, long.MaxValue).ToString(CultureInfo.InvariantCulture);
    }
}
