using ServicePackaging.Signing.Commands;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build.Signing;

/// <summary>Signs with a command of the developer that changes a file in place, such as signtool or rcodesign.</summary>
/// <param name="settings">The settings with the command.</param>
/// <param name="extension">The extension of the file, by which such tools recognize its kind.</param>
/// <param name="verify">Verifies the result.</param>
internal sealed class InPlaceSigner(
    KeySettings settings, string extension, Func<Stream, CancellationToken, SignatureVerification> verify) : IPackageSigner
{
    // Cloud services sign within minutes.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string? PublicKey => null;

    /// <inheritdoc/>
    public void Sign(Stream package, Stream signed, SignedSubject subject, string temporaryDirectory, CancellationToken cancellationToken)
    {
        var file = Path.Combine(temporaryDirectory, Path.GetRandomFileName() + ".partial" + extension);
        try
        {
            using (var copy = File.Create(file))
            {
                package.CopyTo(copy);
            }

            CommandRunner.Run(settings.CommandFor(file), Stream.Null, new Dictionary<string, string>(), Timeout, cancellationToken);
            using var result = File.OpenRead(file);
            result.CopyTo(signed);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public SignatureVerification Verify(Stream package, CancellationToken cancellationToken) => verify(package, cancellationToken);
}
