namespace Toobix;

/// <summary>The directories that the package made for the server; the service manager names them by the same variables on every system.</summary>
internal static class Places
{
    public static string State { get; } = First("STATE_DIRECTORY") ?? Directory.CreateTempSubdirectory("toobix-").FullName;

    public static string? Logs { get; } = First("LOGS_DIRECTORY");

    // systemd separates several with a colon, which on Windows belongs to a path.
    private static string? First(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? (OperatingSystem.IsWindows() ? value : value.Split(':')[0]) : null;
}
