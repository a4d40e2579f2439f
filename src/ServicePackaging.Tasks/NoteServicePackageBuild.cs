using Microsoft.Build.Framework;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using Task = Microsoft.Build.Utilities.Task;

namespace ServicePackaging.Tasks;

/// <summary>Notes which properties and items of the vocabulary a build changed, for a later publish with <c>--no-build</c>.</summary>
public sealed class NoteServicePackageBuild : Task
{
    /// <summary>The properties before any target of the project has run:
    /// the identity is the name, metadata <c>Value</c> the value.</summary>
    public ITaskItem[] DeclaredProperties { get; set; } = [];

    /// <summary>The items before any target of the project has run, each with its type in metadata <c>ServicePackageItemType</c>.</summary>
    public ITaskItem[] DeclaredItems { get; set; } = [];

    /// <summary>The properties after the build.</summary>
    public ITaskItem[] Properties { get; set; } = [];

    /// <summary>The items after the build.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>The absolute path of the program's assembly; empty if nothing is compiled.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>The absolute path of the file that receives the note.</summary>
    [Required]
    public string NoteFile { get; set; } = "";

    /// <summary>The project file that messages refer to.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var written = new WrittenMetadata(new ProjectXml(), ProjectFile);
            BuildNote.Compare(
                Assembly,
                TaskInput.Values(DeclaredProperties), TaskInput.Items(DeclaredItems, written),
                TaskInput.Values(Properties), TaskInput.Items(Items, written)).Write(NoteFile);
        }
        catch (DiagnosticException exception)
        {
            DiagnosticLog.Report(Log, ProjectFile, exception.Diagnostic);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            DiagnosticLog.Report(Log, ProjectFile, Diagnostic.Create(DiagnosticCatalog.CannotWrite, NoteFile, exception.Message));
        }

        return !Log.HasLoggedErrors;
    }
}
