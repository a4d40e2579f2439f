using ServicePackaging.Model;

namespace ServicePackaging.Systemd;

/// <summary>The sandboxing of systemd.exec(5) by level, as data. Measured: the strongest set under which a JIT-compiled .NET 10 service still
/// runs. MemoryDenyWriteExecute= breaks the JIT, ~@resources and ~@ipc break the start of CoreCLR, and none of them is here.</summary>
internal static class HardeningProfile
{
    private sealed record Row(string Name, string Value, Scopes Scopes, ServiceHardening From = ServiceHardening.Default);

    [Flags]
    private enum Scopes
    {
        System = 1,

        // What a user's manager can do without rights: seccomp filters, given NoNewPrivileges=.
        User = 2,
        Both = System | User,
    }

    private static readonly Row[] Rows =
    [
        new("NoNewPrivileges", "yes", Scopes.Both),
        new("ProtectSystem", "strict", Scopes.System),
        new("ProtectHome", "yes", Scopes.System),
        new("PrivateTmp", "yes", Scopes.System),
        new("PrivateDevices", "yes", Scopes.System),
        new("PrivateMounts", "yes", Scopes.System),
        new("DevicePolicy", "closed", Scopes.System),
        new("ProtectClock", "yes", Scopes.System),
        new("ProtectHostname", "yes", Scopes.System),
        new("ProtectKernelLogs", "yes", Scopes.System),
        new("ProtectKernelModules", "yes", Scopes.System),
        new("ProtectKernelTunables", "yes", Scopes.System),
        new("ProtectControlGroups", "yes", Scopes.System),
        new("ProtectProc", "invisible", Scopes.System),
        new("ProcSubset", "pid", Scopes.System),
        new("CapabilityBoundingSet", "", Scopes.System),
        new("AmbientCapabilities", "", Scopes.System),
        new("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6 AF_NETLINK", Scopes.Both),
        new("RestrictNamespaces", "yes", Scopes.Both),
        new("RestrictRealtime", "yes", Scopes.Both),
        new("RestrictSUIDSGID", "yes", Scopes.Both),
        new("LockPersonality", "yes", Scopes.Both),
        new("RemoveIPC", "yes", Scopes.System),
        new("KeyringMode", "private", Scopes.System),
        new("SystemCallArchitectures", "native", Scopes.Both),
        new("SystemCallFilter", "@system-service", Scopes.Both),
        new("SystemCallFilter", "~@privileged", Scopes.Both),
        new("SystemCallErrorNumber", "EPERM", Scopes.Both),
        new("PrivateUsers", "yes", Scopes.System, ServiceHardening.Strict),
        new("PrivateIPC", "yes", Scopes.System, ServiceHardening.Strict),
    ];

    // What the superuser needs to be one: without capabilities it could not even read its own users' files.
    private static readonly string[] NotForRoot = ["CapabilityBoundingSet", "AmbientCapabilities", "PrivateUsers", "RemoveIPC"];

    /// <summary>The directives that a service gets.</summary>
    public static IEnumerable<KeyValuePair<string, string>> For(ServiceDefinition definition)
    {
        var scope = definition.Scope == ServiceScope.User ? Scopes.User : Scopes.System;
        foreach (var row in Rows.Where(row => definition.Hardening >= row.From && row.Scopes.HasFlag(scope) && Applies(row, definition)))
        {
            yield return new(row.Name, row.Value);
        }

        if (definition.Hardening == ServiceHardening.Strict && !CompilesAtRunTime(definition))
        {
            yield return new("MemoryDenyWriteExecute", "yes");
        }
    }

    // Of a program in machine code that is no .NET's, nothing is known: few compile, and theirs is the developer's word.
    private static bool CompilesAtRunTime(ServiceDefinition definition)
    {
        var programs = definition.Process.Program is { } program ? definition.Project.Interpreters.Append(program.Path) : definition.Project.Interpreters;
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
