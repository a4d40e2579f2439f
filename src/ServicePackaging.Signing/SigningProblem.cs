namespace ServicePackaging.Signing;

/// <summary>What can be wrong with a key, a certificate, a command or a server. Each value has one diagnostic, whose arguments are listed
/// here in their order.</summary>
internal enum SigningProblem
{
    /// <summary>The source of the key, and what was found instead of a key that can be read.</summary>
    UnreadableKey,

    /// <summary>The source of the key, and what to export instead.</summary>
    UnsupportedKey,

    /// <summary>The source of the key. It contains the public half only.</summary>
    PublicKey,

    /// <summary>The source of the key, and why none of its keys can sign, one reason for each.</summary>
    NoUsableKey,

    /// <summary>The source of the key, and the fingerprints of the keys in it, of which one must be chosen.</summary>
    SeveralKeys,

    /// <summary>The source of the key. It is encrypted, and no password is named.</summary>
    PasswordMissing,

    /// <summary>The source of the key. The password does not open it.</summary>
    PasswordWrong,

    /// <summary>The key or certificate, and when it expired.</summary>
    Expired,

    /// <summary>The key or certificate, and when it becomes valid.</summary>
    NotYetValid,

    /// <summary>The certificate, and what is wrong with its purpose.</summary>
    WrongPurpose,

    /// <summary>The source of the key, and the certificate that belongs to another key.</summary>
    CertificateMismatch,

    /// <summary>The certificate, and the name of the missing issuer.</summary>
    ChainIncomplete,

    /// <summary>The key or certificate, and the algorithm that the target systems refuse.</summary>
    WeakAlgorithm,

    /// <summary>The source of the key with a private key, but without its certificate.</summary>
    CertificateMissing,

    /// <summary>The thumbprint, and why the certificate store of Windows has no usable certificate with it.</summary>
    CertificateNotInStore,

    /// <summary>The command, and how it failed.</summary>
    CommandFailed,

    /// <summary>The command, and what is wrong with its signature.</summary>
    CommandGaveNoSignature,

    /// <summary>The server or servers, and how they failed.</summary>
    TimestampFailed,

    /// <summary>The file, and why it cannot be signed.</summary>
    UnsignableFile,

    /// <summary>The property list, and what is wrong with it.</summary>
    InvalidEntitlements,

    /// <summary>The submission, and what the notary service answered.</summary>
    NotarizationFailed,

    /// <summary>The submission, and how long it was waited for.</summary>
    NotarizationTimeout,
}
