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

    // The same without deleting: a service that may delete its directory could put a link in its place.
    private const string Change = "0x1201bf";

    // FILE_GENERIC_READ | FILE_GENERIC_EXECUTE.
    private const string Read = "0x1200a9";

    /// <summary>Everybody may read and run the files, and only SYSTEM and the administrators may change them: as in Program Files, even if
    /// the program is installed elsewhere.</summary>
    public static string Program => $"{Base}(A;OICI;{Read};;;BU)";

    /// <summary>A vendor's directory: others may pass through it to a product's directory, and see the names.</summary>
    public static string Vendor => $"{Base}(A;;{Read};;;BU)";

    /// <summary>The services may read the files, and nobody else may.</summary>
    public static string ReadableBy(IEnumerable<ServiceRegistration> services) =>
        Base + Entries(services, sid => $"(A;OICI;{Read};;;{sid})");

    /// <summary>The services may change the files, and nobody else may.</summary>
    public static string WritableBy(IEnumerable<ServiceRegistration> services) =>
        Base + Entries(services, sid => $"(A;;{Change};;;{sid})(A;OICIIO;{Modify};;;{sid})");

    /// <summary>One file that the services may read, and only SYSTEM and the administrators may change or delete.</summary>
    public static string ReadableFile(IEnumerable<ServiceRegistration> services) =>
        "O:SYG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)" + Entries(services, sid => $"(A;;{Read};;;{sid})");

    private static string Entries(IEnumerable<ServiceRegistration> services, Func<string, string> entry) =>
        string.Concat(services.Select(service => entry(ServiceSid.For(service.Name))));
}
