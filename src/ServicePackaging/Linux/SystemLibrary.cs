namespace ServicePackaging.Linux;

/// <summary>A native library that every distribution offers under the same name.</summary>
/// <param name="SoName">Its whole soname: another number is another library.</param>
/// <param name="DebianPackage">The Debian package that contains it, or alternatives.</param>
internal sealed record SystemLibrary(string SoName, string DebianPackage)
{
    /// <summary>Debian's package of the C library.</summary>
    public const string DebianCLibrary = "libc6";

    private const string DebianOpenSsl = "libssl3t64 | libssl3";

    // The dynamic linkers have one name for each architecture: ld-linux-x86-64.so.2, ld-linux-aarch64.so.1, ld64.so.2 (ppc64le).
    private static readonly string[] Linkers = ["ld-linux", "ld64.so."];

    private static readonly SystemLibrary[] All =
    [
        new("libc.so.6", DebianCLibrary),
        new("libm.so.6", DebianCLibrary),
        new("libdl.so.2", DebianCLibrary),
        new("libpthread.so.0", DebianCLibrary),
        new("librt.so.1", DebianCLibrary),
        new("libresolv.so.2", DebianCLibrary),
        new("libutil.so.1", DebianCLibrary),
        new("libgcc_s.so.1", "libgcc-s1"),
        new("libstdc++.so.6", "libstdc++6"),
        new("libz.so.1", "zlib1g"),
        new("libssl.so.3", DebianOpenSsl),
        new("libcrypto.so.3", DebianOpenSsl),
        new("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        new("libsqlite3.so.0", "libsqlite3-0"),
        new("libcurl.so.4", "libcurl4t64 | libcurl4"),
        new("libuuid.so.1", "libuuid1"),
        new("libsystemd.so.0", "libsystemd0"),
    ];

    /// <summary>The library of a soname, or null when not every distribution has it.</summary>
    public static SystemLibrary? Find(string soName) =>
        Array.Exists(Linkers, prefix => soName.StartsWith(prefix, StringComparison.Ordinal)) ? new(soName, DebianCLibrary)
            : Array.Find(All, library => library.SoName == soName);
}
