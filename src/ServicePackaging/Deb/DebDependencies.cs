using ServicePackaging.Diagnostics;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Systemd;

namespace ServicePackaging.Deb;

/// <summary>Computes what the package depends on, from the project and from what its native files require from the dynamic
/// linker.</summary>
internal static class DebDependencies
{
    private static readonly string[] Asking = ["Depends", "Pre-Depends", "Recommends", "Suggests"];

    /// <summary>The relation fields of the control paragraph: each field with its relations, in order.</summary>
    public static IEnumerable<(string Field, string Relations)> Create(
        ServiceDefinition definition, LinuxContent content, Payload payload, DiagnosticBag diagnostics)
    {
        var relations = definition.Relations.ToLookup(relation => relation.Kind, Render);
        var own = new AuthorRelations(definition, Asking, NamesOf);
        var needs = NativeNeed.Of(definition, payload, LinuxFamily.Debian, diagnostics);
        ReportUnknown(needs, definition, diagnostics);
        var native = DebNatives.Of(needs);
        var interpreters = Interpreters(definition, payload, own, diagnostics);
        string[] depends =
        [
            .. Computed([.. native.Depends, .. Interpreted(interpreters, isRequired: true), .. Runtime(definition.Project)]),
            .. ServiceManager(content),
            // Generated units run them: logrotate, and /bin/kill for a reload.
            .. LogrotateUnits.AreFor(definition) ? Computed(["logrotate"]) : [],
            .. CalledTools.NeedsKill(definition) ? Computed(["procps"]) : [],
            .. relations["Depends"],
        ];
        string[] recommends =
        [
            .. Computed([.. native.Recommends, .. Interpreted(interpreters, isRequired: false), .. Recommended(definition)]),
            .. relations["Recommends"],
        ];

        // deb-systemd-helper and deb-systemd-invoke as the scripts call them (debhelper's own bound).
        string[] preDepends = ["init-system-helpers (>= 1.54~)", .. relations["Pre-Depends"]];
        var fields = new (string, IEnumerable<string>)[] { ("Pre-Depends", preDepends), ("Depends", depends), ("Recommends", recommends) }
            .Concat(DebRelations.Kinds.Except(["Pre-Depends", "Depends", "Recommends"]).Select(kind => (kind, relations[kind])));
        return from field in fields
               let list = string.Join(", ", field.Item2.Distinct())
               where list.Length > 0
               select (field.Item1, list);

        IEnumerable<string> Computed(IEnumerable<string> computed) => computed.Where(relation => !own.Replace(relation));
    }

    private static string Render(PackageRelation relation) =>
        relation.Version is null ? relation.Name : $"{relation.Name} ({relation.Operator} {relation.ComparedVersion})";

    // The alternatives, without versions and architectures.
    private static IEnumerable<string> NamesOf(string relation) =>
        relation.Split('|', StringSplitOptions.TrimEntries).Select(name => name.Split(' ', '(', ':')[0]);

    private static void ReportUnknown(IEnumerable<NativeNeed> needs, ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var declared = definition.Relations.SelectMany(relation => NamesOf(relation.Name)).ToList();
        foreach (var need in NativeNeed.Unknown(needs, LinuxFamily.Debian))
        {
            if (!declared.Exists(package => DebNatives.IsNamedAfter(package, need.Library)))
            {
                need.ReportUnknown(diagnostics);
            }
        }
    }

    private static IReadOnlyList<InterpreterNeed> Interpreters(
        ServiceDefinition definition, Payload payload, AuthorRelations own, DiagnosticBag diagnostics)
    {
        var program = InterpreterNeed.OfService(definition, payload);
        if (program is not null && Interpreter.AtPath(program) is null && definition.Relations.Count == 0)
        {
            diagnostics.Report(PackageDiagnostics.UnknownInterpreter, program);
        }

        var needs = InterpreterNeed.Of(definition, payload);
        InterpreterNeed.ReportForeign(payload, needs, need => own.Name(Interpreter.AtPath(need.Path)!.DebianPackage ?? ""), diagnostics);
        return needs;
    }

    private static IEnumerable<string> Interpreted(IEnumerable<InterpreterNeed> needs, bool isRequired) =>
        from need in needs
        let package = Interpreter.AtPath(need.Path)?.DebianPackage
        where package is not null && need.IsRequired == isRequired
        orderby package
        select need.Version is null ? package : $"{package} (>= {need.Version})";

    private static IEnumerable<string> Runtime(ProjectFacts project)
    {
        if (!project.BringsRuntime)
        {
            yield return string.Join(" | ", RuntimePackage.NamesFor(project));
        }

        if (!project.BringsRuntime || !project.IsDotNet)
        {
            yield break;
        }

        yield return string.Join(" | ", OpenSslNeed.Of(project).Select(library => library.DebianPackages));
        if (!project.InvariantGlobalization)
        {
            yield return string.Join(" | ", RuntimePackage.IcuVersions().Select(version => "libicu" + version));
        }
    }

    private static IEnumerable<string> ServiceManager(LinuxContent content)
    {
        // The small implementation comes first: apt chooses it in a container. On a system with systemd, systemd itself satisfies the
        // dependency.
        if (content.SysusersFile is not null)
        {
            yield return "systemd-standalone-sysusers | systemd | systemd-sysusers";
        }

        if (content.TmpfilesFile is not null)
        {
            yield return "systemd-standalone-tmpfiles | systemd | systemd-tmpfiles";
        }
    }

    private static IEnumerable<string> Recommended(ServiceDefinition definition)
    {
        if (definition.Project.SelfContained)
        {
            yield return "ca-certificates";
            yield return "tzdata";
        }

        if (definition.Logs.Count > 0 && !LogrotateUnits.AreFor(definition))
        {
            yield return "logrotate";
        }

        if (CalledTools.RequestsHealth(definition))
        {
            yield return "curl | wget";
        }
    }
}
