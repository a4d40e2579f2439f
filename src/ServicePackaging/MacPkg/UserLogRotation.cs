using System.Globalization;
using ServicePackaging.Launchd;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.MacPkg;

/// <summary>The job and the script that rotate the log files of a user's service as that user. newsyslog is no help: it reads no home, its rotations are
/// root's, and what its manual says of others (-r) is "only for debugging".</summary>
internal static class UserLogRotation
{
    // date(1): what is another text after midnight, after Sunday, after the last of the month.
    private static readonly Dictionary<LogRotation, string> Periods = new()
    {
        [LogRotation.Daily] = "%Y-%m-%d",
        [LogRotation.Weekly] = "%G-%V",
        [LogRotation.Monthly] = "%Y-%m",
    };

    /// <summary>The job, or null where nothing is rotated so.</summary>
    public static LaunchdJob? JobFor(ServiceDefinition definition)
    {
        if (definition.Scope == ServiceScope.System || definition.Logs.Count == 0)
        {
            return null;
        }

        var label = definition.Identifier + ".logrotate";
        var midnight = new PropertyDictionary().Add("Hour", 0).Add("Minute", 0);
        var keys = new PropertyDictionary()
            .Add("Label", label)
            .Add("ProgramArguments", PropertyArray.Of([ScriptOf(definition)]))
            .Add("ProcessType", "Background")
            .Add("Disabled", definition.StartMode == ServiceStartMode.Disabled ? true : null)
            // What the clock misses while the machine is off, the next login makes up for.
            .Add("RunAtLoad", true)
            .Add("StartCalendarInterval", midnight);
        return new LaunchdJob(label, "", keys);
    }

    /// <summary>Where the script lies.</summary>
    public static string ScriptOf(ServiceDefinition definition) => $"{definition.Layout.Install}/libexec/{definition.Name}-logrotate";

    /// <summary>The script.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="jobs">The jobs that print to the files.</param>
    public static string Script(ServiceDefinition definition, IReadOnlyList<LaunchdJob> jobs) => TemplateRenderer.Render(definition, GeneratedTexts.MacLogrotate, new
    {
        name = definition.DisplayName,
        logs = definition.RotatedLogs.Select(row => new
        {
            period = Periods[row.Log.Rotate],
            keep = row.Log.Keep,
            bytes = Bytes(row.Log.Size),
            how = row.Log.Reload ? "move" : "copy",
            compress = row.Log.Compress && row.Log.Keep > 0,
            files = UserPlaces.Files(row.Service, row.Log),
        }).ToList(),
        reload = definition.Logs.Any(log => log.Reload),
        copy = definition.Logs.Any(log => !log.Reload),
        compress = definition.Logs.Any(log => log.Compress && log.Keep > 0),
        signal = definition.Process.ReloadSignal,
        labels = string.Join(' ', jobs.Select(job => job.Label)),
        stopSeconds = MacScripts.StopSeconds(definition),
    });

    // What a shell can count up to.
    private static string Bytes(string? size)
    {
        var unit = size?[^1] switch { 'k' => 1024L, 'M' => 1024L * 1024, 'G' => 1024L * 1024 * 1024, _ => 1L };
        var bytes = size is null ? 0 : decimal.Parse(size.AsSpan().TrimEnd("kMG"), CultureInfo.InvariantCulture) * unit;
        return Math.Min(bytes, long.MaxValue).ToString(CultureInfo.InvariantCulture);
    }
}
