using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Systemd;

/// <summary>The sandboxing of systemd.exec(5) by level, as data. Measured: the strongest set under which a JIT-compiled .NET 10 service
/// still runs. MemoryDenyWriteExecute= breaks the JIT, ~@resources and ~@ipc break the start of CoreCLR, and none of them is
/// here.</summary>
/// <remarks>A user's manager has no rights of its own: without PrivateUsers= it takes seccomp filters, given NoNewPrivileges=, and leaves
/// out everything that is a mount (systemd 252 silently). With it, mounts are possible as far as the kernel lets users make user
/// namespaces; where it does not, the service fails with 217/USER, and therefore only Strict asks for it. What takes capabilities away
/// (CapabilityBoundingSet=, PrivateDevices=, ProtectClock=, ProtectKernelLogs=, ProtectKernelModules=) is for no user's service: it has
/// none, and where AppArmor empties user namespaces of rights, as Ubuntu does since 24.04, it would fail with 218/CAPABILITIES.
/// ProtectProc= and RemoveIPC= do nothing there, and with PrivateIPC= a second process of the service, as for ExecReload=, cannot join the
/// first one's namespaces (226/NAMESPACE). ProcSubset=pid is in no level: it hides /proc/meminfo, from which the garbage collector learns
/// how much memory is free, and /proc/net, from which System.Net reads (systemd.exec(5): "not suitable for most non-trivial
/// programs").</remarks>
internal static class HardeningProfile
{
    // From which level on a directive holds for the machine's services, and for a user's; null for no level.
    private sealed record Row(string Name, string Value, ServiceHardening? System, ServiceHardening? User);

    private const ServiceHardening Default = ServiceHardening.Default;
    private const ServiceHardening Strict = ServiceHardening.Strict;

    private static readonly Row[] Rows =
    [
        new("NoNewPrivileges", "yes", Default, Default),
        new("ProtectSystem", "strict", Default, Strict),
        new("ProtectHome", "yes", Default, null),

        // A user's service lives in the user's home; what it owns there stays writable.
        new("ProtectHome", "read-only", null, Strict),
        new("PrivateTmp", "yes", Default, Strict),
        new("PrivateDevices", "yes", Default, null),
        new("PrivateMounts", "yes", Default, Strict),
        new("DevicePolicy", "closed", Default, null),
        new("ProtectClock", "yes", Default, null),
        new("ProtectHostname", "yes", Default, Strict),
        new("ProtectKernelLogs", "yes", Default, null),
        new("ProtectKernelModules", "yes", Default, null),
        new("ProtectKernelTunables", "yes", Default, Strict),
        new("ProtectControlGroups", "yes", Default, Strict),
        new("ProtectProc", "invisible", Default, null),
        new("CapabilityBoundingSet", "", Default, null),
        new("AmbientCapabilities", "", Default, null),
        new("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6 AF_NETLINK", Default, Default),
        new("RestrictNamespaces", "yes", Default, Default),
        new("RestrictRealtime", "yes", Default, Default),
        new("RestrictSUIDSGID", "yes", Default, Default),
        new("LockPersonality", "yes", Default, Default),
        new("RemoveIPC", "yes", Default, null),
        new("KeyringMode", "private", Default, null),
        new("SystemCallArchitectures", "native", Default, Default),
        new("SystemCallFilter", "@system-service", Default, Default),
        new("SystemCallFilter", "~@privileged", Default, Default),
        new("SystemCallErrorNumber", "EPERM", Default, Default),
        new("PrivateUsers", "yes", Strict, Strict),
        new("PrivateIPC", "yes", Strict, null),
    ];

    // What the superuser needs to be one: without capabilities it could not even read its own users' files.
    private static readonly string[] NotForRoot = ["CapabilityBoundingSet", "AmbientCapabilities", "PrivateUsers", "RemoveIPC"];

    // Directives of ours that would cancel one of the developer's: they follow its values, or are left out.
    private static readonly (string Ours, string Theirs, bool Follows)[] Yielding =
    [
        // capabilities(7): a capability outside the bounding set cannot be ambient.
        ("CapabilityBoundingSet", "AmbientCapabilities", true),
        // user_namespaces(7): in a user namespace of its own, a process has its capabilities there only.
        ("PrivateUsers", "AmbientCapabilities", false),
        // systemd.exec(5), PrivateDevices=: a /dev that holds pseudo devices only.
        ("PrivateDevices", "DeviceAllow", false),
    ];

    /// <summary>The directives that a service gets.</summary>
    public static IEnumerable<KeyValuePair<string, string>> For(ServiceDefinition definition)
    {
        var isUser = definition.Scope == ServiceScope.User;
        foreach (var row in Rows.Where(row => definition.Hardening >= (isUser ? row.User : row.System) && Applies(row, definition)))
        {
            foreach (var value in ValuesOf(row, definition))
            {
                yield return new(row.Name, value);
            }
        }

        if (definition.Hardening == ServiceHardening.Strict && !CompilesAtRunTime(definition))
        {
            yield return new("MemoryDenyWriteExecute", "yes");
        }
    }

    // An empty value resets a list, and so asks for nothing.
    private static List<string> ValuesOf(Row row, ServiceDefinition definition)
    {
        foreach (var (_, theirs, follows) in Yielding.Where(rule => rule.Ours == row.Name))
        {
            var values = definition.ServiceDirectives.Where(directive => (directive.Section, directive.Name) == ("Service", theirs))
                .Select(directive => directive.Value).ToList();
            if (values.Exists(value => value.Length > 0))
            {
                return follows ? values : [];
            }
        }

        return [row.Value];
    }

    // Of a program in machine code that is no .NET's, nothing is known: few compile, and theirs is the developer's word.
    private static bool CompilesAtRunTime(ServiceDefinition definition)
    {
        var interpreters = definition.Project.Interpreters;
        var programs = definition.Process.Program is { } program ? interpreters.Append(program.Path) : interpreters;
        return definition.Project.IsDotNet
            ? !definition.Project.NativeAot
            : programs.Any(path => Interpreter.OfName(path[(path.LastIndexOf('/') + 1)..]) is { CompilesAtRunTime: true });
    }

    private static bool Applies(Row row, ServiceDefinition definition) => row.Name switch
    {
        // UseSystemd() of .NET 10 and older looks its parent up in /proc, and would never say READY=1 (dotnet/runtime#125368).
        "ProtectProc" => definition.Project.TargetFrameworkMajor >= 11 || definition.Process.Type != ServiceType.Notify
            || !definition.Project.Packages.Contains("Microsoft.Extensions.Hosting.Systemd"),
        _ => !definition.Account.IsRoot || !NotForRoot.Contains(row.Name),
    };
}
