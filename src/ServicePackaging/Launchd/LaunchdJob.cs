using System.Globalization;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Unix;

namespace ServicePackaging.Launchd;

/// <summary>A service as a job of launchd (launchd.plist(5)).</summary>
/// <param name="Label">Its name, and the name of its file without the extension.</param>
/// <param name="Instance">The instance's name; empty if there are no instances.</param>
/// <param name="Keys">The property list.</param>
internal sealed record LaunchdJob(string Label, string Instance, PropertyDictionary Keys)
{
    /// <summary>The key of a job's name.</summary>
    public const string LabelKey = "Label";

    // OPEN_MAX of Apple's sys/syslimits.h, which every Mac allows.
    private const int OpenMax = 10240;

    /// <summary>The name of the group of sockets that the program requests.</summary>
    private const string SocketGroup = "Listeners";

    /// <summary>The jobs of a definition: one, or one for each instance.</summary>
    public static IReadOnlyList<LaunchdJob> For(ServiceDefinition definition) => [.. definition.Services.Select(Create)];

    /// <summary>The path of the script that launchd runs instead of the program: it reads environment files, and finds each user's
    /// directories. Null if no script is needed.</summary>
    public static string? WrapperFor(ServiceDefinition definition) =>
        definition.EnvironmentFiles.Count == 0 && definition.Scope == ServiceScope.System ? null
            : $"{definition.Layout.Install}/libexec/{definition.Name}{(definition.Instance.Length > 0 ? "-" + definition.Instance : "")}";

    /// <summary>The command line of the program, with tokens.</summary>
    public static IReadOnlyList<string> CommandOf(ServiceDefinition definition) =>
        [.. ProgramCommand.For(definition), .. definition.Process.Arguments];

    /// <summary>The variables, with tokens; of several with the same name, the last one counts.</summary>
    public static IEnumerable<KeyValuePair<string, string>> VariablesOf(ServiceDefinition definition) =>
        ServiceDirectories.Variables(definition, Platform.MacOS)
            .Concat(DotNetVariables.For(definition)).Concat(definition.Process.Environment)
            .GroupBy(variable => variable.Key, StringComparer.Ordinal).Select(group => group.Last());

    /// <summary>The sockets that launchd opens. A local socket of a user's service is not among them: a job has one path for all
    /// users.</summary>
    public static IReadOnlyList<ServiceSocket> SocketsOf(ServiceDefinition definition) =>
        [.. definition.Sockets.Where(socket => definition.Scope == ServiceScope.System || !socket.IsLocal)];

    /// <summary>Whether the log rotation, which runs as the service's account, can make the service open its logs again: by its reload
    /// signal, or by ending it. Only root can start jobs in the domain of the system (launchctl(1), kickstart), so launchd has to keep the
    /// service alive.</summary>
    public static bool CanReopenLogs(ServiceDefinition definition) =>
        definition.Scope == ServiceScope.User || definition.Account.IsRoot || definition.Process.ReloadSignal is not null
        || KeepAlive(definition) is PropertyBoolean;

    private static LaunchdJob Create(ServiceDefinition definition)
    {
        var name = definition.Instance;
        var label = name.Length > 0 ? $"{definition.Identifier}.{name}" : definition.Identifier;
        var text = new LaunchdText(definition);
        var keys = new PropertyDictionary().Add(LabelKey, label);
        AddProcess(keys, definition, text);
        AddStart(keys, definition);
        AddOutput(keys, definition, text);
        AddLimits(keys, definition);
        AddSockets(keys, definition, text);
        foreach (var key in definition.ServiceDirectives)
        {
            keys.Add(key.Name, Parse(key.Value));
        }

        return new LaunchdJob(label, name, keys);
    }

    private static void AddProcess(PropertyDictionary keys, ServiceDefinition definition, LaunchdText text)
    {
        var process = definition.Process;
        var wrapper = WrapperFor(definition);
        keys.Add("ProgramArguments", PropertyArray.Of(wrapper is not null ? [wrapper] : CommandOf(definition).Select(text.Value)));
        if (definition.Scope == ServiceScope.System)
        {
            keys.Add("UserName", definition.Account.User).Add("GroupName", definition.Account.Group);
            keys.Add("WorkingDirectory", text.Value(process.WorkingDirectory));
            var variables = new PropertyDictionary();
            foreach (var (name, value) in VariablesOf(definition))
            {
                variables.Add(name, text.Value(value));
            }

            keys.Add("EnvironmentVariables", variables);
        }

        keys.Add("Umask", definition.UMask is { } mask ? (int)mask : null);
        keys.Add("Nice", process.Nice is { } nice ? nice : null);

        // Without a type, launchd throttles processor and disk (launchd.plist(5), ProcessType).
        keys.Add("ProcessType", "Interactive");
        keys.Add("ExitTimeOut", process.StopTimeout == Timeout.InfiniteTimeSpan ? 0 : Seconds(process.StopTimeout));
    }

    private static void AddStart(PropertyDictionary keys, ServiceDefinition definition)
    {
        AddTimers(keys, definition);
        if (definition.StartMode == ServiceStartMode.Disabled)
        {
            keys.Add("Disabled", true);
        }

        keys.Add("RunAtLoad", IsStarted(definition));
        keys.Add("KeepAlive", KeepAlive(definition));

        // The minimum time from start to start, which is the closest equivalent of a delay.
        keys.Add("ThrottleInterval", Seconds(definition.Restart.Delay));
    }

    private static bool IsStarted(ServiceDefinition definition) =>
        definition.StartMode != ServiceStartMode.Manual && definition.Timers.Count == 0;

    // KeepAlive also starts the job, so a service that is started by something else is not kept alive (launchd.plist(5), KeepAlive).
    private static PropertyValue? KeepAlive(ServiceDefinition definition) => !IsStarted(definition) ? null : definition.Restart.When switch
    {
        ServiceRestart.Always => definition.Process.Type != ServiceType.Oneshot ? true : null,
        ServiceRestart.OnFailure => new PropertyDictionary().Add("SuccessfulExit", false),
        _ => null,
    };

    private static void AddTimers(PropertyDictionary keys, ServiceDefinition definition)
    {
        var calendars = definition.Timers.Select(timer => timer.Calendar).OfType<string>();
        var intervals = calendars.SelectMany(calendar => CalendarIntervals.Parse(calendar) ?? []).ToList();
        keys.Add("StartCalendarInterval", intervals.Count > 0 ? new PropertyArray([.. intervals]) : null);
        var periods = definition.Timers.Select(timer => timer.Every).OfType<TimeSpan>();
        keys.Add("StartInterval", periods.Select(every => (PropertyValue)Seconds(every)).FirstOrDefault());
    }

    private static void AddOutput(PropertyDictionary keys, ServiceDefinition definition, LaunchdText text)
    {
        // A path in a job is the same for every user. The script that starts the program redirects the output of a user's service to a file
        // in that user's home.
        if (definition.Scope == ServiceScope.User)
        {
            return;
        }

        var output = PathOf(definition.Process.StandardOutput);
        keys.Add("StandardOutPath", output);
        keys.Add("StandardErrorPath", definition.Process.StandardError is { } error ? PathOf(error) : output);

        string PathOf(OutputTarget target) => target.Kind switch
        {
            OutputKind.Null => "/dev/null",
            OutputKind.File => text.Value(target.Path!),
            _ => $"{definition.Layout.Log}/{definition.Name}.log",
        };
    }

    // launchd starts programs with 256 open files, and the .NET runtime raises its own limit to OPEN_MAX.
    private static void AddLimits(PropertyDictionary keys, ServiceDefinition definition)
    {
        var files = definition.Limits.OpenFiles;
        AddLimits(keys, "SoftResourceLimits", files ?? (definition.Project.IsDotNet ? null : OpenMax), definition.Limits.Processes);
        AddLimits(keys, "HardResourceLimits", files, definition.Limits.Processes);
    }

    private static void AddLimits(PropertyDictionary keys, string name, int? files, int? processes)
    {
        var limits = new PropertyDictionary()
            .Add("NumberOfFiles", files is { } most ? most : null)
            .Add("NumberOfProcesses", processes is { } count ? count : null);
        keys.Add(name, limits.Values.Count > 0 ? limits : null);
    }

    private static void AddSockets(PropertyDictionary keys, ServiceDefinition definition, LaunchdText text)
    {
        if (SocketsOf(definition) is { Count: > 0 } sockets)
        {
            var descriptions = new PropertyArray([.. sockets.Select(socket => Describe(socket, text))]);
            keys.Add("Sockets", new PropertyDictionary().Add(SocketGroup, descriptions));
        }
    }

    private static PropertyDictionary Describe(ServiceSocket socket, LaunchdText text)
    {
        var description = new PropertyDictionary().Add("SockType", socket.Kind == SocketKind.Datagram ? "dgram" : "stream");
        var address = text.Value(socket.Address);
        if (socket.IsLocal)
        {
            return description.Add("SockPathName", address).Add("SockPathMode", (int)socket.Mode);
        }

        var port = address[(address.LastIndexOf(':') + 1)..];
        var host = address[..^port.Length].TrimEnd(':').Trim('[', ']');
        return description.Add("SockNodeName", host.Length > 0 ? new PropertyText(host) : null).Add("SockServiceName", port);
    }

    // The form of a text decides its type, because launchd checks types.
    private static PropertyValue Parse(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            new PropertyInteger(number),
        _ when text.Contains('|', StringComparison.Ordinal) => PropertyArray.Of(text.Split('|')),
        _ => text,
    };

    // launchd counts in whole seconds.
    private static int Seconds(TimeSpan time) => (int)Math.Min(int.MaxValue, Math.Ceiling(time.TotalSeconds));
}
