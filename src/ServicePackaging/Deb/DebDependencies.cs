using ServicePackaging.Diagnostics;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Systemd;

namespace ServicePackaging.Deb;

/// <summary>What the package needs, computed from the project and from what its native files ask the dynamic linker for.</summary>
internal static class DebDependencies
{
    private const string OpenSsl = "libssl3t64 | libssl3 | libssl1.1";

    // Name of a library without version suffix → package.
    private static readonly (string Library, string Package)[] Libraries =
    [
        ("libc.so", "libc6"),
        ("libm.so", "libc6"),
        ("libdl.so", "libc6"),
        ("libpthread.so", "libc6"),
        ("librt.so", "libc6"),
        ("ld-linux", "libc6"),
        ("ld64.so", "libc6"),
        ("libgcc_s.so", "libgcc-s1"),
        ("libstdc++.so", "libstdc++6"),
        ("libz.so", "zlib1g"),
        ("libssl.so", OpenSsl),
        ("libcrypto.so", OpenSsl),
        ("libgssapi_krb5.so", "libgssapi-krb5-2"),
        ("libsqlite3.so", "libsqlite3-0"),
        ("libcurl.so", "libcurl4t64 | libcurl4"),
        ("libuuid.so", "libuuid1"),
        ("libsystemd.so", "libsystemd0"),
    ];

    /// <summary>The relation fields of the control paragraph: field and its relations, in order.</summary>
    public static IEnumerable<(string Field, string Relations)> Create(
        ServiceDefinition definition, LinuxContent content, Payload payload, DiagnosticBag diagnostics)
    {
        var relations = definition.Relations.ToLookup(relation => relation.Kind, Render);
        string[] depends =
        [
            .. Native(payload, diagnostics), .. Interpreted(definition, payload, diagnostics), .. Runtime(definition.Project), .. ServiceManager(content),
            // A unit of ours runs it.
            .. LogrotateUnits.AreFor(definition) ? ["logrotate"] : Array.Empty<string>(),
            .. relations["Depends"],
        ];
        string[] recommends = [.. Recommended(definition), .. relations["Recommends"]];

        // deb-systemd-helper and deb-systemd-invoke as the scripts call them (debhelper's own bound).
        string[] preDepends = ["init-system-helpers (>= 1.54~)", .. relations["Pre-Depends"]];
        var fields = new (string, IEnumerable<string>)[] { ("Pre-Depends", preDepends), ("Depends", depends), ("Recommends", recommends) }
            .Concat(PackageRelations.Debian.Kinds.Except(["Pre-Depends", "Depends", "Recommends"]).Select(kind => (kind, relations[kind])));
        return from field in fields
               let list = string.Join(", ", field.Item2.Distinct())
               where list.Length > 0
               select (field.Item1, list);
    }

    private static string Render(PackageRelation relation) =>
        relation.Version is null ? relation.Name : $"{relation.Name} ({relation.Operator} {relation.ComparedVersion})";

    private static IEnumerable<string> Native(Payload payload, DiagnosticBag diagnostics)
    {
        var needs = NativeNeed.Of(payload);
        var packages = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var need in needs)
        {
            var row = Array.Find(Libraries, row => need.Library.StartsWith(row.Library, StringComparison.Ordinal));
            if (row.Library is null)
            {
                diagnostics.Report(PackageDiagnostics.UnknownLibrary, need.File.Path, need.Library);
            }
            else
            {
                packages.Add(row.Package);
            }
        }

        return packages.Select(package => package == "libc6" && GlibcFloor(needs) is { } floor ? $"libc6 (>= {floor})" : package);
    }

    // The highest symbol version is the oldest C library with which every file loads.
    private static Version? GlibcFloor(IEnumerable<NativeNeed> needs) =>
        (from need in needs
         from version in need.Versions
         where version.StartsWith("GLIBC_", StringComparison.Ordinal)
         let parsed = Version.TryParse(version.AsSpan("GLIBC_".Length), out var number) ? number : null
         where parsed is not null
         orderby parsed descending
         select parsed).FirstOrDefault();

    private static IEnumerable<string> Interpreted(ServiceDefinition definition, Payload payload, DiagnosticBag diagnostics)
    {
        var program = InterpreterNeed.OfService(definition, payload);
        if (program is not null && Interpreter.AtPath(program) is null && definition.Relations.Count == 0)
        {
            diagnostics.Report(PackageDiagnostics.UnknownInterpreter, program);
        }

        return InterpreterNeed.Of(definition, payload).Select(path => Interpreter.AtPath(path)?.DebianPackage).OfType<string>().Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Runtime(ProjectFacts project)
    {
        if (!project.BringsRuntime)
        {
            yield return RuntimePackage.NameFor(project);
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
        // The small implementation first: it is what apt picks in a container, and wherever systemd is installed that satisfies it.
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
