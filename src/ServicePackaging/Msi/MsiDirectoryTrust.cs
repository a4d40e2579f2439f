using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Msi.Schema;
using ServicePackaging.Platforms;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>Trusts nothing that was in the product's directories before the first installation, and keeps services from replacing their
/// directories by links. Every user may create directories in ProgramData, and SYSTEM sets owners and permissions by path.</summary>
internal sealed class MsiDirectoryTrust(ServiceDefinition definition, MsiProduct product, MsiContent content, MsiTree tree)
{
    private const string Value = "Access";
    private const string IsFirst = $"NOT Installed AND NOT {MsiNames.OlderVersion}";

    // What a command line has room for, beside the rest of it.
    private const int LongestList = 2000;

    // The directories that services own, the outermost first.
    private readonly List<string> _owned = [.. PathsOf(content, MsiFolderKind.Owned).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The file that keeps a directory from being replaced by a link: a directory that is not empty cannot become one, and only
    /// SYSTEM and the administrators may delete the file.</summary>
    public static MsiPlannedFile KeeperOf(string directory, IEnumerable<ServiceRegistration> services) =>
        new($@"{directory}\.keep", FileContent.FromText("This file keeps the directory from being replaced by a link.\r\n"))
        {
            IsKeeper = true,
            SecurityDescriptor = DirectoryAccess.ReadableFile(services),
        };

    /// <summary>Returns the actions, and the value by which an installation knows an earlier one.</summary>
    public MsiFragment Create(IReadOnlyList<ServiceRegistration> services)
    {
        if (definition.Scope == ServiceScope.User)
        {
            return MsiFragment.Empty;
        }

        // The directories of one installation belong to the services of these names.
        var names = Encoding.UTF8.GetBytes(string.Join('\n', services.Select(service => service.Name)).ToUpperInvariant());
        var access = Convert.ToHexString(SHA256.HashData(names), 0, sizeof(ulong));
        var key = MsiSettings.Key(definition);
        return new MsiFragment
        {
            Rows =
            [
                .. MsiComponents.OfRegistryValue(
                    product, MsiNames.AccessComponent, key, Value, access, attributes: MsiComponentAttributes.Permanent),
                .. MsiRegistry.Search(product, MsiNames.PreviousAccess, "PreviousAccess", key, Value),
            ],
            Actions = [RefuseLinks(), RefuseLinkedInstallFolder(), .. Adopt(access), .. RemoveKeepers(), Forget(key)],
        };
    }

    private static IEnumerable<string> PathsOf(MsiContent content, MsiFolderKind kind) =>
        content.Items.OfType<MsiFolder>().Where(folder => folder.Kind == kind).Select(folder => folder.Path);

    private MsiAction RefuseLinks() => new(
        "RefuseLinkedDirectories", MsiAction.Run, MsiStandardFolders.CommonData,
        MsiDirectoryScripts.RefuseLinks(product, InProgramData(PathsOf(content, MsiFolderKind.Vendor)), InProgramData(_owned)),
        "NOT Installed", MsiRelation.Before(StandardAction.CreateFolders));

    // fsutil.exe succeeds for a link only.
    private MsiAction RefuseLinkedInstallFolder() => new(
        "RefuseLinkedInstallFolder", MsiAction.Run, product.SystemFolder,
        // cmd removes the outer quotes.
        MsiAction.Cmd(
            product,
            $"\"\"[{product.SystemFolder}]fsutil.exe\" reparsepoint query \"[{MsiNames.InstallFolder}].\" >nul 2>nul "
            + "& if errorlevel 1 (exit 0) else exit 1\""),
        "NOT Installed", MsiRelation.Before(StandardAction.CreateFolders));

    private IEnumerable<MsiAction> Adopt(string access)
    {
        var after = MsiRelation.After(StandardAction.CreateFolders);
        // Only administrators may create anything in Program Files.
        yield return new(
            "MoveForeignPrograms", MsiAction.Run, MsiNames.InstallFolder, MsiDirectoryScripts.MoveAside(product),
            $"{IsFirst} AND NOT {MsiNames.InstallFolder}~<<{product.ProgramFilesFolder}", after);
        var roots = _owned.Where(path => !_owned.Exists(other => MsiPath.IsBelow(path, other)));
        foreach (var (i, root) in roots.Index())
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var secured = _owned.Where(path => MsiPath.IsBelow(path, root)).Select(path => path[(root.Length + 1)..]);
            yield return new(
                "MoveForeignData" + number, MsiAction.Run, tree[root], MsiDirectoryScripts.MoveAside(product),
                $"{IsFirst} AND NOT {MsiNames.PreviousAccess}", after);
            // Windows Installer sets the permissions of a directory only, and not of what is in it.
            yield return new(
                "InheritAccess" + number, MsiAction.TryRun, tree[root], MsiDirectoryScripts.InheritAccess(product, secured),
                $"NOT Installed AND {MsiNames.PreviousAccess}<>\"{access}\"", after);
        }
    }

    // A directory with nothing else in it is removed with the product.
    private IEnumerable<MsiAction> RemoveKeepers()
    {
        var lists = new List<string>();
        foreach (var keeper in content.FilesByPath.Where(file => file.IsKeeper))
        {
            var path = $" \"[{tree[keeper.Directory]}]{MsiPath.Name(keeper.Path)}\"";
            if (lists.Count == 0 || lists[^1].Length + path.Length > LongestList)
            {
                lists.Add("");
            }

            lists[^1] += path;
        }

        return lists.Select((list, i) => new MsiAction(
            "RemoveKeepers" + (i + 1).ToString(CultureInfo.InvariantCulture), MsiAction.TryRun, product.SystemFolder,
            MsiAction.Cmd(product, "del /f /q" + list), MsiAction.IsRemoval, MsiRelation.Before(StandardAction.RemoveFiles)));
    }

    private MsiAction Forget(string key) => new(
        "ForgetAccess", MsiAction.TryRun, product.SystemFolder,
        $"\"[{product.SystemFolder}]reg.exe\" delete \"HKLM\\{key}\" /v {Value} /f", $"{MsiAction.IsRemoval} AND {MsiNames.Purge}=\"1\"",
        MsiRelation.Before(StandardAction.StopServices));

    private static IEnumerable<string> InProgramData(IEnumerable<string> paths) =>
        from path in paths
        where MsiPath.IsBelow(path, WindowsPaths.ProgramData)
        orderby path.Length
        select path[(WindowsPaths.ProgramData.Length + 1)..];
}
