using ServicePackaging.Signing.Keys;

namespace ServicePackaging.Build.Signing;

/// <summary>The time that a signature with a certificate states.</summary>
internal static class CertificateTime
{
    /// <summary>Returns the time of the package, or the beginning of the certificate's validity if that is later.</summary>
    public static DateTimeOffset Of(CertificateKey key, DateTimeOffset time)
    {
        var first = new DateTimeOffset(key.Certificate.NotBefore.ToUniversalTime());
        return time < first ? first : time;
    }
}
