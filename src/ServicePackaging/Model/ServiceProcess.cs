namespace ServicePackaging.Model;

/// <summary>The running process. Arguments, the working directory and environment values may hold directory tokens.</summary>
public sealed record ServiceProcess
{
    /// <summary>How long a service may take to stop by default: longer than a .NET host's own 30 seconds (HostOptions.ShutdownTimeout). A
    /// host that uses all of them still ends in order.</summary>
    public static readonly TimeSpan DefaultStopTimeout = TimeSpan.FromSeconds(45);

    /// <summary>How the service manager learns that it has started.</summary>
    public required ServiceType Type { get; init; }

    /// <summary>The program that the developer specified; null for the project's own.</summary>
    public ServiceProgram? Program { get; init; }

    /// <summary>The arguments of the program.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The directory it starts in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Its environment, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Its file mode creation mask, or null for the profile's.</summary>
    public UnixFileMode? UMask { get; init; }

    /// <summary>Its scheduling priority, from -20 to 19, or null.</summary>
    public int? Nice { get; init; }

    /// <summary>How long its start may take; null for the platform's default, <see cref="Timeout.InfiniteTimeSpan"/> for no
    /// limit.</summary>
    public TimeSpan? StartTimeout { get; init; }

    /// <summary>How long it may take to stop before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = DefaultStopTimeout;

    /// <summary>The interval within which it has to report that it is alive, or null.</summary>
    public TimeSpan? Watchdog { get; init; }

    /// <summary>The signal that makes it read its configuration again, or null.</summary>
    public string? ReloadSignal { get; init; }

    /// <summary>The command that stops it and its arguments; empty for no command.</summary>
    public IReadOnlyList<string> StopCommand { get; init; } = [];

    /// <summary>Where it writes its process number, or null.</summary>
    public string? PidFile { get; init; }

    /// <summary>Where standard output goes.</summary>
    public OutputTarget StandardOutput { get; init; } = OutputTarget.Journal;

    /// <summary>Where standard error goes; null means where standard output goes.</summary>
    public OutputTarget? StandardError { get; init; }

    /// <summary>The name its log lines carry.</summary>
    public required string LogIdentifier { get; init; }

    /// <summary>The files that output goes to, as the developer wrote them: standard output first. Empty if no output goes to a
    /// file.</summary>
    public IEnumerable<string> OutputFiles => new[] { StandardOutput.Path, StandardError?.Path }.OfType<string>();
}
