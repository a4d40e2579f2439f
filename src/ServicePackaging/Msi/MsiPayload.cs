using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Msi;

/// <summary>Renders placed files as files and directories of Windows Installer.</summary>
internal sealed class MsiPayload(DiagnosticBag diagnostics)
{
    /// <summary>Returns all files, and the program among them: null, which is reported, if there is none.</summary>
    public static (MsiFragment Fragment, MsiPlannedFile? Program) Create(
        ServiceDefinition definition, Payload payload, DiagnosticBag diagnostics)
    {
        var named = definition.Process.Program;
        if (named is null && !definition.Project.IsDotNet)
        {
            return (MsiFragment.Empty, null);
        }

        if (named is null && !definition.Project.UseAppHost)
        {
            diagnostics.Report(PackageDiagnostics.NeedsAppHost, definition.Project.RuntimeIdentifier);
            return (MsiFragment.Empty, null);
        }

        var program = named is null
            ? definition.Project.AssemblyName + ".exe"
            : ProgramRules.Find(definition, named.Path, payload, Platform.Windows, diagnostics)?.Path ?? named.Path;
        var renderer = new MsiPayload(diagnostics);
        var items = PayloadPlacement.Create(definition, payload, Platform.Windows, program)
            .Select(renderer.Render).OfType<MsiItem>().ToList();
        var path = $@"{definition.Layout.Install}\{program.Replace('/', '\\')}";
        var found = items.OfType<MsiPlannedFile>().FirstOrDefault(file => file.Path.Equals(path, StringComparison.OrdinalIgnoreCase));
        if (found is null && named is null)
        {
            diagnostics.Report(DiagnosticCatalog.NoProgram, payload.Source, program);
        }

        return (new MsiFragment { Items = items }, found);
    }

    private MsiItem? Render(PlacedItem item)
    {
        if (item.PublishedPath is { } path && FindFault(path, item) is { } fault)
        {
            diagnostics.Report(PackageDiagnostics.WindowsFileName, path.ReplaceLineEndings("\\n"), fault);
            return null;
        }

        if (item is not PlacedFile file)
        {
            return new MsiFolder(item.Target);
        }

        if (file.MovedFrom is { } moved)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, ServiceItems.ConfigFile, moved, "Windows",
                $"There are no links: it is only in {file.Target}, and the program has to look there "
                    + "({ConfigDirectory}, or $CONFIGURATION_DIRECTORY).");
        }

        var planned = new MsiPlannedFile(file.Target, file.Source.Content)
        {
            IsConfiguration = file.Role == FileRole.Configuration,
            PublishedPath = file.PublishedPath,
        };
        return file.Role == FileRole.Program ? planned with { Component = MsiNames.ProgramComponent } : planned;
    }

    // A backslash is part of a name elsewhere, and would separate directories here.
    private static string? FindFault(string path, PlacedItem item) =>
        path.Contains('\\', StringComparison.Ordinal) ? "which holds '\\'"
        : WindowsPaths.FindFault(item.Target)
        ?? (item is PlacedLink ? "which is a symbolic link; Windows Installer makes none" : null);
}
