namespace ServicePackaging.Planning;

/// <summary>The names of the package formats.</summary>
public static class PackageFormatNames
{
    /// <summary>Debian and its derivatives.</summary>
    public const string Deb = "deb";

    /// <summary>Fedora, RHEL, SUSE and their relatives.</summary>
    public const string Rpm = "rpm";

    /// <summary>macOS.</summary>
    public const string Pkg = "pkg";

    /// <summary>Windows.</summary>
    public const string Msi = "msi";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Deb, Rpm, Pkg, Msi];
}
