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

    /// <summary>A repository without a key that signs it.</summary>
    public static readonly DiagnosticDescriptor RepositoryWithoutKey = Error("SVCPKG9007");

    /// <summary>A file of the repository that no trusted key has signed.</summary>
    public static readonly DiagnosticDescriptor RepositoryUntrusted = Error("SVCPKG9008");

    /// <summary>A file of the repository that is damaged.</summary>
    public static readonly DiagnosticDescriptor RepositoryDamaged = Error("SVCPKG9009");

    /// <summary>A file of the repository that would lose something.</summary>
    public static readonly DiagnosticDescriptor RepositoryForeign = Error("SVCPKG9010");

    /// <summary>A file of the repository that is not what the state says.</summary>
    public static readonly DiagnosticDescriptor RepositoryRolledBack = Error("SVCPKG9011");

    /// <summary>A name of the repository that clients would have to accept.</summary>
    public static readonly DiagnosticDescriptor RepositoryIdentityChanged = Error("SVCPKG9012");

    /// <summary>A package that was published with other bytes.</summary>
    public static readonly DiagnosticDescriptor RepositoryOtherBytes = Error("SVCPKG9013");

    /// <summary>A package that cannot be published.</summary>
    public static readonly DiagnosticDescriptor RepositoryUnusablePackage = Error("SVCPKG9014");

    /// <summary>A repository on which somebody else works.</summary>
    public static readonly DiagnosticDescriptor RepositoryLocked = Error("SVCPKG9015");

    /// <summary>A repository that somebody else has changed meanwhile.</summary>
    public static readonly DiagnosticDescriptor RepositoryChangedMeanwhile = Error("SVCPKG9016");

    /// <summary>A repository that is newer than the clock.</summary>
    public static readonly DiagnosticDescriptor RepositoryFromTheFuture = Error("SVCPKG9017");

    /// <summary>A package to remove that the channel does not have.</summary>
    public static readonly DiagnosticDescriptor RepositoryNotPublished = Error("SVCPKG9018");

    /// <summary>A setting of the repository that is not usable.</summary>
    public static readonly DiagnosticDescriptor RepositorySetting = Error("SVCPKG9019");

    /// <summary>A version that is older than the newest one of the channel.</summary>
    public static readonly DiagnosticDescriptor RepositoryOlderVersion = Warning("SVCPKG9020");
}
