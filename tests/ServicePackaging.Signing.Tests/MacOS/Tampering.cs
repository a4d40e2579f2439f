using System.Security.Cryptography.X509Certificates;

namespace ServicePackaging.Signing.Tests.MacOS;

/// <summary>Changes that no signature can detect.</summary>
internal static class Tampering
{
    /// <summary>The positions that are not in a copy of a root certificate.</summary>
    public static IEnumerable<int> OutsideRoots(IEnumerable<int> positions, byte[] file, params X509Certificate2[] roots)
    {
        var ranges = roots.Select(root => (Start: file.AsSpan().IndexOf(root.RawData), root.RawData.Length)).ToList();
        return positions.Where(position => !ranges.Any(range => position >= range.Start && position < range.Start + range.Length));
    }
}
