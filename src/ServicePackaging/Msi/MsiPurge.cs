using System.Globalization;
using ServicePackaging.Placement;

namespace ServicePackaging.Msi;

/// <summary>What a removal with PURGE=1 deletes: the configuration and the directories that a removal leaves.</summary>
internal static class MsiPurge
{
    // After RemoveFolders.
    private const int Sequence = 3610;

    /// <summary>Adds an action for each thing to delete.</summary>
    public static void Add(IReadOnlyList<OwnedDirectory> directories, MsiProduct product, MsiTree tree, MsiContent content)
    {
        var files = content.Files.Values.Where(file => file.IsConfiguration).OrderBy(file => file.Path, StringComparer.OrdinalIgnoreCase).ToList();
        var whole = OwnedDirectories.PurgedPaths(directories, '\\');
        var above = files.Select(file => file.Path).Concat(whole).SelectMany(Ancestors).Except(whole, StringComparer.OrdinalIgnoreCase).OrderByDescending(path => path.Length);

        string[] commands =
        [
            .. files.Select(file => $"del /f /q \"[#{file.Key}]\""),
            .. whole.Select(path => $"rd /s /q \"[{tree.Add(path)}]\""),
            // Without /s only what is empty goes: what others share stays.
            .. above.Select(path => $"rd \"[{tree.Add(path)}]\""),
        ];
        content.Actions.AddRange(commands.Select((command, i) => new MsiAction(
            "Purge" + (i + 1).ToString(CultureInfo.InvariantCulture), MsiAction.TryRun, product.SystemFolder, $"\"[{product.SystemFolder}]cmd.exe\" /d /c {command}",
            $"{MsiAction.IsRemoval} AND {MsiNames.Purge}=\"1\"", Sequence + i)));
    }

    private static IEnumerable<string> Ancestors(string path)
    {
        // The first name is a place of Windows' own.
        for (var parent = MsiTree.Parent(path); parent is not null && MsiTree.Parent(parent) is not null; parent = MsiTree.Parent(parent))
        {
            yield return parent;
        }
    }
}
