using static ServicePackaging.Diagnostics.DiagnosticCatalog;

namespace ServicePackaging.Diagnostics;

/// <summary>The findings about packages of one system: Linux packages (4xxx), Windows Installer packages (5xxx), macOS packages
/// (6xxx).</summary>
public static class PackageDiagnostics
{
    /// <summary>A version that package managers sort differently.</summary>
    internal static readonly DiagnosticDescriptor<VersionOrderKind> VersionOrder = Warning<VersionOrderKind>("SVCPKG4002");

    /// <summary>A maintainer without an address.</summary>
    public static readonly DiagnosticDescriptor MaintainerAddress = Warning("SVCPKG4003");

    /// <summary>A native library that no known package supplies.</summary>
    internal static readonly DiagnosticDescriptor<UnknownLibraryKind> UnknownLibrary = Warning<UnknownLibraryKind>("SVCPKG4004");

    /// <summary>A control field that the developer cannot set.</summary>
    internal static readonly DiagnosticDescriptor<ReservedFieldKind> ReservedField = Error<ReservedFieldKind>("SVCPKG4005");

    /// <summary>A compression whose library is missing.</summary>
    public static readonly DiagnosticDescriptor CompressionUnavailable = Error("SVCPKG4006");

    /// <summary>A program of the target system that no known package contains.</summary>
    public static readonly DiagnosticDescriptor UnknownInterpreter = Warning("SVCPKG4007");

    /// <summary>A program in a directory that SELinux does not label for programs.</summary>
    internal static readonly DiagnosticDescriptor<ProgramLabelKind> ProgramLabel = Warning<ProgramLabelKind>("SVCPKG4008");

    /// <summary>A native file that needs a newer C library than the rest of the package.</summary>
    public static readonly DiagnosticDescriptor NewerCLibrary = Warning("SVCPKG4009");

    /// <summary>A pattern of optional native files that matches none.</summary>
    public static readonly DiagnosticDescriptor NoOptionalFile = Warning("SVCPKG4010");

    /// <summary>Scripts of other packages whose interpreter is only recommended.</summary>
    public static readonly DiagnosticDescriptor ForeignScripts = Warning("SVCPKG4011");

    /// <summary>A version that Windows Installer cannot tell from others.</summary>
    internal static readonly DiagnosticDescriptor<InstallerVersionKind> InstallerVersion = Error<InstallerVersionKind>("SVCPKG5001");

    /// <summary>A pre-release, which Windows Installer treats as the release.</summary>
    public static readonly DiagnosticDescriptor InstallerPrerelease = Warning("SVCPKG5002");

    /// <summary>A program that may not communicate with the Service Control Manager.</summary>
    public static readonly DiagnosticDescriptor NoServiceLibrary = Warning("SVCPKG5003");

    /// <summary>A hook at a stage that Windows Installer does not have.</summary>
    public static readonly DiagnosticDescriptor HookStage = Error("SVCPKG5004");

    /// <summary>A property of Windows Installer that the developer cannot set.</summary>
    public static readonly DiagnosticDescriptor ReservedProperty = Error("SVCPKG5005");

    /// <summary>A program without a host executable.</summary>
    public static readonly DiagnosticDescriptor NeedsAppHost = Error("SVCPKG5006");

    /// <summary>Contents that exceed the limits of a Windows Installer package.</summary>
    public static readonly DiagnosticDescriptor InstallerTooLarge = Error("SVCPKG5007");

    /// <summary>The finished package is not what it should be.</summary>
    public static readonly DiagnosticDescriptor FaultyPackage = Error("SVCPKG5008");

    /// <summary>A published file with a path that Windows does not support.</summary>
    internal static readonly DiagnosticDescriptor<WindowsFileNameKind> WindowsFileName = Error<WindowsFileNameKind>("SVCPKG5009");

    /// <summary>A program that reports success when it fails, so that Windows does not restart it.</summary>
    public static readonly DiagnosticDescriptor HiddenFailure = Warning("SVCPKG5010");

    /// <summary>Other contents with the identity of an earlier package.</summary>
    public static readonly DiagnosticDescriptor SameProductCode = Warning("SVCPKG5011");

    /// <summary>An unsigned program, which Apple's processors do not start.</summary>
    public static readonly DiagnosticDescriptor UnsignedProgram = Warning("SVCPKG6001");

    /// <summary>A picture or page that the macOS Installer would not show.</summary>
    public static readonly DiagnosticDescriptor InstallerResource = Error("SVCPKG6002");

    /// <summary>A package that is named like one of a distribution.</summary>
    public static readonly DiagnosticDescriptor DistributionPackage = Warning("SVCPKG4015");

    /// <summary>A program or library that was changed after it was signed.</summary>
    public static readonly DiagnosticDescriptor ChangedAfterSigning = Warning("SVCPKG6003");

    /// <summary>A directory whose owner and mode on a Mac are not known.</summary>
    public static readonly DiagnosticDescriptor UnknownDirectory = Error("SVCPKG6004");
}
