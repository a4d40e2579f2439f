using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>The native files of a payload that its system can load, and how much the service depends on each.</summary>
internal sealed class NativeFiles
{
    // The names that a developer's own relation to the C library may have: Debian's package, that of the RPM distributions, or one of its
    // symbols.
    private static readonly string[] CLibraryNames = [SystemLibrary.DebianCLibrary, "glibc", "libc.so.6"];

    private readonly ServiceDefinition _definition;
    private readonly PayloadFile? _program;
    private readonly HashSet<PayloadFile> _optional;
    private readonly HashSet<PayloadFile> _own;
    private readonly HashSet<PayloadFile> _newer;
    private readonly HashSet<string> _assets;
    private readonly Version? _floor;

    public NativeFiles(ServiceDefinition definition, Payload payload, DiagnosticBag diagnostics)
    {
        _definition = definition;
        _program = ProgramCommand.PayloadPath(definition) is { } path ? payload.Find(path) : null;
        All = [.. payload.Items.OfType<PayloadFile>().Where(IsLoadable)];
        Names = All.SelectMany(NamesOf).ToHashSet(StringComparer.Ordinal);
        _optional = OptionalFiles.In(definition, payload);
        OptionalFiles.Check(definition, payload, diagnostics);
        _own = FindOwn();
        _assets = [.. definition.Project.NativeAssets];
        _floor = FindFloor();
        _newer = [.. All.Where(file => !_own.Contains(file) && _floor is not null && CLibraryVersion(file) > _floor)];
    }

    /// <summary>The files. One for another architecture or C library is never loaded, except that the service's own program is started in
    /// any case; debug symbols are not loaded at all.</summary>
    public IReadOnlyList<PayloadFile> All { get; }

    /// <summary>The names under which files can be linked against them.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Whether a file's need for a library of the system is a requirement of the package.</summary>
    /// <param name="file">The file.</param>
    /// <param name="library">The library; null if it is unknown.</param>
    public bool Requires(PayloadFile file, SystemLibrary? library) =>
        !_optional.Contains(file)
        && (_own.Contains(file) || (library is not null && !_newer.Contains(file) && (library.IsBasic || IsNamed(file))));

    /// <summary>Whether the developer declared a file optional.</summary>
    public bool IsOptional(PayloadFile file) => _optional.Contains(file);

    /// <summary>Warns of the files that need a newer C library than the program and .NET.</summary>
    public void ReportNewer(DiagnosticBag diagnostics)
    {
        if (_definition.Relations.Any(relation => CLibraryNames.Contains(relation.Name.Split('(', ' ')[0])))
        {
            return;
        }

        foreach (var file in _newer.Except(_optional).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            diagnostics.Report(PackageDiagnostics.NewerCLibrary, file.Path, CLibraryVersion(file)!, _floor!);
        }
    }

    // Nobody lists the files of a program that is not .NET.
    private bool IsNamed(PayloadFile file) => !_definition.Project.IsDotNet || _assets.Contains(file.Path);

    private bool IsLoadable(PayloadFile file) =>
        file.Elf is { } elf && !DebugSymbols.AreIn(file)
        && (file == _program
            || (RuntimeArchitecture.Fits(elf, _definition.Project.RuntimeIdentifier) && !CLibrary.IsOtherThan(elf)));

    // The program, .NET's own files, and the libraries of the payload that these are linked against.
    private HashSet<PayloadFile> FindOwn()
    {
        var own = new HashSet<PayloadFile>();
        var isDotNet = _definition.Project.IsDotNet;
        var found = new Queue<PayloadFile>(All.Where(file => file == _program || (isDotNet && DotNetRuntimeFiles.Contain(file.Path))));
        while (found.TryDequeue(out var file))
        {
            if (!_optional.Contains(file) && own.Add(file))
            {
                All.Where(other => NamesOf(other).Intersect(file.Elf!.Needed).Any()).ToList().ForEach(found.Enqueue);
            }
        }

        return own;
    }

    // An interpreter belongs to the system, and runs on the C library that the system has: no file is newer than it.
    private Version? FindFloor()
    {
        var project = _definition.Project;
        return _own.Select(CLibraryVersion).Append(project.IsDotNet ? CLibrary.NeededByDotNet(project) : null).Max();
    }

    private static Version? CLibraryVersion(PayloadFile file) =>
        CLibrary.Newest(file.Elf!.VersionNeeds.SelectMany(need => need.Versions));

    private static IEnumerable<string> NamesOf(PayloadFile file) =>
        new[] { Path.GetFileName(file.Path), file.Elf!.SoName }.OfType<string>();
}
