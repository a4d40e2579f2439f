namespace ServicePackaging.WindowsService;

/// <summary>The access rights to the directories that a service owns, as security descriptors (Microsoft, "Security Descriptor String
/// Format").</summary>
internal static class DirectoryAccess
{
    // SYSTEM is the owner, even if another user created the directory first, because an owner may change the permissions. The descriptor is
    // protected, so that nothing is inherited from ProgramData, where every user may create files. SYSTEM and the administrators may do
    // everything.
    private const string Base = "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";

    // Everything but changing the permissions and the owner (FILE_GENERIC_READ | WRITE | EXECUTE | DELETE).
    private const string Modify = "0x1301bf";

    // FILE_GENERIC_READ | FILE_GENERIC_EXECUTE.
    private const string Read = "0x1200a9";

    /// <summary>Everybody may read and run the files, and only SYSTEM and the administrators may change them: as in Program Files, even if
    /// the program is installed elsewhere.</summary>
    public static string Program => $"{Base}(A;OICI;{Read};;;BU)";

    /// <summary>The services may read the files, and nobody else may.</summary>
    public static string ReadableBy(IEnumerable<ServiceRegistration> services) => Create(services, Read);

    /// <summary>The services may change the files, and nobody else may.</summary>
    public static string WritableBy(IEnumerable<ServiceRegistration> services) => Create(services, Modify);

    private static string Create(IEnumerable<ServiceRegistration> services, string rights) =>
        Base + string.Concat(services.Select(service => $"(A;OICI;{rights};;;{ServiceSid.For(service.Name)})"));
}
