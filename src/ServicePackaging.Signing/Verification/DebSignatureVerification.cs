using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;

namespace ServicePackaging.Signing.Verification;

/// <summary>Checks the signatures in a Debian package, as debsig-verify(1) does.</summary>
internal static class DebSignatureVerification
{
    private const string SignaturePrefix = "_gpg";

    // A signature of RSA 16384 has 2 KiB, and its armored form 3 KiB.
    private const int MostOfSignature = 16 * 1024;

    private static readonly string[] SignedMembers = [DebFormat.VersionMember, DebFormat.ControlMember, DebFormat.DataMember];

    /// <summary>Verifies the signatures.</summary>
    /// <param name="package">The package, a seekable stream.</param>
    /// <param name="publicKey">The public keys that are trusted, in their binary form; null to check the form of signatures only.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="InvalidDataException">The package is malformed.</exception>
    public static SignatureVerification Verify(Stream package, byte[]? publicKey, CancellationToken cancellationToken)
    {
        var members = ArReader.ReadMembers(package).ToList();
        var signatures = members.Where(member => member.Name.StartsWith(SignaturePrefix, StringComparison.Ordinal)).ToList();
        var verifier = new OpenPgpVerifier(publicKey);
        return SignatureVerification.Combine(
            signatures.Select(signature => Verify(package, members, signature, verifier, cancellationToken)));
    }

    private static SignatureVerification Verify(
        Stream package, List<ArMember> members, ArMember signature, OpenPgpVerifier verifier, CancellationToken cancellationToken)
    {
        if (signature.Length > MostOfSignature)
        {
            return new(null, null, [SignatureVerification.Fault($"The signature {signature.Name} is too long.")]);
        }

        var packet = new byte[signature.Length];
        using (var stream = ArReader.Open(package, signature))
        {
            stream.ReadExactly(packet);
        }

        using var content = new ConcatenatedStream(
        [
            .. SignedMembers.SelectMany(name => members.Where(member => member.Name.StartsWith(name, StringComparison.Ordinal)))
                .Select(member => ArReader.Open(package, member)),
        ]);
        return verifier.Verify(packet, content, cancellationToken);
    }
}
