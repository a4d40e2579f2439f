using ServicePackaging.Installation.Tests.Boxes;

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>What the sample tells of itself in a box.</summary>
internal static class MemexdInBox
{
    /// <summary>The version that answers.</summary>
    public static Task<string> RunningVersionAsync(this Box box) =>
        box.ReadAsync("curl -sf --retry 300 --retry-connrefused --retry-delay 1 http://127.0.0.1:8765/health | sed 's/.*\"version\":\"\\([^\"]*\\).*/\\1/'");

    /// <summary>How often systemd has started and stopped it.</summary>
    public static async Task<(string Started, string Stopped)> StartsAndStopsAsync(this Box box) =>
        (await CountAsync(box, "Started"), await CountAsync(box, "Stopped"));

    private static Task<string> CountAsync(Box box, string message) =>
        box.ReadAsync($"journalctl --unit=memexd --output=cat | grep -c '^{message} memexd' || true");
}
