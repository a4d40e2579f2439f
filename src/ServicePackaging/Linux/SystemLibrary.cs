namespace ServicePackaging.Linux;

/// <summary>The distributions of a package format, which have the same libraries under the same names.</summary>
[Flags]
internal enum LinuxFamily
{
    /// <summary>Debian 12 and 13, and the releases of Ubuntu between and after them.</summary>
    Debian = 1,

    /// <summary>Fedora, RHEL 9 and 10, openSUSE.</summary>
    Rpm = 2,

    /// <summary>All of them.</summary>
    Every = Debian | Rpm,
}

/// <summary>A native library that distributions offer under the same name.</summary>
/// <param name="SoName">Its whole soname: another number is another library.</param>
/// <param name="DebianPackage">The Debian package that contains it, or alternatives; empty if Debian has none.</param>
/// <param name="Families">The distributions that have it.</param>
/// <param name="IsBasic">Whether it draws in nothing of a desktop, a device or a client: servers have such libraries anyway.</param>
internal sealed record SystemLibrary(
    string SoName, string DebianPackage, LinuxFamily Families = LinuxFamily.Every, bool IsBasic = true)
{
    /// <summary>Debian's package of the C library.</summary>
    public const string DebianCLibrary = "libc6";

    /// <summary>Debian's packages of OpenSSL 3.</summary>
    public const string DebianOpenSsl = "libssl3t64 | libssl3";

    private const string DebianGLib = "libglib2.0-0t64 | libglib2.0-0";

    // The dynamic linkers have one name for each architecture: ld-linux-x86-64.so.2, ld-linux-aarch64.so.1, ld64.so.2 (ppc64le).
    private static readonly string[] Linkers = ["ld-linux", "ld64.so."];

    // Debian's packages: the Contents index of Debian 12 and `apt-cache policy` of Debian 13, whose names end in t64 where a library's
    // interface has 64-bit times. RPM: the sonames of Fedora, RHEL 9 and openSUSE; a library that one of them has with another number only
    // is not of that family.
    private static readonly SystemLibrary[] All =
    [
        new("libc.so.6", DebianCLibrary),
        new("libm.so.6", DebianCLibrary),
        new("libmvec.so.1", DebianCLibrary),
        new("libdl.so.2", DebianCLibrary),
        new("libpthread.so.0", DebianCLibrary),
        new("librt.so.1", DebianCLibrary),
        new("libresolv.so.2", DebianCLibrary),
        new("libutil.so.1", DebianCLibrary),
        new("libanl.so.1", DebianCLibrary),
        new("libcrypt.so.1", "libcrypt1"),
        new("libgcc_s.so.1", "libgcc-s1"),
        new("libstdc++.so.6", "libstdc++6"),
        new("libatomic.so.1", "libatomic1"),
        new("libgomp.so.1", "libgomp1"),
        new("libgfortran.so.5", "libgfortran5"),
        new("libz.so.1", "zlib1g"),
        new("libssl.so.3", DebianOpenSsl),
        new("libcrypto.so.3", DebianOpenSsl),
        new("libgnutls.so.30", "libgnutls30t64 | libgnutls30"),
        new("libsodium.so.23", "libsodium23", LinuxFamily.Debian),
        new("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        new("libkrb5.so.3", "libkrb5-3"),
        new("libk5crypto.so.3", "libk5crypto3"),
        new("libcom_err.so.2", "libcom-err2"),
        new("libsasl2.so.2", "libsasl2-2", LinuxFamily.Debian),
        new("libldap-2.5.so.0", "libldap-2.5-0", LinuxFamily.Debian),
        new("liblber-2.5.so.0", "libldap-2.5-0", LinuxFamily.Debian),
        new("libldap.so.2", "libldap2", LinuxFamily.Debian),
        new("liblber.so.2", "libldap2", LinuxFamily.Debian),
        new("libsqlite3.so.0", "libsqlite3-0"),
        new("libcurl.so.4", "libcurl4t64 | libcurl4"),
        new("libnghttp2.so.14", "libnghttp2-14"),
        new("libssh2.so.1", "libssh2-1t64 | libssh2-1", LinuxFamily.Debian),
        new("libssh.so.4", "libssh-4"),
        new("libidn2.so.0", "libidn2-0"),
        new("libtirpc.so.3", "libtirpc3t64 | libtirpc3"),
        new("libuuid.so.1", "libuuid1"),
        new("libblkid.so.1", "libblkid1"),
        new("libmount.so.1", "libmount1"),
        new("libsystemd.so.0", "libsystemd0"),
        new("libudev.so.1", "libudev1"),
        new("libcap.so.2", "libcap2"),
        new("libseccomp.so.2", "libseccomp2"),
        new("libselinux.so.1", "libselinux1"),
        new("libacl.so.1", "libacl1"),
        new("libattr.so.1", "libattr1"),
        new("libpam.so.0", "libpam0g"),
        new("libkeyutils.so.1", "libkeyutils1"),
        new("libaio.so.1", "libaio1t64 | libaio1"),
        new("liburing.so.2", "liburing2"),
        new("libnuma.so.1", "libnuma1"),
        new("libzstd.so.1", "libzstd1"),
        new("liblz4.so.1", "liblz4-1"),
        new("liblzma.so.5", "liblzma5"),
        new("libbz2.so.1.0", "libbz2-1.0", LinuxFamily.Debian),
        new("libbz2.so.1", "", LinuxFamily.Rpm),
        new("libsnappy.so.1", "libsnappy1v5"),
        new("libbrotlidec.so.1", "libbrotli1"),
        new("libbrotlienc.so.1", "libbrotli1"),
        new("libbrotlicommon.so.1", "libbrotli1"),
        new("libexpat.so.1", "libexpat1"),
        new("libxml2.so.2", "libxml2", LinuxFamily.Debian),
        new("libyaml-0.so.2", "libyaml-0-2"),
        new("libffi.so.8", "libffi8"),
        new("libgmp.so.10", "libgmp10"),
        new("libpcre2-8.so.0", "libpcre2-8-0"),
        new("libtinfo.so.6", "libtinfo6"),
        new("libncurses.so.6", "libncurses6"),
        new("libncursesw.so.6", "libncursesw6"),
        new("libreadline.so.8", "libreadline8t64 | libreadline8"),
        new("libedit.so.2", "libedit2", LinuxFamily.Debian),
        new("libedit.so.0", "", LinuxFamily.Rpm),
        new("libuv.so.1", "libuv1t64 | libuv1"),
        new("libunwind.so.8", "libunwind8"),
        new("libelf.so.1", "libelf1t64 | libelf1"),

        Other("libglib-2.0.so.0", DebianGLib),
        Other("libgobject-2.0.so.0", DebianGLib),
        Other("libgio-2.0.so.0", DebianGLib),
        Other("libgmodule-2.0.so.0", DebianGLib),
        Other("libgthread-2.0.so.0", DebianGLib),
        Other("libdbus-1.so.3", "libdbus-1-3"),
        Other("libpq.so.5", "libpq5"),
        Other("libmariadb.so.3", "libmariadb3"),
        Other("libodbc.so.2", "libodbc2"),
        Other("libodbcinst.so.2", "libodbcinst2"),
        Other("libusb-1.0.so.0", "libusb-1.0-0"),
        Other("libpcap.so.0.8", "libpcap0.8t64 | libpcap0.8", LinuxFamily.Debian),
        Other("libpcap.so.1", "", LinuxFamily.Rpm),
        Other("libasound.so.2", "libasound2t64 | libasound2"),
        Other("libcups.so.2", "libcups2t64 | libcups2"),
        Other("libfontconfig.so.1", "libfontconfig1"),
        Other("libfreetype.so.6", "libfreetype6"),
        Other("libharfbuzz.so.0", "libharfbuzz0b"),
        Other("libpng16.so.16", "libpng16-16t64 | libpng16-16"),
        Other("libjpeg.so.62", "libjpeg62-turbo"),
        Other("libwebp.so.7", "libwebp7"),
        Other("libtiff.so.6", "libtiff6", LinuxFamily.Debian),
        Other("libgif.so.7", "libgif7"),
        Other("libcairo.so.2", "libcairo2"),
        Other("libX11.so.6", "libx11-6"),
        Other("libXext.so.6", "libxext6"),
        Other("libXrender.so.1", "libxrender1"),
        Other("libXi.so.6", "libxi6"),
        Other("libXcursor.so.1", "libxcursor1"),
        Other("libXrandr.so.2", "libxrandr2"),
        Other("libxcb.so.1", "libxcb1"),
        Other("libSM.so.6", "libsm6"),
        Other("libICE.so.6", "libice6"),
        Other("libGL.so.1", "libgl1"),
        Other("libEGL.so.1", "libegl1"),
        Other("libdrm.so.2", "libdrm2"),
    ];

    /// <summary>The library of a soname, or null when not every distribution of the family has it.</summary>
    public static SystemLibrary? Find(string soName, LinuxFamily family) =>
        Array.Exists(Linkers, prefix => soName.StartsWith(prefix, StringComparison.Ordinal)) ? new(soName, DebianCLibrary)
            : Array.Find(All, library => library.SoName == soName && library.Families.HasFlag(family));

    private static SystemLibrary Other(string soName, string debianPackage, LinuxFamily families = LinuxFamily.Every) =>
        new(soName, debianPackage, families, IsBasic: false);
}
