using static ServicePackaging.Diagnostics.DiagnosticCatalog;

namespace ServicePackaging.Diagnostics;

/// <summary>The findings about keys and signatures (8xxx).</summary>
public static class SigningDiagnostics
{
    /// <summary>A key file without a readable key.</summary>
    public static readonly DiagnosticDescriptor UnreadableKey = Error("SVCPKG8001");

    /// <summary>A key of a kind that the signer does not support.</summary>
    public static readonly DiagnosticDescriptor UnsupportedKey = Error("SVCPKG8002");

    /// <summary>A public key where a secret one is needed.</summary>
    public static readonly DiagnosticDescriptor PublicKey = Error("SVCPKG8003");

    /// <summary>A key file whose keys cannot sign.</summary>
    public static readonly DiagnosticDescriptor NoUsableKey = Error("SVCPKG8004");

    /// <summary>A key file with several keys that can sign.</summary>
    public static readonly DiagnosticDescriptor SeveralKeys = Error("SVCPKG8005");

    /// <summary>An encrypted key without a password.</summary>
    public static readonly DiagnosticDescriptor PasswordMissing = Error("SVCPKG8006");

    /// <summary>A password that does not open the key.</summary>
    public static readonly DiagnosticDescriptor PasswordWrong = Error("SVCPKG8007");

    /// <summary>A key, a password or a certificate file that does not exist.</summary>
    public static readonly DiagnosticDescriptor KeySourceMissing = Error("SVCPKG8008");

    /// <summary>A key or certificate that has expired.</summary>
    public static readonly DiagnosticDescriptor Expired = Error("SVCPKG8009");

    /// <summary>A key, certificate or package time in the future.</summary>
    public static readonly DiagnosticDescriptor NotYetValid = Error("SVCPKG8010");

    /// <summary>A certificate for another purpose.</summary>
    public static readonly DiagnosticDescriptor WrongPurpose = Error("SVCPKG8011");

    /// <summary>A certificate that belongs to another key.</summary>
    public static readonly DiagnosticDescriptor CertificateMismatch = Error("SVCPKG8012");

    /// <summary>A certificate without that of its issuer.</summary>
    public static readonly DiagnosticDescriptor ChainIncomplete = Error("SVCPKG8013");

    /// <summary>An algorithm that the target systems refuse.</summary>
    public static readonly DiagnosticDescriptor WeakAlgorithm = Error("SVCPKG8014");

    /// <summary>A key without a certificate.</summary>
    public static readonly DiagnosticDescriptor CertificateMissing = Error("SVCPKG8015");

    /// <summary>A signing command that failed.</summary>
    public static readonly DiagnosticDescriptor CommandFailed = Error("SVCPKG8016");

    /// <summary>A signing command whose result is no signature.</summary>
    public static readonly DiagnosticDescriptor CommandGaveNoSignature = Error("SVCPKG8017");

    /// <summary>A timestamp server that failed.</summary>
    public static readonly DiagnosticDescriptor TimestampFailed = Error("SVCPKG8018");

    /// <summary>A file that cannot be signed.</summary>
    public static readonly DiagnosticDescriptor UnsignableFile = Error("SVCPKG8019");

    /// <summary>A format without a key where all must be signed.</summary>
    public static readonly DiagnosticDescriptor SigningRequired = Error("SVCPKG8020");

    /// <summary>A signature without a timestamp.</summary>
    public static readonly DiagnosticDescriptor NoTimestamp = Warning("SVCPKG8021");

    /// <summary>A key that some target systems refuse.</summary>
    public static readonly DiagnosticDescriptor KeyRefused = Warning("SVCPKG8022");

    /// <summary>A refused notarization.</summary>
    public static readonly DiagnosticDescriptor NotarizationFailed = Error("SVCPKG8023");

    /// <summary>A notarization that did not end in time.</summary>
    public static readonly DiagnosticDescriptor NotarizationTimeout = Error("SVCPKG8024");

    /// <summary>A file with a secret that other users can read.</summary>
    public static readonly DiagnosticDescriptor ReadablePassword = Warning("SVCPKG8025");

    /// <summary>Two places for one key.</summary>
    public static readonly DiagnosticDescriptor AmbiguousKey = Error("SVCPKG8026");

    /// <summary>A notarization without its key.</summary>
    public static readonly DiagnosticDescriptor NoNotaryKey = Error("SVCPKG8027");

    /// <summary>A thumbprint that the certificate store does not have.</summary>
    public static readonly DiagnosticDescriptor CertificateNotInStore = Error("SVCPKG8028");

    /// <summary>A property list with entitlements that cannot be used.</summary>
    public static readonly DiagnosticDescriptor InvalidEntitlements = Error("SVCPKG8029");

    /// <summary>A setting of a key where no key is named.</summary>
    public static readonly DiagnosticDescriptor SettingWithoutKey = Error("SVCPKG8030");

    /// <summary>A command whose signatures cannot be verified.</summary>
    public static readonly DiagnosticDescriptor UncheckedSignature = Warning("SVCPKG8031");

    /// <summary>A signed package with unsigned programs.</summary>
    public static readonly DiagnosticDescriptor UnsignedPrograms = Warning("SVCPKG8032");
}
