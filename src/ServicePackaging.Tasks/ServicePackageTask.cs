using Microsoft.Build.Framework;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.Reading;
using Task = Microsoft.Build.Utilities.Task;

namespace ServicePackaging.Tasks;

/// <summary>The common base of tasks that plan packages: it turns the developer's items into the input of a plan.</summary>
public abstract class ServicePackageTask : Task
{
    private readonly ProjectXml _xml = new();
    private int _reported;
    private ReportedWarnings _warnings = new("");

    /// <summary>The formats to plan, such as <c>deb</c>.</summary>
    [Required]
    public ITaskItem[] Formats { get; set; } = [];

    /// <summary>The vocabulary's properties: the identity is the name, metadata <c>Value</c> the value.</summary>
    [Required]
    public ITaskItem[] Properties { get; set; } = [];

    /// <summary>The vocabulary's items, each with its type in metadata <c>ServicePackageItemType</c>.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>Facts that the build knows about the project: the identity is the fact's name, metadata <c>Value</c> its value.</summary>
    [Required]
    public ITaskItem[] Facts { get; set; } = [];

    /// <summary>The shared frameworks of a framework-dependent program, with metadata <c>Version</c>.</summary>
    public ITaskItem[] Frameworks { get; set; } = [];

    /// <summary>The files of the packages that the program references, with metadata <c>NuGetPackageId</c>.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The published paths of the native files in those packages.</summary>
    public ITaskItem[] NativeAssets { get; set; } = [];

    /// <summary>The files that were published, with their paths in the published output in metadata <c>RelativePath</c>.</summary>
    public ITaskItem[] PublishedFiles { get; set; } = [];

    /// <summary>The note that an earlier build left (<see cref="NoteServicePackageBuild"/>), for a publish that does not build; empty if
    /// this publish builds.</summary>
    public string BuildNoteFile { get; set; } = "";

    /// <summary>The properties before any target of the project has run.</summary>
    public ITaskItem[] DeclaredProperties { get; set; } = [];

    /// <summary>The project's own assemblies as they were compiled: its program first, then the projects it references.</summary>
    public ITaskItem[] Assemblies { get; set; } = [];

    /// <summary>The absolute path of the directory that is packaged.</summary>
    [Required]
    public string PublishDirectory { get; set; } = "";

    /// <summary>The project file that messages refer to.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The files besides the project file in which developers set properties and items, such as Directory.Build.props.</summary>
    public string[] SharedProjectFiles { get; set; } = [];

    /// <summary>Seconds since 1970 (SOURCE_DATE_EPOCH), or empty.</summary>
    public string SourceDateEpoch { get; set; } = "";

    /// <summary><c>Gzip</c>, <c>Xz</c> or <c>None</c>; empty for gzip.</summary>
    public string Compression { get; set; } = "";

    /// <summary><c>true</c> to write the package's texts beside it; empty for false.</summary>
    public string EmitSource { get; set; } = "";

    /// <summary><c>false</c> to write no bill of materials; empty for true.</summary>
    public string Sbom { get; set; } = "";

    /// <summary>The absolute path of project.assets.json; empty for a program that is not .NET.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary>The names that the target framework may have in that file.</summary>
    public string[] AssetsFrameworks { get; set; } = [];

    /// <summary>The packs of the .NET SDK that files of the program come from, with metadata <c>PackageDirectory</c>.</summary>
    public ITaskItem[] RuntimePacks { get; set; } = [];

    /// <summary>The absolute path of the directory in which all runtime identifiers of one command record the warnings that were reported;
    /// empty to report all of them.</summary>
    public string ReportedDirectory { get; set; } = "";

    /// <summary>Whether this is the first runtime identifier of a command. It clears the record of reported warnings.</summary>
    public bool IsOuter { get; set; }

    /// <summary>The project file, and the other files in which developers set properties and items.</summary>
    internal IReadOnlyList<string> ProjectFiles => [ProjectFile, .. SharedProjectFiles];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var findings = new DiagnosticBag();
        _warnings = new ReportedWarnings(ReportedDirectory);
        try
        {
            if (IsOuter)
            {
                _warnings.Clear();
            }

            var input = new PackagingInput
            {
                Service = ReadInput(),
                Formats = [.. Formats.Select(format => format.ItemSpec)],
                PublishDirectory = PublishDirectory,
                Settings = ReadSettings(findings),
                Materials = TaskInput.Materials(this),
            };
            MisspelledNames.Report(_xml, ProjectFiles, GlobalProperties.Keys, findings);
            Execute(input, findings);
        }
        catch (DiagnosticException exception)
        {
            Report(findings);
            DiagnosticLog.Report(Log, ProjectFile, exception.Diagnostic);
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Does the work of the task.</summary>
    private protected abstract void Execute(PackagingInput input, DiagnosticBag findings);

    /// <summary>Reports the findings, and returns whether there is no error among them. The build may treat the SDK's warnings as
    /// errors.</summary>
    private protected bool Report(DiagnosticBag findings)
    {
        foreach (var finding in findings.Items.Skip(_reported).Where(_warnings.IsNew))
        {
            DiagnosticLog.Report(Log, ProjectFile, finding);
        }

        _reported = findings.Items.Count;

        return !Log.HasLoggedErrors;
    }

    private IReadOnlyDictionary<string, string> GlobalProperties =>
        BuildEngine is IBuildEngine6 engine ? engine.GetGlobalProperties() : new Dictionary<string, string>();

    private PackagingSettings ReadSettings(DiagnosticBag findings)
    {
        var settings = PackagingSettings.Read(SourceDateEpoch, Compression, EmitSource, Sbom, findings);
        return SourceDateEpoch.Length > 0
            ? settings
            : settings with { Timestamp = CommitTime.Read(Path.GetDirectoryName(ProjectFile)!, findings) };
    }

    private ServiceInput ReadInput()
    {
        var input = TaskInput.Create(this, _xml);
        var built = BuildNoteFile.Length > 0 && BuildNote.Read(BuildNoteFile, Assemblies.FirstOrDefault()?.ItemSpec) is { } note
            ? note.ApplyTo(input, TaskInput.Values(DeclaredProperties))
            : input;
        return new TypedText(_xml, ProjectFiles, GlobalProperties).Restore(built);
    }
}
