namespace ServicePackaging.Formats.Checksums;

/// <summary>The checksum of zlib streams (RFC 1950 section 8.2).</summary>
internal static class Adler32
{
    /// <summary>The checksum of empty data.</summary>
    public const uint Initial = 1;

    private const uint Modulus = 65521;

    // The largest number of bytes after which the sums still fit into 32 bits, if they were below the modulus at the start.
    private const int MaxRun = 5552;

    /// <summary>Returns the checksum of the data with the checksum <paramref name="adler"/>, followed by the bytes.</summary>
    public static uint Append(uint adler, ReadOnlySpan<byte> bytes)
    {
        var (a, b) = (adler & 0xFFFF, adler >> 16);
        while (!bytes.IsEmpty)
        {
            var run = bytes[..Math.Min(bytes.Length, MaxRun)];
            foreach (var value in run)
            {
                a += value;
                b += a;
            }

            (a, b) = (a % Modulus, b % Modulus);
            bytes = bytes[run.Length..];
        }

        return (b << 16) | a;
    }
}
