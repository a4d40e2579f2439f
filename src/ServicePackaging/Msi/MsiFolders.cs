using ServicePackaging.Model;
using ServicePackaging.Msi.Schema;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>The directories that the installation creates with a security descriptor.</summary>
internal static class MsiFolders
{
    // Windows' own directories and those of its package managers in ProgramData. A vendor of such a name does not get the directory.
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "Application Data", "Comms", "Desktop", "Documents", "Microsoft", "Microsoft OneDrive", "Package Cache", "Packages",
        "SoftwareDistribution", "ssh", "Start Menu", "Templates", "USOPrivate", "USOShared", "WindowsHolographicDevices", "chocolatey",
        "regid.1991-06.com.microsoft",
    };

    /// <summary>The directory of the program.</summary>
    public static MsiFragment OfProgram(ServiceDefinition definition) =>
        new() { Items = [new MsiFolder(definition.Layout.Install, MsiFolderKind.Program, DirectoryAccess.Program)] };

    /// <summary>The directories that services own, and those above them in ProgramData. A program that users start has its data in their
    /// profiles.</summary>
    public static MsiFragment OfServices(IReadOnlyList<ServiceRegistration> services, IReadOnlyList<PlannedDirectory> directories)
    {
        var owned = directories.Where(directory => directory.IsCreatedAtInstallation).ToList();
        var above = owned.SelectMany(directory => MsiPath.Ancestors(directory.Path))
            .Where(path => MsiPath.IsBelow(path, WindowsPaths.ProgramData) && !Known.Contains(path.Split('\\')[1]))
            .Except(owned.Select(directory => directory.Path), StringComparer.OrdinalIgnoreCase);
        return new()
        {
            Items =
            [
                .. above.Select(path => new MsiFolder(path, MsiFolderKind.Vendor, DirectoryAccess.Vendor)),
                .. owned.SelectMany(directory => Owned(services, directory)),
            ],
        };
    }

    private static IEnumerable<MsiItem> Owned(IReadOnlyList<ServiceRegistration> services, PlannedDirectory directory)
    {
        var users = services.Where(service => directory.Instance.Length == 0 || service.Instance == directory.Instance).ToList();
        var isReadOnly = directory.IsReadOnly || directory.IsOfSeveralAccounts;
        yield return new MsiFolder(
            directory.Path, MsiFolderKind.Owned, isReadOnly ? DirectoryAccess.ReadableBy(users) : DirectoryAccess.WritableBy(users));
        if (!isReadOnly)
        {
            yield return MsiDirectoryTrust.KeeperOf(directory.Path, users);
        }
    }
}
