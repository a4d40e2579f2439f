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
    public static MsiFragment OfServices(
        ServiceDefinition definition, IReadOnlyList<ServiceRegistration> services, IReadOnlyList<OwnedDirectory> directories) =>
        definition.Scope == ServiceScope.User
            ? MsiFragment.Empty
            : new() { Items = [.. directories.Select(directory => Owned(definition, services, directory))] };

    private static MsiFolder Owned(ServiceDefinition definition, IReadOnlyList<ServiceRegistration> services, OwnedDirectory directory)
    {
        var users = directory.Instance.Length == 0 ? services : services.Where(service => service.Instance == directory.Instance);
        // A directory that one account may change must not hold directories of another.
        var isShared = directory is { Instance: "", Kind: not DirectoryKind.Custom } && !definition.IsOneAccount;
        var isReadOnly = directory.IsReadOnly || isShared;
        return new MsiFolder(directory.Path, isReadOnly ? DirectoryAccess.ReadableBy(users) : DirectoryAccess.WritableBy(users));
    }
}
