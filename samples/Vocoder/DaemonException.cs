namespace Vocoder;

/// <summary>A failure that ends the daemon, told in a line.</summary>
internal sealed class DaemonException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>Exit codes by the names of sysexits.h.</summary>
internal static class ExitCodes
{
    public const int Usage = 64;
    public const int Unavailable = 69;
    public const int Config = 78;
}
