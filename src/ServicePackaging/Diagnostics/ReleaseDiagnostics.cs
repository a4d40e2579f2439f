using static ServicePackaging.Diagnostics.DiagnosticCatalog;

namespace ServicePackaging.Diagnostics;

/// <summary>The findings about the files of a release beside its packages (9xxx).</summary>
internal static class ReleaseDiagnostics
{
    /// <summary>A name in ServicePackageManifests that is not a manifest.</summary>
    public static readonly DiagnosticDescriptor UnknownManifest = Error("SVCPKG9001");

    /// <summary>Manifests without the address of the packages.</summary>
    public static readonly DiagnosticDescriptor ReleaseUrlMissing = Error("SVCPKG9002");

    /// <summary>A manifest without a package that it could describe.</summary>
    public static readonly DiagnosticDescriptor ManifestWithoutPackage = Warning("SVCPKG9003");

    /// <summary>A manifest without a field that its package manager requires.</summary>
    public static readonly DiagnosticDescriptor ManifestField = Warning("SVCPKG9004");

    /// <summary>Several packages where a manifest has room for one.</summary>
    public static readonly DiagnosticDescriptor SeveralForManifest = Error("SVCPKG9005");

    /// <summary>A command that signs in place where a detached signature is needed.</summary>
    public static readonly DiagnosticDescriptor NoDetachedSignature = Warning("SVCPKG9006");
}
