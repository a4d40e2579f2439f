using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Values;

namespace ServicePackaging.Unix;

/// <summary>Decides where the published files go. A file that is configuration lies in the configuration directory, and a link stands in its
/// place: the program finds it where it was published, and the administrator where configuration belongs.</summary>
internal sealed class PayloadLayout(ServiceDefinition definition, IUnixContent content, DiagnosticBag diagnostics)
{
    private const string Owner = "root";

    public void Add(Payload payload)
    {
        var program = ProgramRules.Find(definition, ProgramCommand.PayloadPath(definition), payload, content.Platform, diagnostics)?.Path;
        foreach (var item in payload.Items)
        {
            if (ControlCharacters.FindIn(item is PayloadSymlink link ? item.Path + link.Target : item.Path) is not null)
            {
                diagnostics.Report(
                    DiagnosticCatalog.UnpackableName, item.Path.Replace("\n", "\\n", StringComparison.Ordinal), content.Platform.DisplayName());
                continue;
            }

            AddItem(item, $"{definition.Layout.Install}/{item.Path}", program);
        }

        AddDeclared(payload);
    }

    private void AddItem(PayloadItem item, string target, string? program)
    {
        switch (item)
        {
            case PayloadSymlink link:
                CheckLink(link);
                content.Entries.Add(new SymlinkEntry(target, Owner, content.RootGroup, link.Target));
                break;
            case PayloadFolder:
                content.Entries.Add(new DirectoryEntry(target, UnixModes.Directory, Owner, content.RootGroup));
                break;
            case PayloadFile file:
                var mode = file.Path == program && file.Kind != ExecutableKind.ManagedPortableExecutable ? UnixModes.Program : UnixModes.For(file.Kind);
                var access = ConventionalConfigFiles.AreSettings(file.Path) ? content.ConfigurationAccess : (Mode: mode, Group: content.RootGroup);
                content.Entries.Add(new FileEntry(target, access.Mode, Owner, access.Group, file.Content));
                break;
        }
    }

    private void AddDeclared(Payload payload)
    {
        var published = payload.Items.OfType<PayloadFile>().ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (var file in definition.ConfigFiles)
        {
            AddConfigFile(file, published);
        }

        foreach (var name in ConventionalConfigFiles.Names)
        {
            if (published.TryGetValue(name, out var file) && content.Entries[$"{definition.Layout.Install}/{name}"] is FileEntry)
            {
                AddConfigFile(new PackagedFile(new SourceFile(file.Content, file.Kind), name, $"{definition.Layout.Config}/{name}", null, Owner, null), published);
            }
        }

        foreach (var file in definition.Files)
        {
            AddPackagedFile(file, published);
        }
    }

    private void AddConfigFile(PackagedFile file, Dictionary<string, PayloadFile> published)
    {
        if (file.PayloadPath is { } path && published.ContainsKey(path))
        {
            content.Entries.Replace(new SymlinkEntry($"{definition.Layout.Install}/{path}", Owner, content.RootGroup, file.TargetPath));
        }

        var access = content.ConfigurationAccess;
        content.AddFile(file with { Mode = file.Mode ?? access.Mode, Group = file.Group ?? access.Group }, isConfiguration: true);
    }

    private void AddPackagedFile(PackagedFile file, Dictionary<string, PayloadFile> published)
    {
        // Named again, a published file gets what the item says of it; it is not packaged twice.
        var isOverride = file.PayloadPath is { } path && published.ContainsKey(path) && content.Entries[file.TargetPath] is FileEntry;
        if (isOverride && content.Entries[file.TargetPath] is FileEntry entry)
        {
            content.Entries.Replace(entry with { Mode = file.Mode ?? entry.Mode, Owner = file.Owner, Group = file.Group ?? entry.Group });
            return;
        }

        content.AddFile(file, isConfiguration: content.IsConfiguration(file.TargetPath));
    }

    private void CheckLink(PayloadSymlink link)
    {
        var depth = link.Path.Split('/').Length - 1;
        var leaves = link.Target.StartsWith('/') || link.Target.Length == 0;
        foreach (var segment in link.Target.Split('/'))
        {
            depth += segment switch { ".." => -1, "" or "." => 0, _ => 1 };
            leaves |= depth < 0;
        }

        if (leaves)
        {
            diagnostics.Report(DiagnosticCatalog.SymlinkLeavesPayload, link.Path, link.Target);
        }
    }
}
