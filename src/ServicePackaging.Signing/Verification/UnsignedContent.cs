using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Signing.Verification;

/// <summary>Digests of what a file contains besides its signature. Tools that sign in place may lay a file out anew, so that its bytes
/// cannot be compared.</summary>
internal static class UnsignedContent
{
    /// <summary>Returns the digest of the header and the payload of an rpm package.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static string OfRpm(Stream package)
    {
        using var reader = RpmReader.Open(package, leaveOpen: true);
        using var content = new ConcatenatedStream([new MemoryStream(reader.Header.Bytes.ToArray()), reader.OpenCompressedPayload()]);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>Returns the digest of the members of a Debian package.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static string OfDeb(Stream package)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var member in ArReader.ReadMembers(package).Where(member => !member.Name.StartsWith('_')))
        {
            using var content = ArReader.Open(package, member);
            digest.AppendData(Encoding.UTF8.GetBytes(member.Name + "\0"));
            digest.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    /// <summary>Returns the digest of the files of a macOS package.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static string OfMacPackage(Stream package)
    {
        var archive = new XarReader(package);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in archive.Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal))
        {
            using var content = archive.OpenStored(entry);
            digest.AppendData(Encoding.UTF8.GetBytes($"{entry.Path}\0{entry.Type}\0{(int)entry.Mode}\0"));
            digest.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
