using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Systemd;

/// <summary>The sandboxing of systemd.exec(5) by level, as data. Measured: the strongest set under which a JIT-compiled .NET 10 service
/// still runs. MemoryDenyWriteExecute= breaks the JIT, ~@resources and ~@ipc break the start of CoreCLR, and none of them is
/// here.</summary>
/// <remarks>A user's manager has no special rights. Without PrivateUsers=, it applies seccomp filters if NoNewPrivileges= is set, and
/// ignores every directive that needs a mount (systemd 252 without a message). With PrivateUsers=, mounts are possible if the kernel lets
/// users create user namespaces. If it does not, the service fails with 217/USER, so that only Strict sets the directive. Directives that
/// remove capabilities (CapabilityBoundingSet=, PrivateDevices=, ProtectClock=, ProtectKernelLogs=, ProtectKernelModules=) are never set
/// for a user's service. It has no capabilities, and if AppArmor removes the rights of user namespaces, as on Ubuntu since 24.04, the
/// service would fail with 218/CAPABILITIES. ProtectProc= and RemoveIPC= have no effect there, and with PrivateIPC= a second process of the
/// service, as for ExecReload=, cannot join the namespaces of the first one (226/NAMESPACE). No level sets ProcSubset=pid: it hides
/// /proc/meminfo, from which the garbage collector learns how much memory is free, and /proc/net, from which System.Net reads
/// (systemd.exec(5): "not suitable for most non-trivial programs").</remarks>
internal static class HardeningProfile
{
    // The level from which on a directive applies to system services, and to a user's services; null for no level.
    private sealed record Row(string Name, string Value, ServiceHardening? System, ServiceHardening? User);

    private const ServiceHardening Default = ServiceHardening.Default;
    private const ServiceHardening Strict = ServiceHardening.Strict;

    private static readonly Row[] Rows =
    [
        new("NoNewPrivileges", "yes", Default, Default),
        new("ProtectSystem", "strict", Default, Strict),
        new("ProtectHome", "yes", Default, null),

        // A user's service has its files in the user's home. Its own directories there are still writable.
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

    // Directives that would take essential rights from the superuser: without capabilities, it could not even read the files of its own
    // users.
    private static readonly string[] NotForRoot = ["CapabilityBoundingSet", "AmbientCapabilities", "PrivateUsers", "RemoveIPC"];

    // They are in step: a capability outside the bounding set cannot be ambient (capabilities(7)).
    private static readonly string[] CapabilitySets = ["CapabilityBoundingSet", "AmbientCapabilities"];

    // Generated directives that would cancel one of the developer: they take over its values, or are left out.
    private static readonly (string Ours, string Theirs, bool Follows)[] Yielding =
    [
        // capabilities(7): a capability outside the bounding set cannot be ambient.
        ("CapabilityBoundingSet", "AmbientCapabilities", true),
        // user_namespaces(7): in its own user namespace, a process has its capabilities only there.
        ("PrivateUsers", "AmbientCapabilities", false),
        // systemd.exec(5), PrivateDevices=: a /dev that contains only pseudo devices.
        ("PrivateDevices", "DeviceAllow", false),
    ];

    // What createdump, which the runtime starts at a crash, needs to stop the threads of the process; it reads the memory in /proc.
    private const string DumpCalls = "ptrace";

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

            if (row.Name == "ProtectControlGroups" && !isUser && definition.Project.IsDotNet)
            {
                yield return new("ReadOnlyPaths", ControlGroupPath.MemoryPressure(definition));
            }
        }

        foreach (var directive in CapabilitiesWithoutSandbox(definition))
        {
            yield return directive;
        }

        if (definition.Hardening != ServiceHardening.None && definition.Process.Environment.Any(IsCrashDump))
        {
            yield return new("SystemCallFilter", DumpCalls);
        }

        if (definition.Hardening == ServiceHardening.Strict && !CompilesAtRunTime(definition))
        {
            yield return new("MemoryDenyWriteExecute", "yes");
        }
    }

    // An empty value resets a list, so that it requests nothing.
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

        return [CapabilitySets.Contains(row.Name) ? definition.Capabilities ?? row.Value : row.Value];
    }

    // The sandbox contains them otherwise. Root has every capability that its bounding set contains.
    private static IEnumerable<KeyValuePair<string, string>> CapabilitiesWithoutSandbox(ServiceDefinition definition)
    {
        if (definition is { Scope: ServiceScope.System, Capabilities: { } capabilities })
        {
            if (definition.Account.IsRoot)
            {
                yield return new("CapabilityBoundingSet", capabilities);
            }
            else if (definition.Hardening == ServiceHardening.None)
            {
                yield return new("AmbientCapabilities", capabilities);
            }
        }
    }

    // https://learn.microsoft.com/dotnet/core/diagnostics/collect-dumps-crash
    private static bool IsCrashDump(KeyValuePair<string, string> variable) =>
        variable is { Key: "DOTNET_DbgEnableMiniDump" or "COMPlus_DbgEnableMiniDump", Value: "1" };

    // Nothing is known about a native program that is not .NET. Few of them compile code at run time, and the developer has to declare
    // that.
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
        // UseSystemd() of .NET 10 and older looks its parent up in /proc, and would never send READY=1 (dotnet/runtime#125368).
        "ProtectProc" => definition.Project.TargetFrameworkMajor >= 11 || definition.Process.Type != ServiceType.Notify
            || !definition.Project.Packages.Contains("Microsoft.Extensions.Hosting.Systemd"),
        _ => !definition.Account.IsRoot || !NotForRoot.Contains(row.Name),
    };
}
