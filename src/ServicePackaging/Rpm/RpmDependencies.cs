using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Systemd;

namespace ServicePackaging.Rpm;

/// <summary>Computes what the package requires and provides, from the project and from what its native files require from the dynamic
/// linker.</summary>
internal static class RpmDependencies
{
    private static readonly string[] Joints = [" or ", " and ", " if ", " unless ", " with ", " without ", " else "];

    private const string CLibraryPackage = "glibc";
    private const string NodePackage = "nodejs";

    // The versions of Node.js without the epoch that its packages have (Fedora's nodejs.spec).
    private const string NodeVersions = "nodejs(engine)";

    // systemd is not required, because a container does not need it. If one transaction installs both, systemd comes first.
    private static readonly RpmRelation ServiceManager = new(
        RpmRelationKind.OrderWithRequires, "systemd", RpmSense.PostInstall | RpmSense.PreUninstall | RpmSense.PostUninstall);

    private static readonly string[] Asking =
        [nameof(RpmRelationKind.Requires), nameof(RpmRelationKind.Recommends), nameof(RpmRelationKind.Suggests)];

    public static IEnumerable<RpmRelation> Create(
        ServiceDefinition definition, LinuxContent content, Payload payload, DiagnosticBag diagnostics)
    {
        var own = new AuthorRelations(definition, Asking, NamesOf);
        var native = NativeNeed.Of(definition, payload, LinuxFamily.Rpm, diagnostics);
        ReportUnknown(native, own, diagnostics);
        var interpreters = InterpreterNeed.Of(definition, payload);
        InterpreterNeed.ReportForeign(payload, interpreters, need => own.Name(need.Path), diagnostics);
        var computed = Native(native).Concat(interpreters.SelectMany(Interpreted)).Concat(Runtime(definition.Project))
            .Concat(Recommended(definition)).Concat(Tools(definition)).Where(relation => !IsReplaced(relation.Name, own))
            .Concat(Account(definition, content)).Append(ServiceManager);
        var written = definition.Relations.Where(relation => relation.Kind != PackageRelation.NoRelation);
        return computed.Concat(written.Select(Convert));
    }

    private static IEnumerable<RpmRelation> Tools(ServiceDefinition definition)
    {
        if (CalledTools.NeedsKill(definition))
        {
            yield return new RpmRelation(RpmRelationKind.Requires, "/usr/bin/kill");
        }

        if (CalledTools.RequestsHealth(definition))
        {
            yield return new RpmRelation(RpmRelationKind.Recommends, "(curl or wget)");
        }
    }

    /// <summary>A relation as the developer wrote it.</summary>
    private static RpmRelation Convert(PackageRelation relation)
    {
        var kind = Enum.Parse<RpmRelationKind>(relation.Kind);
        var symbols = relation.Operator;
        var sense = (symbols.Contains('<') ? RpmSense.Less : 0)
            | (symbols.Contains('>') ? RpmSense.Greater : 0)
            | (symbols.Contains('=') ? RpmSense.Equal : 0);
        return new RpmRelation(kind, relation.Name, sense, relation.ComparedVersion);
    }

    // The parts of a rich relation, without versions.
    private static IEnumerable<string> NamesOf(string relation) => relation.StartsWith('(')
        ? relation[1..^1].Split(Joints, StringSplitOptions.TrimEntries).Select(part => part.Trim('(').Split(' ')[0])
        : [relation];

    // The package of the C library stands for all its symbol versions, and a library that is not required for all of its own.
    private static bool IsReplaced(string capability, AuthorRelations own)
    {
        if (own.Replace(capability) || (capability == NodeVersions && own.Name(NodePackage)))
        {
            return true;
        }

        return capability.Split('(', ')') is [var library, { Length: > 0 } version, .. var mark] && !capability.StartsWith('(')
            && ((CLibrary.IsOf(version) && own.Name(CLibraryPackage))
                || own.Demote(mark.Length > 1 ? $"{library}()(64bit)" : library, nameof(RpmRelationKind.Requires)));
    }

    private static void ReportUnknown(IEnumerable<NativeNeed> needs, AuthorRelations own, DiagnosticBag diagnostics)
    {
        foreach (var need in NativeNeed.Unknown(needs, LinuxFamily.Rpm))
        {
            if (!need.IsRequired && !own.Name(need.Capability))
            {
                need.ReportUnknown(diagnostics);
            }
        }
    }

    // The names that rpm's elfdeps(1) uses: library, symbol version, and the mark of 64-bit code.
    private static IEnumerable<RpmRelation> Native(IReadOnlyList<NativeNeed> needs)
    {
        var required = needs.Where(need => need.IsRequired).SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        var recommended = needs.Where(need => !need.IsRequired).SelectMany(Names).Except(required);
        return required.Select(name => new RpmRelation(RpmRelationKind.Requires, name, RpmSense.FoundRequirement))
            .Concat(recommended.Select(name => new RpmRelation(RpmRelationKind.Recommends, name)));
    }

    private static IEnumerable<string> Names(NativeNeed need)
    {
        var is64Bit = need.File.Elf!.Is64Bit;
        return need.Versions
            .Select(version => $"{need.Library}({version}){(is64Bit ? "(64bit)" : "")}")
            .Prepend(need.Capability);
    }

    // The name that rpm's script.req uses: the interpreter's file.
    private static IEnumerable<RpmRelation> Interpreted(InterpreterNeed need)
    {
        yield return need.IsRequired
            ? new RpmRelation(RpmRelationKind.Requires, need.Path, RpmSense.FoundRequirement)
            : new RpmRelation(RpmRelationKind.Recommends, need.Path);
        if (need.Version is { } version)
        {
            yield return new RpmRelation(RpmRelationKind.Requires, NodeVersions, RpmSense.Greater | RpmSense.Equal, version);
        }
    }

    private static IEnumerable<RpmRelation> Runtime(ProjectFacts project)
    {
        if (!project.BringsRuntime)
        {
            yield return AnyOf(RuntimePackage.NamesFor(project));
        }

        if (!project.BringsRuntime || !project.IsDotNet)
        {
            yield break;
        }

        var is64Bit = RuntimeArchitecture.Is64Bit(project.RuntimeIdentifier);
        yield return OneOf(OpenSslNeed.Of(project).Select(library => library.SoName), is64Bit);
        if (!project.InvariantGlobalization)
        {
            yield return OneOf(RuntimePackage.IcuVersions().Select(version => "libicuuc.so." + version), is64Bit);
        }
    }

    // A rich relation (rpm 4.13) over sonames, which every family provides. The names of the packages differ, such as libicu and
    // libicu73_2.
    private static RpmRelation OneOf(IEnumerable<string> libraries, bool is64Bit) =>
        new(RpmRelationKind.Requires, $"({string.Join(" or ", libraries.Select(library => library + Mark(is64Bit)))})");

    private static RpmRelation AnyOf(IReadOnlyList<string> packages) =>
        new(RpmRelationKind.Requires, packages is [var only] ? only : $"({string.Join(" or ", packages)})");

    private static string Mark(bool is64Bit) => is64Bit ? "()(64bit)" : "";

    // rpm before 4.19 does not create accounts itself, so that %pre creates them.
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
        if (definition.Project.SelfContained)
        {
            yield return new RpmRelation(RpmRelationKind.Recommends, "ca-certificates");
            yield return new RpmRelation(RpmRelationKind.Recommends, "(tzdata or timezone)");
        }

        if (definition.Logs.Count > 0)
        {
            // A generated unit runs it; otherwise logrotate's own timer finds the file.
            var kind = LogrotateUnits.AreFor(definition) ? RpmRelationKind.Requires : RpmRelationKind.Recommends;
            yield return new RpmRelation(kind, "logrotate");
        }
    }
}
