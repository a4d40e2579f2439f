using System.Globalization;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi;

/// <summary>The files that administrators edit. The package contains the default of each, with <c>.default</c> at the end of its name, and
/// the installation copies it if there is no file. A removal, also the one of an upgrade, deletes a file that nobody changed, so that the
/// next version creates it from its own default.</summary>
internal static class MsiConfiguration
{
    /// <summary>The end of the name of a default.</summary>
    public const string Suffix = ".default";

    /// <summary>Returns the actions of each file. NeverOverwrite is not used: Windows Installer decides what to install before an older
    /// version is removed and before a file of a stranger is moved aside, and would then leave the file out.</summary>
    public static MsiFragment Create(MsiProduct product, MsiContent content, MsiTree tree) => new()
    {
        Actions =
        [
            .. content.FilesByPath.Where(file => file.IsConfiguration).Index()
                .SelectMany(row => ActionsOf(product, row.Item, tree, (row.Index + 1).ToString(CultureInfo.InvariantCulture))),
        ],
    };

    private static IEnumerable<MsiAction> ActionsOf(MsiProduct product, MsiPlannedFile file, MsiTree tree, string number)
    {
        // The commands run in the directory, so that cmd does not read its path, in which it would replace %NAME%.
        var directory = tree[file.Directory];
        var create = Command(product, file, "if not exist \"%~ni\" copy /y \"%~i\" \"%~ni\"");
        // A copy has the time of its default. fc.exe of Wine is a stub that finds all files equal.
        var withdraw = Command(
            product, file,
            $"for %j in (\"{Pattern(file.ConfigurationPath!)}\") do if \"%~ti %~zi\"==\"%~tj %~zj\" "
            + $"\"[{product.SystemFolder}]fc.exe\" /b \"%~i\" \"%~j\" >nul && del /f /q \"%~j\"");
        var beforeRemoval = MsiRelation.Before(StandardAction.RemoveFiles);
        var afterFiles = MsiRelation.After(StandardAction.InstallFiles);
        yield return new(
            "RestoreConfiguration" + number, MsiAction.TryRunAtRollback, directory, create, MsiAction.IsAnyRemoval, beforeRemoval);
        yield return new("WithdrawConfiguration" + number, MsiAction.TryRun, directory, withdraw, MsiAction.IsAnyRemoval, beforeRemoval);
        yield return new("RollBackConfiguration" + number, MsiAction.TryRunAtRollback, directory, withdraw, "NOT Installed", afterFiles);
        yield return new("CreateConfiguration" + number, MsiAction.Run, directory, create, "NOT Installed", afterFiles);
    }

    private static string Command(MsiProduct product, MsiPlannedFile file, string body) =>
        MsiAction.Cmd(product, $"for %i in (\"{Pattern(file.Path)}\") do {body}");

    // Of a name in which cmd would replace %NAME%, a pattern.
    private static string Pattern(string path)
    {
        var name = MsiPath.Name(path);
        return MsiText.Escape(name.Count(c => c == '%') > 1 ? name.Replace('%', '?') : name);
    }
}
