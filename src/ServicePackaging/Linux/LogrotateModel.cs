using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>The names of the configuration of logrotate(8).</summary>
[TemplateModel(TemplateFrame.None, LinuxTemplates.Logrotate)]
internal sealed record LogrotateModel
{
    /// <summary>Whether it is a service of each user (<c>ServiceScope</c> is <c>User</c>).</summary>
    public required bool IsUser { get; init; }

    /// <summary>The units of the service, as words of the shell.</summary>
    public required string Services { get; init; }

    /// <summary>The log files (<c>ServiceLog</c>).</summary>
    public required IReadOnlyList<RotatedLogModel> Logs { get; init; }
}

/// <summary>A log file that logrotate(8) rotates.</summary>
internal sealed record RotatedLogModel
{
    /// <summary>The file or pattern, quoted if it contains a space.</summary>
    public required string Path { get; init; }

    /// <summary>The user that rotates it: the owner of its directory.</summary>
    public required string User { get; init; }

    /// <summary>The group that rotates it.</summary>
    public required string Group { get; init; }

    /// <summary>How often it is rotated: <c>daily</c>, <c>weekly</c> or <c>monthly</c>.</summary>
    public required string Rotate { get; init; }

    /// <summary>How many old files are kept.</summary>
    public required int Keep { get; init; }

    /// <summary>The size past which it is rotated earlier, in logrotate's form; null for no limit.</summary>
    public required string? Size { get; init; }

    /// <summary>Whether old files are compressed.</summary>
    public required bool Compress { get; init; }

    /// <summary>Whether the service opens its log again when it is reloaded. If it does not, the file is copied and truncated.</summary>
    public required bool Reload { get; init; }
}
