using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>A library that a native file of the payload is linked against, and that the payload does not have.</summary>
/// <param name="File">The file.</param>
/// <param name="Library">The library's name (DT_NEEDED).</param>
/// <param name="Versions">The symbol versions that it has to have; may be empty.</param>
/// <param name="IsRequired">Whether the service cannot run without it, as far as can be known; otherwise it is recommended.</param>
internal sealed record NativeNeed(PayloadFile File, string Library, IReadOnlyList<string> Versions, bool IsRequired)
{
    // .NET's tracing provider is loaded only if its library is installed.
    private static readonly string[] Optional = ["liblttng-ust"];

    // The names that a developer's own relation to the C library may have: Debian's package, that of the RPM distributions, or one of its
    // symbols.
    private static readonly string[] CLibraryNames = [SystemLibrary.DebianCLibrary, "glibc", "libc.so.6"];

    /// <summary>Returns what the payload requires from the system. Everything that the program and .NET are linked against is required. A
    /// .NET program may never load the other native files: they require what every distribution has, and nothing if they need a newer C
    /// library than the program.</summary>
    public static IReadOnlyList<NativeNeed> Of(ServiceDefinition definition, Payload payload, DiagnosticBag diagnostics)
    {
        var files = Loadable(definition, payload);
        var own = Own(definition, payload, files);
        var floor = Floor(definition.Project, own);
        var newer = files.Where(file => !own.Contains(file) && CLibraryVersion(file) > floor).ToHashSet();
        Report(definition, newer, floor, diagnostics);

        var names = files.SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from file in files
               from library in file.Elf!.Needed
               where !names.Contains(library) && !IsOptional(library)
               let versions = file.Elf!.VersionNeeds.Where(need => need.File == library).SelectMany(need => need.Versions)
               let isRequired = own.Contains(file) || (!newer.Contains(file) && SystemLibrary.Find(library) is not null)
               select new NativeNeed(file, library, [.. versions], isRequired),
        ];
    }

    private static bool IsOptional(string library) =>
        Array.Exists(Optional, prefix => library.StartsWith(prefix, StringComparison.Ordinal));

    // A file for another architecture or C library is never loaded. The service's own program is started in any case.
    private static List<PayloadFile> Loadable(ServiceDefinition definition, Payload payload)
    {
        var program = Program(definition, payload);
        return [.. payload.Items.OfType<PayloadFile>().Where(file => file.Elf is { } elf && (file == program || IsForTarget(elf)))];

        bool IsForTarget(ElfFile elf) => RuntimeArchitecture.Fits(elf, definition.Project.RuntimeIdentifier) && !CLibrary.IsOtherThan(elf);
    }

    // The program, .NET's own files, and the libraries of the payload that these are linked against. For a program that is not .NET it is
    // unknown which files are optional, so all of them count.
    private static HashSet<PayloadFile> Own(ServiceDefinition definition, Payload payload, List<PayloadFile> files)
    {
        if (!definition.Project.IsDotNet)
        {
            return [.. files];
        }

        var program = Program(definition, payload);
        var own = new HashSet<PayloadFile>();
        var found = new Queue<PayloadFile>(files.Where(file => file == program || DotNetRuntimeFiles.Contain(file.Path)));
        while (found.TryDequeue(out var file))
        {
            if (own.Add(file))
            {
                files.Where(other => Names(other).Intersect(file.Elf!.Needed).Any()).ToList().ForEach(found.Enqueue);
            }
        }

        return own;
    }

    private static PayloadFile? Program(ServiceDefinition definition, Payload payload) =>
        ProgramCommand.PayloadPath(definition) is { } path ? payload.Find(path) : null;

    private static Version Floor(ProjectFacts project, IEnumerable<PayloadFile> own) =>
        own.Select(CLibraryVersion).Append(CLibrary.NeededByDotNet(project)).Max()!;

    private static Version? CLibraryVersion(PayloadFile file) => CLibrary.Newest(file.Elf!.VersionNeeds.SelectMany(need => need.Versions));

    private static IEnumerable<string> Names(PayloadFile file) => new[] { Path.GetFileName(file.Path), file.Elf!.SoName }.OfType<string>();

    private static void Report(ServiceDefinition definition, IEnumerable<PayloadFile> newer, Version floor, DiagnosticBag diagnostics)
    {
        if (definition.Relations.Any(relation => CLibraryNames.Contains(relation.Name.Split('(')[0])))
        {
            return;
        }

        foreach (var file in newer.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            diagnostics.Report(PackageDiagnostics.NewerCLibrary, file.Path, CLibraryVersion(file)!, floor);
        }
    }
}
