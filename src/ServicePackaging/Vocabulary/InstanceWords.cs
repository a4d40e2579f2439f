namespace ServicePackaging.Vocabulary;

/// <summary>The words of the running service that may be said of one instance alone: as metadata of its item, without the prefix of the property.</summary>
internal static class InstanceWords
{
    private const string Prefix = "Service";

    /// <summary>Variables in addition to those of all.</summary>
    public const string Environment = "Environment";

    /// <summary>What the management command asks, and no process is started with.</summary>
    public const string HealthUrl = "HealthUrl";

    /// <summary>The account, with the group of its name.</summary>
    public const string User = "User";

    /// <summary>The metadata that take the place of a property.</summary>
    public static IReadOnlyList<string> OfProperties { get; } =
    [
        "Arguments", HealthUrl, User, "StateDirectory", "LogDirectory", "Type", "WorkingDirectory", "UMask", "Nice",
        "Restart", "RestartDelay", "RestartLimit", "RestartWindow", "StartTimeout", "StopTimeout", "Watchdog", "ReloadSignal", "StopCommand",
        "PidFile", "StandardOutput", "StandardError", "LogIdentifier", "Hardening", "MemoryMax", "MemoryHigh", "MemorySwapMax", "CpuQuota",
        "CpuWeight", "IoWeight", "TasksMax", "OpenFilesLimit", "ProcessLimit",
    ];

    /// <summary>The metadata that are words of an instance; case does not count.</summary>
    public static IReadOnlySet<string> All { get; } = OfProperties.Append(Environment).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The metadata that takes a property's place; null where none does.</summary>
    public static string? MetadataFor(string property) =>
        property.StartsWith(Prefix, StringComparison.Ordinal) && All.Contains(property[Prefix.Length..]) ? property[Prefix.Length..] : null;
}
