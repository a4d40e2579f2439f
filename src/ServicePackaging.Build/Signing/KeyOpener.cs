using System.Security.Cryptography;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Signing;
using ServicePackaging.Signing.Apple;
using ServicePackaging.Signing.Commands;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Build.Signing;

/// <summary>Opens the keys that settings name, and checks them before anything is signed.</summary>
/// <param name="secrets">Reads keys and passwords.</param>
/// <param name="clock">The current time.</param>
/// <param name="findings">Receives warnings about keys.</param>
internal sealed class KeyOpener(SecretReader secrets, TimeProvider clock, DiagnosticBag findings)
{
    // The variable that tells a digest command which algorithm made the digest.
    private const string DigestVariable = "SERVICE_PACKAGE_DIGEST";

    private static readonly TimeSpan DigestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Opens a key for Linux packages.</summary>
    /// <exception cref="DiagnosticException">It cannot be found.</exception>
    /// <exception cref="SigningException">It cannot be used.</exception>
    public IOpenPgpSigner OpenPgp(KeySettings settings)
    {
        IOpenPgpSigner signer = settings.Command is { } command
            ? new OpenPgpCommand(command.Value, ReadPublicKey(settings))
            : OpenSecretKey(settings);
        foreach (var refusal in signer.PublicKey is { } key ? KeyCompatibility.Find(key) : [])
        {
            findings.Report(
                SigningDiagnostics.KeyRefused, settings.File ?? settings.Variable!, refusal.Systems, refusal.Reason, refusal.Remedy);
        }

        return signer;
    }

    /// <summary>Opens a key for Authenticode.</summary>
    /// <inheritdoc cref="OpenPgp" path="/exception"/>
    public CertificateKey Authenticode(KeySettings settings)
    {
        var key = settings.IsInStore ? WindowsCertificateStore.Load(settings.KeyId!.Value) : Certificate(settings);
        return Checked(key, settings, () => CertificateRules.RequireAuthenticode(key, clock.GetUtcNow()));
    }

    /// <summary>Opens a key of Apple's Developer ID.</summary>
    /// <inheritdoc cref="OpenPgp" path="/exception"/>
    public CertificateKey Apple(KeySettings settings, AppleCertificatePurpose purpose)
    {
        var key = Certificate(settings);
        return Checked(key, settings, () => AppleCertificateRules.Check(key, purpose, clock.GetUtcNow()));
    }

    // The rules know certificates by their names only.
    private static CertificateKey Checked(CertificateKey key, KeySettings settings, Action check)
    {
        try
        {
            check();
            return key;
        }
        catch (SigningException exception)
        {
            key.Dispose();
            var source = settings.File ?? settings.Variable ?? settings.Certificates ?? settings.KeyId;
            throw new SigningException(exception.Problem, [$"{exception.Arguments[0]} ({source})", .. exception.Arguments.Skip(1)]);
        }
    }

    private OpenPgpKey OpenSecretKey(KeySettings settings)
    {
        var (content, source) = secrets.ReadKey(settings);
        var password = secrets.ReadPassword(settings);
        try
        {
            return OpenPgpKeyReader.Open(content, source, settings.KeyId?.Value ?? "", password, clock.GetUtcNow());
        }
        finally
        {
            Wipe(content, password);
        }
    }

    /// <summary>Reads the public half of the key of a command, which its file or variable contains; null if nothing is known of the
    /// key.</summary>
    /// <inheritdoc cref="OpenPgp" path="/exception"/>
    public byte[]? ReadPublicKey(KeySettings settings)
    {
        if (settings.File is null && settings.Variable is null)
        {
            findings.Report(SigningDiagnostics.UncheckedSignature, settings.Command!.Property, settings.Ways(Platform.Linux)[0]);
            return null;
        }

        var (content, source) = secrets.ReadKey(settings);
        return OpenPgpKeyReader.ReadPublic(content, source);
    }

    private CertificateKey Certificate(KeySettings settings)
    {
        var certificates = settings.Certificates is { } file ? SecretReader.ReadFile(file) : null;
        if (settings.Command is { } command)
        {
            var chain = CertificateKeyLoader.LoadCertificates(
                certificates ?? throw new SigningException(
                    SigningProblem.CertificateMissing, command.Property),
                settings.Certificates!.ToString());
            return DelegatedRsa.CreateKey(chain, command.Value, (digest, algorithm) => RunDigestCommand(command.Value, digest, algorithm));
        }

        var (content, source) = secrets.ReadKey(settings);
        var password = secrets.ReadPassword(settings);
        try
        {
            return CertificateKeyLoader.Load(content, password, source, certificates, settings.Certificates?.ToString());
        }
        finally
        {
            Wipe(content, password);
        }
    }

    private static byte[] RunDigestCommand(string command, byte[] digest, HashAlgorithmName algorithm) => CommandRunner.Run(
        command, new MemoryStream(digest, writable: false),
        new Dictionary<string, string> { [DigestVariable] = algorithm.Name! }, DigestTimeout, CancellationToken.None);

    private static void Wipe(byte[] content, char[]? password)
    {
        CryptographicOperations.ZeroMemory(content);
        password?.AsSpan().Clear();
    }
}
