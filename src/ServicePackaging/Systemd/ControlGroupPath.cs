using System.Globalization;
using ServicePackaging.Model;

namespace ServicePackaging.Systemd;

/// <summary>The place of a system service in /sys/fs/cgroup (control groups version 2).</summary>
internal static class ControlGroupPath
{
    /// <summary>
    /// The file that ProtectControlGroups= mounts again, so that the service can write to it (systemd 254 and later). .NET takes the last
    /// mount of control groups for the root of all of them, and then finds no limit of memory or processors. If the file is read-only like
    /// its directory, there is no second mount. The path begins with a hyphen, because other systems do not have the file.
    /// </summary>
    public static string MemoryPressure(ServiceDefinition definition)
    {
        var slice = definition.Instance.Length > 0 ? $"/system-{Escape(definition.Name)}.slice" : "";
        return $"-/sys/fs/cgroup/system.slice{slice}/%n/memory.pressure";
    }

    // systemd.unit(5), "String Escaping for Inclusion in Unit Names": in the name of a slice, a hyphen is a separator. In a list of paths,
    // a backslash is doubled.
    private static string Escape(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':'
        ? c.ToString()
        : string.Create(CultureInfo.InvariantCulture, $@"\\x{(int)c:x2}")));
}
