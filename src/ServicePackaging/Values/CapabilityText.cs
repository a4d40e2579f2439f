namespace ServicePackaging.Values;

/// <summary>Names of Linux capabilities.</summary>
internal static class CapabilityText
{
    private const string Prefix = "CAP_";

    // capabilities(7), Linux 6.12.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "CAP_AUDIT_CONTROL", "CAP_AUDIT_READ", "CAP_AUDIT_WRITE", "CAP_BLOCK_SUSPEND", "CAP_BPF", "CAP_CHECKPOINT_RESTORE", "CAP_CHOWN",
        "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_KILL", "CAP_LEASE",
        "CAP_LINUX_IMMUTABLE", "CAP_MAC_ADMIN", "CAP_MAC_OVERRIDE", "CAP_MKNOD", "CAP_NET_ADMIN", "CAP_NET_BIND_SERVICE",
        "CAP_NET_BROADCAST", "CAP_NET_RAW", "CAP_PERFMON", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYSLOG",
        "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_CHROOT", "CAP_SYS_MODULE", "CAP_SYS_NICE", "CAP_SYS_PACCT", "CAP_SYS_PTRACE",
        "CAP_SYS_RAWIO", "CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_WAKE_ALARM",
    };

    /// <summary>Reads names in any case, with or without their prefix, and joins them with spaces; each of them counts once.</summary>
    public static bool TryParse(string text, out string capabilities)
    {
        var names = text.ToUpperInvariant().Split([' ', ',', ';', '+'], StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name.StartsWith(Prefix, StringComparison.Ordinal) ? name : Prefix + name)
            .Distinct().ToList();
        capabilities = string.Join(' ', names);
        return names.Count > 0 && names.All(Known.Contains);
    }
}
