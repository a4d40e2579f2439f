namespace ServicePackaging.WindowsService;

/// <summary>Who may do what in the directories a service owns, as security descriptors (Microsoft,
/// "Security Descriptor String Format").</summary>
internal static class DirectoryAccess
{
    // SYSTEM owns it, also where somebody else made it first: an owner may change the permissions. Protected, so that nothing comes from
    // ProgramData, where every user may make files; SYSTEM and the administrators may do everything.
    private const string Base = "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";

    // Everything but changing the permissions and the owner (FILE_GENERIC_READ | WRITE | EXECUTE | DELETE).
    private const string Modify = "0x1301bf";

    // FILE_GENERIC_READ | FILE_GENERIC_EXECUTE.
    private const string Read = "0x1200a9";

    /// <summary>What everybody may read and run, and SYSTEM and the administrators alone change: as in Program Files, also where the
    /// program was put elsewhere.</summary>
    public static string Program => $"{Base}(A;OICI;{Read};;;BU)";

    /// <summary>What the services may read and nobody else.</summary>
    public static string ReadableBy(IEnumerable<ServiceRegistration> services) => Create(services, Read);

    /// <summary>What the services may change and nobody else.</summary>
    public static string WritableBy(IEnumerable<ServiceRegistration> services) => Create(services, Modify);

    private static string Create(IEnumerable<ServiceRegistration> services, string rights) =>
        Base + string.Concat(services.Select(service => $"(A;OICI;{rights};;;{ServiceSid.For(service.Name)})"));
}
