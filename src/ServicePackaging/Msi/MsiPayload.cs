using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Msi;

/// <summary>Renders placed files as files and directories of Windows Installer.</summary>
internal sealed class MsiPayload(DiagnosticBag diagnostics)
{
    /// <summary>Returns all files, and the program among them: null if it is missing, which is reported.</summary>
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
            ProgramRules.ReportNoProgram(definition, payload, program, diagnostics);
        }

        return (new MsiFragment { Items = items }, found);
    }

    private MsiItem? Render(PlacedItem item)
    {
        var target = item is PlacedFile { Role: FileRole.Configuration } ? item.Target + MsiConfiguration.Suffix : item.Target;
        if (item.PublishedPath is { } path && FindFault(path, item, target) is { } fault)
        {
            diagnostics.Report(PackageDiagnostics.WindowsFileName, fault.Kind, path.ReplaceLineEndings("\\n"), fault.Detail);
            return null;
        }

        if (item is not PlacedFile file)
        {
            return new MsiFolder(target, MsiFolderKind.Program);
        }

        if (file.MovedFrom is { } moved)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.MovedConfiguration, ServiceItems.ConfigFile, moved, file.Target);
        }

        var isConfiguration = file.Role == FileRole.Configuration;
        var planned = new MsiPlannedFile(target, file.Source.Content)
        {
            ConfigurationPath = isConfiguration ? file.Target : null,
            PublishedPath = file.PublishedPath,
        };
        return file.Role == FileRole.Program ? planned with { Component = MsiNames.ProgramComponent } : planned;
    }

    // A backslash is part of a name elsewhere, and would separate directories here.
    private static (WindowsFileNameKind Kind, string Detail)? FindFault(string path, PlacedItem item, string target) =>
        path.Contains('\\', StringComparison.Ordinal) ? (WindowsFileNameKind.InvalidCharacter, @"\")
        : WindowsPaths.FindFault(target) is { } fault ? (KindOf(fault), fault.Detail)
        : item is PlacedLink ? (WindowsFileNameKind.SymbolicLink, "")
        : null;

    // A path below the installation directory has no other faults.
    private static WindowsFileNameKind KindOf(PathFault fault) => fault.Kind switch
    {
        PathFaultKind.ControlCharacter => WindowsFileNameKind.ControlCharacter,
        PathFaultKind.TooLong => WindowsFileNameKind.TooLong,
        PathFaultKind.InvalidCharacter => WindowsFileNameKind.InvalidCharacter,
        PathFaultKind.TrailingDot => WindowsFileNameKind.TrailingDot,
        PathFaultKind.InvalidUnicode => WindowsFileNameKind.InvalidUnicode,
        PathFaultKind.DeviceName => WindowsFileNameKind.DeviceName,
        _ => WindowsFileNameKind.NotNormalized,
    };
}
