using System.Globalization;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi;

/// <summary>A removal with PURGE=1: it also deletes the configuration and the directories that a removal leaves.</summary>
internal static class MsiPurge
{
    /// <summary>Returns an action for each file or directory to delete.</summary>
    /// <param name="product">The product.</param>
    /// <param name="content">All files, of which the configuration is deleted.</param>
    /// <param name="tree">All directories.</param>
    /// <param name="directories">The directories to delete with everything in them.</param>
    public static MsiFragment Create(MsiProduct product, MsiContent content, MsiTree tree, IReadOnlyList<string> directories)
    {
        var files = content.FilesByPath.Where(file => file.IsConfiguration).ToList();
        var above = files.Select(file => file.Path).Concat(directories).SelectMany(MsiPath.Ancestors)
            .Except(directories, StringComparer.OrdinalIgnoreCase).OrderByDescending(path => path.Length);
        string[] commands =
        [
            .. files.Select(file => $"del /f /q \"[{tree[file.Directory]}]{MsiText.Escape(MsiPath.Name(file.ConfigurationPath!))}\""),
            .. directories.Select(path => $"rd /s /q \"[{tree[path]}]\""),
            // Without /s, rd deletes only an empty directory: one that others share is kept.
            .. above.Select(path => $"rd \"[{tree[path]}]\""),
        ];
        return new MsiFragment { Actions = [.. commands.Select((command, i) => Run(product, command, i + 1))] };
    }

    private static MsiAction Run(MsiProduct product, string command, int number) => new(
        "Purge" + number.ToString(CultureInfo.InvariantCulture), MsiAction.TryRun, product.SystemFolder,
        MsiAction.Cmd(product, command), $"{MsiAction.IsRemoval} AND {MsiNames.Purge}=\"1\" AND NOT {MsiNames.HasPercentSign}",
        MsiRelation.After(StandardAction.RemoveFolders));
}
