using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Signing;
using ServicePackaging.Signing.MachO;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build.Signing;

/// <summary>Signs the programs and libraries of a macOS package. What another developer has signed stays as it is.</summary>
/// <param name="directory">The directory for signed copies.</param>
/// <param name="main">The path of the program that .NET made, which has an ad-hoc signature with an identifier that all such programs
/// share; empty if there is none.</param>
/// <param name="options">The identifier of the service, and the key. Without a key, signatures are ad hoc.</param>
internal sealed class MacPrograms(string directory, string main, MachOSigningOptions options)
{
    /// <summary>A command that signs instead of the key, or null.</summary>
    public InPlaceCommand? Command { get; init; }

    private bool IsAdHoc => options.Key is null && Command is null;

    /// <summary>Returns the payload with signed copies.</summary>
    /// <exception cref="SigningException">A file cannot be signed.</exception>
    public Payload Sign(Payload payload, CancellationToken cancellationToken)
    {
        var signer = new PayloadSigner(directory, ExecutableKind.MachOProgram, ExecutableKind.MachOLibrary);
        return signer.Sign(
            payload,
            (file, content) => IsAdHoc ? NeedsAdHocSignature(file, content) : !MachOSigner.HasCms(content),
            (file, content, signed) => Sign(file, content, signed, cancellationToken),
            cancellationToken);
    }

    // The program gets the identifier of the service, and all code what an Apple processor requires to run it. What has an ad-hoc signature
    // already keeps it, with its entitlements. A file that cannot be signed stays as it is: the package does not become worse.
    private bool NeedsAdHocSignature(PayloadFile file, Stream content)
    {
        try
        {
            return !MachOSigner.HasCms(content)
                && (file.Path == main || file.MachO?.Slices.Any(slice => !slice.HasCodeSignature) == true);
        }
        catch (SigningException exception) when (exception.Problem == SigningProblem.UnsignableFile)
        {
            return false;
        }
    }

    private void Sign(PayloadFile file, Stream content, Stream signed, CancellationToken cancellationToken)
    {
        try
        {
            SignFile(file, content, signed, cancellationToken);
        }
        catch (SigningException exception) when (exception.Problem == SigningProblem.UnsignableFile && IsAdHoc)
        {
            signed.SetLength(0);
            content.Position = 0;
            content.CopyTo(signed);
            return;
        }

        signed.Position = 0;
        var found = MachOSignatureVerification.Verify(signed, cancellationToken);
        PayloadSigner.Check(found.Faults, file);
        if (Command is not null && found.Slices.Any(slice => slice.IsAdHoc || !slice.HasHardenedRuntime))
        {
            throw new SigningException(
                SigningProblem.UnsignableFile, file.Path, "the command did not sign it with a certificate and the hardened runtime");
        }
    }

    private void SignFile(PayloadFile file, Stream content, Stream signed, CancellationToken cancellationToken)
    {
        if (Command is not null)
        {
            // A signature changes the load commands and the end of the code, so that only the format and the signature are verified.
            Command.Run(content, signed, "program", directory, InPlaceCommand.Whole(_ => ""), cancellationToken);
            return;
        }

        var isProgram = file.Kind == ExecutableKind.MachOProgram;
        var own = options with
        {
            Identifier = isProgram ? options.Identifier : $"{options.Identifier}.{Path.GetFileNameWithoutExtension(file.Path)}",
            Entitlements = isProgram ? options.Entitlements : null,
        };
        MachOSigner.Sign(content, signed, own, cancellationToken);
    }
}
