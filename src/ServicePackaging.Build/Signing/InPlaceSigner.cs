using ServicePackaging.Signing;
using ServicePackaging.Signing.Commands;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build.Signing;

/// <summary>A command of the developer that changes a file in place, such as signtool or rcodesign.</summary>
/// <param name="settings">The settings with the command.</param>
internal sealed class InPlaceCommand(KeySettings settings)
{
    // Cloud services sign within minutes.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Writes a copy that the command has changed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="signed">Receives what the command made of it.</param>
    /// <param name="extension">The extension of the file, by which such tools recognize its kind.</param>
    /// <param name="directory">The directory for the file that the command gets.</param>
    /// <param name="contentOf">Returns a digest of what a file contains besides its signature, which the command must not change.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <exception cref="SigningException">The command failed.</exception>
    public void Run(
        Stream file, Stream signed, string extension, string directory, Func<Stream, string> contentOf, CancellationToken cancellationToken)
    {
        var content = contentOf(file);
        file.Position = 0;
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Path.GetRandomFileName() + ".partial" + extension);
        try
        {
            using (var copy = File.Create(path))
            {
                file.CopyTo(copy);
            }

            CommandRunner.Run(settings.CommandFor(path), Stream.Null, new Dictionary<string, string>(), Timeout, cancellationToken);
            using var result = File.OpenRead(path);
            CheckContent(contentOf, result, content);
            result.Position = 0;
            result.CopyTo(signed);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private void CheckContent(Func<Stream, string> contentOf, FileStream result, string expected)
    {
        try
        {
            if (contentOf(result) == expected)
            {
                return;
            }
        }
        catch (InvalidDataException)
        {
        }

        throw new SigningException(
            SigningProblem.CommandGaveNoSignature, settings.Command!.Value, "it changed more of the file than the signature");
    }
}

/// <summary>Signs packages with a command in place.</summary>
/// <param name="command">The command.</param>
/// <param name="extension">The extension of packages.</param>
/// <param name="contentOf">Returns a digest of what a package contains besides its signature.</param>
/// <param name="verify">Verifies the result.</param>
internal sealed class InPlaceSigner(
    InPlaceCommand command, string extension, Func<Stream, string> contentOf, Func<Stream, CancellationToken, SignatureVerification> verify)
    : IPackageSigner
{
    /// <summary>The public OpenPGP key in its binary form, or null.</summary>
    public byte[]? OpenPgpKey { get; init; }

    /// <inheritdoc/>
    public string? PublicKey => OpenPgpKey is null ? null : OpenPgpArmor.EncodePublicKey(OpenPgpKey);

    /// <inheritdoc/>
    public void Sign(
        Stream package, Stream signed, SignedSubject subject, string temporaryDirectory, CancellationToken cancellationToken) =>
        command.Run(package, signed, extension, temporaryDirectory, contentOf, cancellationToken);

    /// <inheritdoc/>
    public SignatureVerification Verify(Stream package, CancellationToken cancellationToken) => verify(package, cancellationToken);
}
