namespace Memexd;

/// <summary>A reason not to run that the administrator can act on: one line on standard error and an exit code.</summary>
internal sealed class DaemonException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>Exit codes, with the numbers of sysexits.h where it has one.</summary>
internal static class ExitCodes
{
    public const int Usage = 64;
    public const int Unavailable = 69;
    public const int Software = 70;
    public const int CannotCreate = 73;
    public const int Config = 78;
}
