using Microsoft.Build.Framework;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
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

    /// <summary>The absolute path of the directory that was published to.</summary>
    [Required]
    public string PublishDirectory { get; set; } = "";

    /// <summary>The project file, which messages are about.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Seconds since 1970 (SOURCE_DATE_EPOCH), or empty.</summary>
    public string SourceDateEpoch { get; set; } = "";

    /// <summary>One of <see cref="CompressionKind"/>, or empty for gzip.</summary>
    public string Compression { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            if (CreatePlan() is { } plan)
            {
                Execute(plan);
            }
        }
        catch (DiagnosticException exception)
        {
            DiagnosticLog.Report(Log, ProjectFile, exception.Diagnostic);
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Does what the task is for.</summary>
    protected abstract void Execute(PackagePlan plan);

    private PackagePlan? CreatePlan()
    {
        var diagnostics = new DiagnosticBag();
        var format = PackageFormat.All.First(candidate => candidate.Name == Format);
        var input = TaskInput.Create(Properties, Items, Facts, Frameworks, Packages);
        var settings = new BuildSettings(SourceDateEpoch, Compression, diagnostics);
        var definition = ServiceDefinitionReader.Read(input, format.Name, diagnostics);
        var payload = PayloadDirectory.Scan(PublishDirectory);
        var plan = format.Plan(new PackageRequest(definition, payload, settings.Timestamp, settings.Compression), diagnostics);
        foreach (var diagnostic in diagnostics.Items)
        {
            DiagnosticLog.Report(Log, ProjectFile, diagnostic);
        }

        return diagnostics.HasErrors ? null : plan;
    }
}
