using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>The directories that the installation creates with a security descriptor.</summary>
internal static class MsiFolders
{
    /// <summary>The directory of the program.</summary>
    public static MsiFragment OfProgram(ServiceDefinition definition) =>
        new() { Items = [new MsiFolder(definition.Layout.Install, DirectoryAccess.Program)] };

    /// <summary>The directories that services own. A program that users start has its data in their profiles.</summary>
    public static MsiFragment OfServices(IReadOnlyList<ServiceRegistration> services, IReadOnlyList<PlannedDirectory> directories) =>
        new()
        {
            Items = [.. directories.Where(directory => directory.IsCreatedAtInstallation).Select(directory => Owned(services, directory))],
        };

    private static MsiFolder Owned(IReadOnlyList<ServiceRegistration> services, PlannedDirectory directory)
    {
        var users = directory.Instance.Length == 0 ? services : services.Where(service => service.Instance == directory.Instance);
        var isReadOnly = directory.IsReadOnly || directory.IsOfSeveralAccounts;
        return new MsiFolder(directory.Path, isReadOnly ? DirectoryAccess.ReadableBy(users) : DirectoryAccess.WritableBy(users));
    }
}
