using System.Text;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Values;

namespace ServicePackaging.Unix;

/// <summary>Renders placed files as entries with modes, owners and groups.</summary>
internal sealed class PayloadLayout(ServiceDefinition definition, IUnixContent content, DiagnosticBag diagnostics)
{
    private const string Owner = "root";

    // NAME_MAX of Linux and macOS. Windows has names of 255 characters, which may be three bytes each.
    private const int LongestName = 255;

    /// <summary>Adds the published and the declared files.</summary>
    public void Add(Payload payload)
    {
        var program = ProgramRules.Find(definition, ProgramCommand.PayloadPath(definition), payload, content.Platform, diagnostics)?.Path;
        var packable = payload with { Items = [.. payload.Items.Where(IsPackable)] };
        foreach (var item in PayloadPlacement.Create(definition, packable, content.Platform, program))
        {
            AddItem(item);
        }
    }

    private bool IsPackable(PayloadItem item)
    {
        var isLong = item.Path.Split('/').Any(name => Encoding.UTF8.GetByteCount(name) > LongestName);
        if (!isLong && ControlCharacters.FindIn(item is PayloadSymlink link ? item.Path + link.Target : item.Path) is null)
        {
            return true;
        }

        diagnostics.Report(
            DiagnosticCatalog.UnpackableName,
            item.Path.Replace("\n", "\\n", StringComparison.Ordinal), content.Platform.DisplayName());
        return false;
    }

    private void AddItem(PlacedItem item)
    {
        switch (item)
        {
            case PlacedLink link:
                CheckLink(link);
                content.Entries.Add(new SymlinkEntry(link.Target, Owner, content.RootGroup, link.Text));
                break;
            case PlacedFolder:
                content.Entries.Add(new DirectoryEntry(item.Target, UnixModes.Directory, Owner, content.RootGroup));
                break;
            case PlacedFile file:
                var (mode, group) = AccessOf(file);
                content.AddFile(
                    new PackagedFile(file.Source, null, file.Target, file.Mode ?? mode, file.Owner, file.Group ?? group),
                    isConfiguration: file.Role is FileRole.Configuration or FileRole.SystemConfiguration);
                break;
        }
    }

    private (UnixFileMode? Mode, string? Group) AccessOf(PlacedFile file) => file.Role switch
    {
        FileRole.Configuration or FileRole.Settings => content.ConfigurationAccess,
        FileRole.Program when file.Source.Kind != ExecutableKind.ManagedPortableExecutable => (UnixModes.Program, null),
        _ => (null, null),
    };

    // Only published links are checked: the others lead to configuration.
    private void CheckLink(PlacedLink link)
    {
        if (link.PublishedPath is not { } path)
        {
            return;
        }

        var depth = path.Split('/').Length - 1;
        var leaves = link.Text.StartsWith('/') || link.Text.Length == 0;
        foreach (var segment in link.Text.Split('/'))
        {
            depth += segment switch { ".." => -1, "" or "." => 0, _ => 1 };
            leaves |= depth < 0;
        }

        if (leaves)
        {
            diagnostics.Report(DiagnosticCatalog.SymlinkLeavesPayload, path, link.Text);
        }
    }
}
