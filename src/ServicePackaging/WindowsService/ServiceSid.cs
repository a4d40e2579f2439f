using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServicePackaging.WindowsService;

/// <summary>The security identifier that Windows derives from a service's name: it is known before the service exists.</summary>
internal static class ServiceSid
{
    private const int SubAuthorities = 5;

    /// <summary>The SID in its text form: S-1-5-80 and the SHA-1 of the name in upper case, as five numbers ([MS-DTYP] 2.4.2.4,
    /// "NT SERVICE").</summary>
    public static string For(string service)
    {
#pragma warning disable CA5350 // The algorithm is the format's.
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(Encoding.Unicode.GetBytes(service.ToUpperInvariant()), hash);
#pragma warning restore CA5350
        var text = new StringBuilder("S-1-5-80");
        for (var i = 0; i < SubAuthorities; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"-{BinaryPrimitives.ReadUInt32LittleEndian(hash[(i * sizeof(uint))..])}");
        }

        return text.ToString();
    }
}
