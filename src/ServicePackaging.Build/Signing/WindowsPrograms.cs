using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Signing;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build.Signing;

/// <summary>Signs the programs and libraries of a Windows package that have no signature.</summary>
/// <param name="directory">The directory for signed copies.</param>
/// <param name="key">The key; null for a command.</param>
/// <param name="command">The command; null for a key.</param>
/// <param name="options">What the signatures contain.</param>
internal sealed class WindowsPrograms(string directory, CertificateKey? key, InPlaceCommand? command, AuthenticodeOptions options)
{
    /// <summary>Returns the payload with signed copies.</summary>
    /// <exception cref="SigningException">A file cannot be signed.</exception>
    public Payload Sign(Payload payload, CancellationToken cancellationToken)
    {
        var signer = new PayloadSigner(directory, ExecutableKind.ManagedPortableExecutable, ExecutableKind.NativePortableExecutable);
        return signer.Sign(
            payload,
            (_, content) => PeSigner.IsSignable(content) && !PeSigner.IsSigned(content),
            (file, content, signed) => Sign(file, content, signed, cancellationToken),
            cancellationToken);
    }

    private void Sign(PayloadFile file, Stream content, Stream signed, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            // The name of a published file could have a meaning in a shell.
            command!.Run(content, signed, "program.dll", directory, InPlaceCommand.Program, cancellationToken);
        }
        else
        {
            PeSigner.Sign(content, signed, key, options, cancellationToken);
        }

        signed.Position = 0;
        PayloadSigner.Check(AuthenticodeVerification.OfPortableExecutable(signed).Faults, file);
    }
}
