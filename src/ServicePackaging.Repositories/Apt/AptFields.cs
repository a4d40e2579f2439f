namespace ServicePackaging.Repositories.Apt;

/// <summary>The names of the fields of apt's indexes (apt, doc and apt-pkg/deb).</summary>
internal static class AptFields
{
    public const string Package = "Package";
    public const string Version = "Version";
    public const string Architecture = "Architecture";
    public const string Source = "Source";
    public const string Description = "Description";
    public const string FileName = "Filename";
    public const string Size = "Size";
    public const string Sha256 = "SHA256";
    public const string Sha512 = "SHA512";
    public const string PhasedUpdatePercentage = "Phased-Update-Percentage";

    public const string Origin = "Origin";
    public const string Label = "Label";
    public const string Suite = "Suite";
    public const string Codename = "Codename";
    public const string Date = "Date";
    public const string ValidUntil = "Valid-Until";
    public const string NotAutomatic = "NotAutomatic";
    public const string ButAutomaticUpgrades = "ButAutomaticUpgrades";
    public const string AcquireByHash = "Acquire-By-Hash";
    public const string Architectures = "Architectures";
    public const string Components = "Components";

    /// <summary>The only component.</summary>
    public const string Main = "main";

    /// <summary>The fields of an index that a package itself cannot set.</summary>
    public static readonly IReadOnlySet<string> OfIndex = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        FileName, Size, "MD5sum", "SHA1", Sha256, Sha512, PhasedUpdatePercentage, "Description-md5", "Status",
    };
}
