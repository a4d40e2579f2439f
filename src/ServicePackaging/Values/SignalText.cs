using System.Collections.Frozen;

namespace ServicePackaging.Values;

/// <summary>Names of signals (signal(7)), with or without <c>SIG</c>.</summary>
internal static class SignalText
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "HUP", "INT", "QUIT", "ABRT", "USR1", "USR2", "ALRM", "TERM", "CONT", "TSTP", "WINCH",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Reads a signal that a program can handle; the result is the full name, such as <c>SIGHUP</c>.</summary>
    public static bool TryParse(string text, out string value)
    {
        var name = text.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        value = "SIG" + name;
        return Known.Contains(name);
    }
}
