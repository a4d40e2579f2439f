using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Msi;

/// <summary>Decides where the published files go. Without links, a published file is in one place: configuration that is declared lies in the
/// configuration directory alone, and what .NET reads beside the program stays there.</summary>
internal sealed class MsiPayload(ServiceDefinition definition, MsiContent content, DiagnosticBag diagnostics)
{
    /// <summary>The component of the program that the services run.</summary>
    public const string ProgramComponent = "Program";

    private readonly HashSet<string> _moved = definition.ConfigFiles
        .Select(file => file.PayloadPath).OfType<string>().Where(path => !ConventionalConfigFiles.Contains(path)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds all files; null when there is no program among them, which is reported.</summary>
    public MsiPlannedFile? Add(Payload payload)
    {
        var said = definition.Process.Program;
        if (said is null && !definition.Project.IsDotNet)
        {
            return null;
        }

        if (said is null && !definition.Project.UseAppHost)
        {
            diagnostics.Report(PackageDiagnostics.NeedsAppHost, definition.Project.RuntimeIdentifier);
            return null;
        }

        var program = said is null ? definition.Project.AssemblyName + ".exe" : ProgramRules.Find(definition, said.Path, payload, Platform.Windows, diagnostics)?.Path ?? said.Path;
        // In one order, so that of two spellings of a directory always the same is taken.
        foreach (var item in payload.Items.Where(item => !_moved.Contains(item.Path)).OrderBy(item => item.Path, StringComparer.Ordinal))
        {
            AddItem(item, program);
        }

        var published = payload.Items.Select(item => item.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in definition.ConfigFiles.Where(file => file.PayloadPath is not { } path || _moved.Contains(path) || !published.Contains(path)))
        {
            if (file.PayloadPath is { } moved && published.Contains(moved))
            {
                diagnostics.Report(
                    DiagnosticCatalog.NotOnThisPlatform, ServiceItems.ConfigFile, moved, "Windows",
                    $"There are no links: it is only in {file.TargetPath}, and the program has to look there ({{ConfigDirectory}}, or $CONFIGURATION_DIRECTORY).");
            }

            AddFile(file, isConfiguration: true);
        }

        // Named again, a published file is not packaged twice: what an item says of it is for systems with modes and owners.
        foreach (var file in definition.Files.Where(file => file.PayloadPath is null || !content.Files.ContainsKey(file.TargetPath)))
        {
            AddFile(file, isConfiguration: false);
        }

        var found = content.Files.GetValueOrDefault($@"{definition.Layout.Install}\{program.Replace('/', '\\')}");
        if (found is null && said is null)
        {
            diagnostics.Report(DiagnosticCatalog.NoProgram, payload.Source, program);
        }

        return found;
    }

    private void AddItem(PayloadItem item, string program)
    {
        var target = $@"{definition.Layout.Install}\{item.Path.Replace('/', '\\')}";
        if ((FindFault(item.Path) ?? WindowsPaths.FindFault(target)) is { } fault)
        {
            diagnostics.Report(PackageDiagnostics.WindowsFileName, item.Path.ReplaceLineEndings("\\n"), fault);
        }
        else if (item is PayloadFile file)
        {
            var component = item.Path.Equals(program, StringComparison.OrdinalIgnoreCase) ? ProgramComponent : null;
            Report(content.AddFile(target, file.Content, ConventionalConfigFiles.Contains(item.Path), component, item.Path), target);
        }
        else if (item is PayloadFolder)
        {
            content.AddDirectory(target);
        }
        else
        {
            diagnostics.Report(PackageDiagnostics.WindowsFileName, item.Path, "which is a symbolic link; Windows Installer makes none");
        }
    }

    // A backslash is part of a name elsewhere, and would be a directory of its own here.
    private static string? FindFault(string path) => path.Contains('\\', StringComparison.Ordinal) ? "which holds '\\'" : null;

    private void AddFile(PackagedFile file, bool isConfiguration) =>
        Report(content.AddFile(file.TargetPath, file.Source.Content, isConfiguration), file.TargetPath);

    private void Report(MsiPlannedFile? added, string target)
    {
        if (added is null)
        {
            diagnostics.Report(DiagnosticCatalog.SameTarget, target);
        }
    }
}
