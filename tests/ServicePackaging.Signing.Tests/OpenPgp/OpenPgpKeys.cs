using System.Text;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>How tests open keys.</summary>
internal static class OpenPgpKeys
{
    public const string Source = "release.asc";

    public static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Opens an armored key.</summary>
    public static OpenPgpKey Open(string armored, string keyId = "", string? passphrase = null, DateTimeOffset? now = null) =>
        Open(Encoding.UTF8.GetBytes(armored), keyId, passphrase, now);

    /// <summary>Opens a key file.</summary>
    public static OpenPgpKey Open(byte[] file, string keyId = "", string? passphrase = null, DateTimeOffset? now = null) =>
        OpenPgpKeyReader.Open(file, Source, keyId, passphrase?.ToCharArray(), now ?? Now);

    /// <summary>Opens a key that cannot be used, and returns what is wrong.</summary>
    public static SigningException Fault(string armored, string keyId = "", string? passphrase = null, DateTimeOffset? now = null) =>
        Assert.Throws<SigningException>(() => Open(armored, keyId, passphrase, now).Dispose());
}
