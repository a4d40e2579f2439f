namespace ServicePackaging.Msi.Schema;

/// <summary>The root of a registry key (Microsoft, "Registry Table", Root).</summary>
internal enum MsiRegistryRoot
{
    /// <summary>HKEY_CURRENT_USER in an installation for one user, HKEY_LOCAL_MACHINE in one for all.</summary>
    UserOrMachine = -1,

    /// <summary>HKEY_CLASSES_ROOT.</summary>
    ClassesRoot = 0,

    /// <summary>HKEY_CURRENT_USER.</summary>
    CurrentUser = 1,

    /// <summary>HKEY_LOCAL_MACHINE.</summary>
    LocalMachine = 2,

    /// <summary>HKEY_USERS.</summary>
    Users = 3,
}
