using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build.Release;

/// <summary>Writes <c>SHA256SUMS</c> and its signature.</summary>
/// <param name="directory">The absolute path of the directory of the packages.</param>
/// <param name="recordDirectory">The absolute path of the directory for the record by which a later build finds that the signature is up
/// to date.</param>
internal sealed class ChecksumFile(string directory, string recordDirectory)
{
    /// <summary>The name that <c>sha256sum</c> users expect.</summary>
    public const string Name = "SHA256SUMS";

    private const string SignatureName = Name + ".asc";

    private string FilePath => Path.Combine(directory, Name);

    private string SignaturePath => Path.Combine(directory, SignatureName);

    private string RecordPath => Path.Combine(recordDirectory, SignatureName + ".txt");

    /// <summary>Returns the text: the lines of <c>sha256sum</c>, in the order of the names.</summary>
    public static string Render(IEnumerable<ReleasedFile> files) => string.Concat(
        files.OrderBy(file => file.FileName, StringComparer.Ordinal).Select(file => $"{file.Sha256}  {file.FileName}\n"));

    /// <summary>Writes the file, and its signature if a key is set. Without a key, a signature of an earlier build is removed.</summary>
    /// <param name="files">The files, which are in the directory.</param>
    /// <param name="signing">The keys.</param>
    /// <param name="subject">The name and time of the release.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The absolute paths of the files that exist.</returns>
    /// <exception cref="DiagnosticException">A file cannot be written or signed.</exception>
    public IEnumerable<string> Write(
        IEnumerable<ReleasedFile> files, SigningSession signing, SignedSubject subject, CancellationToken cancellationToken)
    {
        var text = Render(files);
        var state = StateOf(text, signing.DetachedKey);
        var isSigned = state is not null && IsRecorded(state);
        var signer = isSigned ? null : signing.OpenDetached(Name);
        if (!isSigned)
        {
            // A signature that does not fit the file must not be seen, not even for a moment.
            TextFile.Delete(SignaturePath);
        }

        TextFile.Write(FilePath, text);
        if (signer is not null)
        {
            Sign(text, signer, subject, cancellationToken);
            TextFile.Write(RecordPath, state! + DiskFile.Describe(SignaturePath));
        }

        return isSigned || signer is not null ? [FilePath, SignaturePath] : [FilePath];
    }

    private void Sign(string text, IOpenPgpSigner signer, SignedSubject subject, CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var signature = SigningProblems.Run(Name, () => signer.Sign(new MemoryStream(content), subject.Time, cancellationToken));
        var verifier = new OpenPgpVerifier(signer.PublicKey);
        if (verifier.Verify(signature.Packet, new MemoryStream(content), cancellationToken).Faults is [var fault, ..])
        {
            throw new DiagnosticException(SigningDiagnostics.UnsignableFile, FilePath, fault.Message.TrimEnd('.'));
        }

        if (signer.PublicKey is { } key)
        {
            PublicKeyFile.Write(FilePath, subject.Package, OpenPgpArmor.EncodePublicKey(key));
        }

        TextFile.Write(SignaturePath, OpenPgpArmor.EncodeSignatures([signature]));
    }

    // What the signature depends on; null if there is none.
    private static string? StateOf(string text, KeySettings? key)
    {
        if (key is null)
        {
            return null;
        }

        var names = new[] { key.File, key.Variable, key.Command, key.KeyId }.Select(name => name?.Value ?? "");
        var state = string.Join('\n', [text, .. names, .. key.Files.Select(DiskFile.Describe)]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state))) + "\n";
    }

    private bool IsRecorded(string state) => File.Exists(SignaturePath) && File.Exists(RecordPath)
        && File.ReadAllText(RecordPath) == state + DiskFile.Describe(SignaturePath);
}
