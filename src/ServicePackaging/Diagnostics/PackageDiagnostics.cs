using static ServicePackaging.Diagnostics.DiagnosticCatalog;

namespace ServicePackaging.Diagnostics;

/// <summary>The findings about packages of one system: Linux packages (4xxx), Windows Installer packages (5xxx), macOS packages (6xxx).</summary>
public static class PackageDiagnostics
{
    /// <summary>A version that package managers sort differently.</summary>
    public static readonly DiagnosticDescriptor VersionOrder = Warning(
        "SVCPKG4002", "Version that package managers sort differently",
        "Version '{0}' becomes '{1}', which {2} sorts differently than SemVer: {3}.",
        "An upgrade may be taken for a downgrade. Numbered pre-releases such as rc.1, rc.2 sort the same everywhere.");

    /// <summary>A maintainer without an address.</summary>
    public static readonly DiagnosticDescriptor MaintainerAddress = Warning(
        "SVCPKG4003", "Maintainer without an e-mail address",
        "The package's maintainer is '{0}', which has no e-mail address; '{1}' is written. Set ServicePackageMaintainer to 'Name <address>'.",
        "Debian requires an address that reaches whoever is responsible for the package.");

    /// <summary>A native library that no known package supplies.</summary>
    public static readonly DiagnosticDescriptor UnknownLibrary = Warning(
        "SVCPKG4004", "Native library of unknown origin",
        "'{0}' needs the native library '{1}', and the package that has it is not known here. Declare it: <DebDependency Include=\"…\" />.",
        "Dependencies are computed from what the payload's native files ask the dynamic linker for. Libraries that are not part of the payload and not in our table have to be named.");

    /// <summary>A control field that is not the developer's to set.</summary>
    public static readonly DiagnosticDescriptor ReservedField = Error(
        "SVCPKG4005", "Control field of our own",
        "DebField '{0}' is computed. Set it through {1}.",
        "Two sources for one field would contradict each other.");

    /// <summary>A compression whose library is missing.</summary>
    public static readonly DiagnosticDescriptor CompressionUnavailable = Error(
        "SVCPKG4006", "Compression not available on this machine",
        "ServicePackageCompression is 'xz', and liblzma cannot be loaded: {0} Install it (apt-get install liblzma5), or write gzip.",
        "gzip needs nothing; xz is made by the native liblzma, which the SDK brings for common systems.");

    /// <summary>A program of the target's that no known package brings.</summary>
    public static readonly DiagnosticDescriptor UnknownInterpreter = Warning(
        "SVCPKG4007", "Interpreter of unknown origin",
        "The service runs '{0}', and the package that brings it is not known here. Declare it: <DebDependency Include=\"…\" />.",
        "Dependencies are computed for the interpreters that Debian has under the same name. Another one has to be named; one DebDependency is taken for it.");

    /// <summary>A program at a place that SELinux does not take for one of programs.</summary>
    public static readonly DiagnosticDescriptor ProgramLabel = Warning(
        "SVCPKG4008", "Program at a place where SELinux expects none",
        "{0} is '{1}', and SELinux labels a program there {2}: {3}. Write {4} or {5}.",
        "Where SELinux is enforcing, a service gets a domain of its own when systemd executes a file with the label bin_t. The label depends on the path: /usr/libexec, /usr/bin, /usr/sbin, /usr/local/bin, and bin or libexec below /opt have it under the policies of Fedora, RHEL and Debian alike. Systems without SELinux are not affected; where all of yours are, silence the warning with NoWarn.");

    /// <summary>A native file that needs a newer C library than the rest of the package.</summary>
    public static readonly DiagnosticDescriptor NewerCLibrary = Warning(
        "SVCPKG4009", "Native file that needs a newer C library",
        "'{0}' needs glibc {1}; the program and .NET need only {2}. The package only recommends glibc {1}. If the service cannot run without this file, write "
        + "<DebDependency Include=\"libc6\" Version=\">= {1}\" /> and <RpmDependency Include=\"glibc\" Version=\">= {1}\" />.",
        "A plug-in that the service may never load must not keep the package off older distributions. "
        + "A relation of your own to the C library, of any Kind, silences this warning for its format.");

    /// <summary>A version that Windows Installer cannot tell from others.</summary>
    public static readonly DiagnosticDescriptor InstallerVersion = Error(
        "SVCPKG5001", "Version that Windows Installer cannot compare",
        "{0} is '{1}': {2}. Write at most 255.255.65535, or another version for Windows alone: <MsiProperty Include=\"ProductVersion\" Value=\"1.2.3\" />.",
        "Windows Installer compares three numbers, of which the first two go up to 255 and the third to 65535. A package with a version beyond them, or one that differs in the fourth number alone, would not upgrade the one before.");

    /// <summary>A pre-release, which Windows Installer takes for the release.</summary>
    public static readonly DiagnosticDescriptor InstallerPrerelease = Warning(
        "SVCPKG5002", "Pre-release that Windows Installer takes for the release",
        "Version '{0}' becomes '{1}' for Windows Installer, which knows no pre-releases: the package replaces, and is replaced by, every other {1}.",
        "Going from a pre-release to the next, and to the release, is an upgrade. Windows Installer cannot refuse the way back.");

    /// <summary>A program that may not speak to the Service Control Manager.</summary>
    public static readonly DiagnosticDescriptor NoServiceLibrary = Warning(
        "SVCPKG5003", "Program that may be no Windows service",
        "'{0}' references no library that speaks to the Windows service manager; a program that does not is stopped after 30 seconds (error 1053). Reference {1} and call AddWindowsService().",
        "The Service Control Manager waits for the program to report that it runs. Where the program does so by its own means, silence this warning with NoWarn.");

    /// <summary>A hook at a stage that Windows Installer has no place for.</summary>
    public static readonly DiagnosticDescriptor HookStage = Error(
        "SVCPKG5004", "Script hook at a stage that Windows has not",
        "{0} has Stage '{1}', at which its file is not on the machine. Write one of: {2}.",
        "Windows Installer runs scripts from files it has installed: after they are copied and before they are removed.");

    /// <summary>A property of Windows Installer that is not the developer's to set.</summary>
    public static readonly DiagnosticDescriptor ReservedProperty = Error(
        "SVCPKG5005", "Windows Installer property of our own",
        "MsiProperty '{0}' is computed. Set it through {1}.",
        "Two sources for one property would contradict each other.");

    /// <summary>A program without a host executable.</summary>
    public static readonly DiagnosticDescriptor NeedsAppHost = Error(
        "SVCPKG5006", "Windows service without an executable",
        "UseAppHost is 'false' for '{0}', and the Windows service manager starts an .exe. Publish with UseAppHost=true, or for a runtime identifier that has an apphost pack.",
        "The path of a Windows service is that of a file in the package; it cannot be a dotnet.exe elsewhere.");

    /// <summary>More than a Windows Installer package holds.</summary>
    public static readonly DiagnosticDescriptor InstallerTooLarge = Error(
        "SVCPKG5007", "Payload beyond what one .msi can hold",
        "The .msi '{0}' cannot be written: {1} Publish less, for example with PublishTrimmed, or fetch large data at the first start.",
        "An .msi is a compound file, which ends at 2 GiB.");

    /// <summary>The finished package is not what it should be.</summary>
    public static readonly DiagnosticDescriptor FaultyPackage = Error(
        "SVCPKG5008", "Package that might be refused",
        "The package '{0}' breaks the rule {1}: {2} Please report this with the project's properties.",
        "Each package is read back and checked before it takes its name. A finding is a fault of ServicePackaging.Sdk, or of a native field, such as an MsiProperty, that contradicts the rest.");

    /// <summary>A published file that Windows cannot have.</summary>
    public static readonly DiagnosticDescriptor WindowsFileName = Error(
        "SVCPKG5009", "Published file that Windows cannot have",
        "The published file '{0}' cannot be installed on Windows: it has a path {1}. Rename it, or leave it out of the publish for win-*.",
        "Windows has no files with < > : \" | ? * in their names, ending with a dot or space, or called CON, NUL, COM1 and so on; names that differ in case alone are one; a path has at most 259 characters.");

    /// <summary>A program for Apple's processors that they would not start.</summary>
    public static readonly DiagnosticDescriptor UnsignedProgram = Warning(
        "SVCPKG6001", "Program for Apple's processors without a signature",
        "'{0}' has code for arm64 that is not signed; macOS ends it at its start. Sign it (codesign -s -), or let the .NET SDK do it: leave _EnableMacOSCodeSign out.",
        "Apple's processors run signed code alone. The signature of the .NET SDK, which vouches for nobody, is enough; a change of the file after it makes it void.");

    /// <summary>A picture or page that the macOS Installer would not show.</summary>
    public static readonly DiagnosticDescriptor InstallerResource = Error(
        "SVCPKG6002", "Page that the macOS Installer does not show",
        "{0} cannot be the page '{1}'. Write one file for each page: text, RTF or HTML (.txt, .rtf, .html), for Background a picture (.png, .jpg, .gif, .tiff, .pdf).",
        "The Installer goes by the file name's ending.");
}
