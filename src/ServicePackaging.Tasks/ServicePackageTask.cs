using Microsoft.Build.Framework;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model.Reading;
using Task = Microsoft.Build.Utilities.Task;

namespace ServicePackaging.Tasks;

/// <summary>What the tasks that need a plan have in common: the developer's items in, a plan out.</summary>
public abstract class ServicePackageTask : Task
{
    /// <summary>The format to plan, such as <c>deb</c>.</summary>
    [Required]
    public string Format { get; set; } = "";

    /// <summary>The vocabulary's properties: the identity is the name, metadata <c>Value</c> the value.</summary>
    [Required]
    public ITaskItem[] Properties { get; set; } = [];

    /// <summary>The vocabulary's items, each with its type in metadata <c>ServicePackageItemType</c>.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>What the build knows of the project: the identity is the fact's name, metadata <c>Value</c> its value.</summary>
    [Required]
    public ITaskItem[] Facts { get; set; } = [];

    /// <summary>The shared frameworks of a framework-dependent program, with metadata <c>Version</c>.</summary>
    public ITaskItem[] Frameworks { get; set; } = [];

    /// <summary>The packages the program references.</summary>
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>The project's own assemblies as they were compiled: its program, and the projects it references.</summary>
    public ITaskItem[] Assemblies { get; set; } = [];

    /// <summary>The absolute path of the directory that is packaged.</summary>
    [Required]
    public string PublishDirectory { get; set; } = "";

    /// <summary>The project file, which messages are about.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Seconds since 1970 (SOURCE_DATE_EPOCH), or empty.</summary>
    public string SourceDateEpoch { get; set; } = "";

    /// <summary><c>Gzip</c>, <c>Xz</c> or <c>None</c>; empty for gzip.</summary>
    public string Compression { get; set; } = "";

    /// <summary><c>true</c> to write the package's texts beside it; empty for not.</summary>
    public string EmitSource { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var diagnostics = new DiagnosticBag();
            var settings = new BuildSettings(SourceDateEpoch, Compression, EmitSource, diagnostics);
            var plan = CreatePlan(settings, diagnostics);
            foreach (var diagnostic in diagnostics.Items)
            {
                DiagnosticLog.Report(Log, ProjectFile, diagnostic);
            }

            // The build may count our warnings as errors.
            if (!Log.HasLoggedErrors)
            {
                Execute(plan, settings);
            }
        }
        catch (DiagnosticException exception)
        {
            DiagnosticLog.Report(Log, ProjectFile, exception.Diagnostic);
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Does what the task is for.</summary>
    private protected abstract void Execute(PackagePlan plan, BuildSettings settings);

    private PackagePlan CreatePlan(BuildSettings settings, DiagnosticBag diagnostics)
    {
        var format = PackageFormat.All.First(candidate => candidate.Name == Format);
        var input = TaskInput.Create(Properties, Items, Facts, Frameworks, Packages, Assemblies);
        var payload = PayloadDirectory.Scan(PublishDirectory, withFolders: !input.Project.IsDotNet);
        var definition = ServiceDefinitionReader.Read(input with { Project = input.Project with { Interpreters = payload.Interpreters } }, format, diagnostics);
        try
        {
            return format.Plan(new PackageRequest(definition, payload, settings.Timestamp, settings.Compression), diagnostics);
        }
        catch (ArgumentException exception)
        {
            throw new DiagnosticException(DiagnosticCatalog.NotRepresentable, format.Name, definition.Package.Name, exception.Message);
        }
    }
}
