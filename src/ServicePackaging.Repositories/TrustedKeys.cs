using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Repositories;

/// <summary>The public keys whose signatures are accepted before old metadata is merged: whoever can write to a bucket could otherwise have
/// the next release sign their packages.</summary>
/// <param name="packets">The keys in their binary form.</param>
internal sealed class TrustedKeys(byte[] packets)
{
    /// <summary>Verifies a clear-signed file, and returns its text.</summary>
    /// <exception cref="RepositoryException">No trusted key signed it.</exception>
    public string VerifyText(byte[] file, string path, CancellationToken cancellationToken)
    {
        var result = ClearTextVerification.Verify(file, packets, cancellationToken);
        Require(result.Signature, path);
        return result.Text;
    }

    /// <summary>Verifies a file with a detached signature.</summary>
    /// <exception cref="RepositoryException">No trusted key signed it.</exception>
    public void VerifyDetached(byte[] file, byte[] signature, string path, CancellationToken cancellationToken) =>
        Require(ClearTextVerification.VerifyDetached(file, signature, packets, cancellationToken), path);

    private static void Require(SignatureVerification signature, string path)
    {
        if (signature.Faults is [var fault, ..])
        {
            throw new RepositoryException(RepositoryProblem.Untrusted, path, fault.Message.TrimEnd('.'));
        }
    }
}
