using ServicePackaging.Formats.Rpm;
using ServicePackaging.Linux;
using ServicePackaging.Model;

namespace ServicePackaging.Rpm;

/// <summary>What the package needs and offers, computed from the project and from what its native files ask the dynamic linker for.</summary>
internal static class RpmDependencies
{
    // A rich relation (rpm 4.13) over sonames: the families call the packages by different names.
    private const string OpenSsl64 = "(libssl.so.3()(64bit) or libssl.so.1.1()(64bit))";
    private const string OpenSsl32 = "(libssl.so.3 or libssl.so.1.1)";

    public static IEnumerable<RpmRelation> Create(ServiceDefinition definition, LinuxContent content, Payload payload)
    {
        var computed = Native(payload).Concat(Runtime(definition.Project)).Concat(Account(definition, content)).Concat(Recommended(definition));
        return computed.Concat(definition.Relations.Select(Convert));
    }

    /// <summary>A relation as the developer wrote it.</summary>
    private static RpmRelation Convert(PackageRelation relation)
    {
        var kind = Enum.Parse<RpmRelationKind>(relation.Kind);
        if (relation.Version is not { } text)
        {
            return new RpmRelation(kind, relation.Name);
        }

        var version = text.TrimStart('<', '=', '>').Trim();
        var operators = text[..(text.Length - text.TrimStart('<', '=', '>').Length)];
        var sense = (operators.Contains('<') ? RpmSense.Less : 0) | (operators.Contains('>') ? RpmSense.Greater : 0) | (operators.Contains('=') ? RpmSense.Equal : 0);
        return new RpmRelation(kind, relation.Name, sense, version);
    }

    // As rpm's elfdeps(1) names them: library, symbol version, and the mark of 64-bit code.
    private static IEnumerable<RpmRelation> Native(Payload payload) =>
        from need in NativeNeed.Of(payload)
        let mark = need.File.Elf!.Is64Bit ? "(64bit)" : ""
        from name in need.Versions.Select(version => $"{need.Library}({version}){mark}").Prepend(mark.Length > 0 ? $"{need.Library}(){mark}" : need.Library)
        select new RpmRelation(RpmRelationKind.Requires, name, RpmSense.FoundRequirement);

    private static IEnumerable<RpmRelation> Runtime(ProjectFacts project)
    {
        if (!RuntimePackage.IsBundled(project))
        {
            yield return new RpmRelation(RpmRelationKind.Requires, RuntimePackage.NameFor(project));
            yield break;
        }

        yield return new RpmRelation(RpmRelationKind.Requires, project.RuntimeIdentifier is "linux-x86" or "linux-arm" ? OpenSsl32 : OpenSsl64);
        if (!project.InvariantGlobalization)
        {
            // Fedora's family has one package, openSUSE one for each version.
            yield return new RpmRelation(RpmRelationKind.Requires, $"(libicu or {string.Join(" or ", RuntimePackage.IcuPackages())})");
        }
    }

    // Before rpm 4.19 knows accounts by itself, %pre makes them.
    private static IEnumerable<RpmRelation> Account(ServiceDefinition definition, LinuxContent content)
    {
        if (content.SysusersFile is null)
        {
            yield break;
        }

        string[] programs = definition.Account.IsRoot
            ? ["/usr/bin/getent", "/usr/sbin/groupadd"]
            : ["/usr/bin/getent", "/usr/sbin/groupadd", "/usr/sbin/useradd"];
        foreach (var program in programs)
        {
            yield return new RpmRelation(RpmRelationKind.Requires, program, RpmSense.PreInstall);
        }
    }

    private static IEnumerable<RpmRelation> Recommended(ServiceDefinition definition)
    {
        // Not required: a container has no use for it. Where both come in one transaction, systemd comes first.
        yield return new RpmRelation(RpmRelationKind.OrderWithRequires, "systemd", RpmSense.PostInstall | RpmSense.PreUninstall | RpmSense.PostUninstall);
        if (definition.Project.SelfContained)
        {
            yield return new RpmRelation(RpmRelationKind.Recommends, "ca-certificates");
            yield return new RpmRelation(RpmRelationKind.Recommends, "(tzdata or timezone)");
        }

        if (definition.Logs.Count > 0)
        {
            yield return new RpmRelation(RpmRelationKind.Recommends, "logrotate");
        }
    }
}
