using ServicePackaging.Templates;

namespace ServicePackaging.MacPkg;

/// <summary>The names of the script that rotates log files on macOS.</summary>
[TemplateModel(TemplateFrame.JobScript, MacTemplates.Logrotate)]
internal sealed record MacLogrotateModel
{
    /// <summary>The display name of the service.</summary>
    public required string Name { get; init; }

    /// <summary>The account that the script runs as, for its first comment.</summary>
    public required string Account { get; init; }

    /// <summary>Whether the script runs as root.</summary>
    public required bool IsRoot { get; init; }

    /// <summary>The log files (<c>ServiceLog</c>).</summary>
    public required IReadOnlyList<MacRotatedLogModel> Logs { get; init; }

    /// <summary>Whether a service is told that its log file was moved.</summary>
    public required bool Reload { get; init; }

    /// <summary>Whether old files of any log are compressed.</summary>
    public required bool Compress { get; init; }

    /// <summary>The signal that tells the service (<c>ServiceReloadSignal</c>); null if it is restarted instead.</summary>
    public required string? Signal { get; init; }

    /// <summary>The signal that is sent, in the form of <c>kill -s</c>.</summary>
    public required string KillSignal { get; init; }

    /// <summary>Whether the script signals the process itself, as the account of the service, instead of telling launchd.</summary>
    public required bool IsOwnProcess { get; init; }

    /// <summary>The domain of launchd that the jobs belong to; an expression of the shell.</summary>
    public required string Domain { get; init; }

    /// <summary>The labels of the jobs that are told, separated by spaces.</summary>
    public required string Labels { get; init; }

    /// <summary>How long the script waits until a service has stopped, in seconds.</summary>
    public required int StopSeconds { get; init; }
}

/// <summary>A log file that the script rotates.</summary>
internal sealed record MacRotatedLogModel
{
    /// <summary>The format of date(1) whose output changes when the file is due.</summary>
    public required string Period { get; init; }

    /// <summary>How many old files are kept.</summary>
    public required int Keep { get; init; }

    /// <summary>The size in bytes past which the file is rotated earlier; 0 for no limit.</summary>
    public required string Bytes { get; init; }

    /// <summary>How the file is rotated: <c>move</c> if the service opens it again, otherwise <c>copy</c>.</summary>
    public required string How { get; init; }

    /// <summary>Whether old files are compressed.</summary>
    public required bool Compress { get; init; }

    /// <summary>The files, as words or patterns of the shell.</summary>
    public required string Files { get; init; }
}
