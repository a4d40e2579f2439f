using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Streams;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Signing.Deb;

/// <summary>Signs Debian packages with a member after data.tar: a detached signature over the contents of the three members before it, in
/// their order (debsigs(1)).</summary>
internal static class DebSigner
{
    private const string MemberPrefix = "_gpg";

    // The only role that can be verified without another one: debsig-verify looks for it first, and finds the policy by its key (measured
    // with 0.28).
    private const string OriginMember = "_gpgorigin";

    private static readonly string[] SignedMembers = [DebFormat.VersionMember, DebFormat.ControlMember, DebFormat.DataMember];

    /// <summary>Signs a package. Signatures that it has are replaced.</summary>
    /// <param name="package">The package, a seekable stream.</param>
    /// <param name="signed">Receives the signed package.</param>
    /// <param name="signer">The key.</param>
    /// <param name="time">The time of the package.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidDataException">The package is malformed.</exception>
    /// <exception cref="SigningException">The key cannot sign.</exception>
    public static OpenPgpSignature Sign(
        Stream package, Stream signed, IOpenPgpSigner signer, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var members = MembersWithoutSignatures(package);
        using var content = new ConcatenatedStream(
            [.. members.Where(member => IsSigned(member)).Select(member => ArReader.Open(package, member))]);
        var signature = signer.Sign(content, time, cancellationToken);
        Copy(package, members, signed, cancellationToken);
        signed.Write(SignatureMember(OriginMember, signature.Packet, members[0].Timestamp));
        return signature;
    }

    /// <summary>Removes all signatures. If this library has written the package, the result is the package before it was signed.</summary>
    /// <inheritdoc cref="Sign" path="/param"/>
    /// <exception cref="InvalidDataException">The package is malformed.</exception>
    public static void Remove(Stream package, Stream unsigned, CancellationToken cancellationToken) =>
        Copy(package, MembersWithoutSignatures(package), unsigned, cancellationToken);

    private static List<ArMember> MembersWithoutSignatures(Stream package)
    {
        var members = ArReader.ReadMembers(package)
            .Where(member => !member.Name.StartsWith(MemberPrefix, StringComparison.Ordinal)).ToList();
        return members.Count > 0 ? members : throw new InvalidDataException("The package has no members.");
    }

    private static bool IsSigned(ArMember member) =>
        SignedMembers.Any(name => member.Name.StartsWith(name, StringComparison.Ordinal));

    // With their headers, as they are.
    private static void Copy(Stream package, List<ArMember> members, Stream output, CancellationToken cancellationToken)
    {
        output.Write(ArFormat.Magic);
        foreach (var member in members)
        {
            var length = ArFormat.HeaderLength + member.Length + (member.Length & 1);
            using var record = new SectionStream(package, member.Offset - ArFormat.HeaderLength, length);
            PooledCopy.CopyRest(record, output, cancellationToken);
        }
    }

    private static ReadOnlySpan<byte> SignatureMember(string name, byte[] content, long timestamp)
    {
        using var archive = new MemoryStream();
        new ArWriter(archive, DateTimeOffset.FromUnixTimeSeconds(timestamp)).WriteMember(name, new MemoryStream(content, writable: false));
        return archive.ToArray().AsSpan(ArFormat.Magic.Length);
    }
}
