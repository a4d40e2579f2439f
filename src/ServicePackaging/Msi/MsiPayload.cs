using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Msi;

/// <summary>Decides where the published and the declared files are installed. Without links, a published file is in one place: declared
/// configuration is only in the configuration directory, and what .NET reads beside the program stays there.</summary>
internal sealed class MsiPayload
{
    private readonly ServiceDefinition _definition;
    private readonly Payload _payload;
    private readonly DiagnosticBag _diagnostics;
    private readonly HashSet<string> _published;
    private readonly HashSet<string> _moved;

    private MsiPayload(ServiceDefinition definition, Payload payload, DiagnosticBag diagnostics)
    {
        (_definition, _payload, _diagnostics) = (definition, payload, diagnostics);
        _published = payload.Items.Select(item => item.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _moved = definition.ConfigFiles.Select(file => file.PayloadPath).OfType<string>()
            .Where(path => !ConventionalConfigFiles.Contains(path)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

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
        var items = new MsiPayload(definition, payload, diagnostics).Items(program);
        var path = Below(definition.Layout.Install, program);
        var found = items.OfType<MsiPlannedFile>().FirstOrDefault(file => file.Path.Equals(path, StringComparison.OrdinalIgnoreCase));
        if (found is null && named is null)
        {
            diagnostics.Report(DiagnosticCatalog.NoProgram, payload.Source, program);
        }

        return (new MsiFragment { Items = items }, found);
    }

    private List<MsiItem> Items(string program)
    {
        // In a fixed order, so that the package always has the same of two spellings of a directory.
        var published = _payload.Items.Where(item => !_moved.Contains(item.Path)).OrderBy(item => item.Path, StringComparer.Ordinal);
        var items = published.Select(item => Published(item, program)).OfType<MsiItem>().Concat(Configuration()).ToList();
        var paths = items.OfType<MsiPlannedFile>().Select(file => file.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in _definition.Files)
        {
            // A published file that is declared too is not packaged twice: its metadata is for systems with modes and owners.
            if (paths.Add(file.TargetPath) || file.PayloadPath is null)
            {
                items.Add(new MsiPlannedFile(file.TargetPath, file.Source.Content));
            }
        }

        return items;
    }

    private MsiItem? Published(PayloadItem item, string program)
    {
        var target = Below(_definition.Layout.Install, item.Path);
        if ((FindFault(item.Path) ?? WindowsPaths.FindFault(target)) is { } fault)
        {
            _diagnostics.Report(
                PackageDiagnostics.WindowsFileName, KindOf(fault), item.Path.ReplaceLineEndings("\\n"), fault.Detail);
            return null;
        }

        switch (item)
        {
            case PayloadFile file:
                var planned = new MsiPlannedFile(target, file.Content)
                {
                    IsConfiguration = ConventionalConfigFiles.Contains(file.Path),
                    PublishedPath = file.Path,
                };
                return file.Path.Equals(program, StringComparison.OrdinalIgnoreCase)
                    ? planned with { Component = MsiNames.ProgramComponent }
                    : planned;
            case PayloadFolder:
                return new MsiFolder(target);
            default:
                _diagnostics.Report(
                    PackageDiagnostics.WindowsFileName, WindowsFileNameKind.SymbolicLink, item.Path);
                return null;
        }
    }

    private IEnumerable<MsiItem> Configuration()
    {
        foreach (var file in _definition.ConfigFiles)
        {
            var isPublished = file.PayloadPath is { } path && _published.Contains(path);
            if (isPublished && _moved.Contains(file.PayloadPath!))
            {
                _diagnostics.Report(
                    DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.MovedConfiguration,
                    ServiceItems.ConfigFile, file.PayloadPath!, file.TargetPath);
            }

            // A published file that .NET reads beside the program is there already.
            if (!isPublished || _moved.Contains(file.PayloadPath!))
            {
                yield return new MsiPlannedFile(file.TargetPath, file.Source.Content) { IsConfiguration = true };
            }
        }
    }

    // A backslash is part of a name elsewhere, and would separate directories here.
    private static PathFault? FindFault(string path) =>
        path.Contains('\\', StringComparison.Ordinal) ? new(PathFaultKind.InvalidCharacter, @"\") : null;

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

    private static string Below(string directory, string path) => $@"{directory}\{path.Replace('/', '\\')}";
}
