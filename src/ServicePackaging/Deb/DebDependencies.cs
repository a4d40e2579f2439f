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
    private const string OpenSsl = "libssl3t64 | libssl3 | libssl1.1";

    /// <summary>The relation fields of the control paragraph: each field with its relations, in order.</summary>
    public static IEnumerable<(string Field, string Relations)> Create(
        ServiceDefinition definition, LinuxContent content, Payload payload, DiagnosticBag diagnostics)
    {
        var relations = definition.Relations.ToLookup(relation => relation.Kind, Render);
        var native = NativeNeed.Of(definition, payload, diagnostics);
        ReportUnknown(native, diagnostics);
        string[] depends =
        [
            .. Native(native.Where(need => need.IsRequired)),
            .. Interpreted(definition, payload, diagnostics), .. Runtime(definition.Project), .. ServiceManager(content),
            // A generated unit runs it.
            .. LogrotateUnits.AreFor(definition) ? ["logrotate"] : Array.Empty<string>(),
            .. relations["Depends"],
        ];
        string[] recommends =
            [.. Native(native.Where(need => !need.IsRequired)).Except(depends), .. Recommended(definition), .. relations["Recommends"]];

        // deb-systemd-helper and deb-systemd-invoke as the scripts call them (debhelper's own bound).
        string[] preDepends = ["init-system-helpers (>= 1.54~)", .. relations["Pre-Depends"]];
        var fields = new (string, IEnumerable<string>)[] { ("Pre-Depends", preDepends), ("Depends", depends), ("Recommends", recommends) }
            .Concat(DebRelations.Kinds.Except(["Pre-Depends", "Depends", "Recommends"]).Select(kind => (kind, relations[kind])));
        return from field in fields
               let list = string.Join(", ", field.Item2.Distinct())
               where list.Length > 0
               select (field.Item1, list);
    }

    private static string Render(PackageRelation relation) =>
        relation.Version is null ? relation.Name : $"{relation.Name} ({relation.Operator} {relation.ComparedVersion})";

    private static void ReportUnknown(IEnumerable<NativeNeed> needs, DiagnosticBag diagnostics)
    {
        foreach (var need in needs.Where(need => SystemLibrary.Find(need.Library) is null))
        {
            diagnostics.Report(PackageDiagnostics.UnknownLibrary, need.File.Path, need.Library);
        }
    }

    // The highest symbol version is that of the oldest C library with which every file loads.
    private static IEnumerable<string> Native(IEnumerable<NativeNeed> needs)
    {
        var list = needs.ToList();
        var floor = CLibrary.Newest(list.SelectMany(need => need.Versions));
        return list
            .Select(need => SystemLibrary.Find(need.Library)?.DebianPackage)
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(package => package == SystemLibrary.DebianCLibrary && floor is not null ? $"{package} (>= {floor})" : package);
    }

    private static IEnumerable<string> Interpreted(ServiceDefinition definition, Payload payload, DiagnosticBag diagnostics)
    {
        var program = InterpreterNeed.OfService(definition, payload);
        if (program is not null && Interpreter.AtPath(program) is null && definition.Relations.Count == 0)
        {
            diagnostics.Report(PackageDiagnostics.UnknownInterpreter, program);
        }

        return InterpreterNeed.Of(definition, payload)
            .Select(path => Interpreter.AtPath(path)?.DebianPackage)
            .OfType<string>()
            .Order(StringComparer.Ordinal);
    }

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

        yield return OpenSsl;
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
    }
}
