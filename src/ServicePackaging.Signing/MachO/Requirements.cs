using System.Buffers.Binary;
using System.Text;

namespace ServicePackaging.Signing.MachO;

/// <summary>Writes requirement sets in their compiled form (requirement.h of Apple's Security framework).</summary>
internal static class Requirements
{
    private const uint DesignatedType = 3;
    private const uint ExpressionForm = 1;
    private const int FirstRequirementOffset = 20;

    // The operators of requirement.h.
    private const uint Identifier = 2;
    private const uint And = 6;
    private const uint CertificateField = 11;
    private const uint CertificateExtension = 14;
    private const uint AppleGenericAnchor = 15;

    private const uint LeafCertificate = 0;
    private const uint FirstIssuer = 1;
    private const uint Exists = 0;
    private const uint IsEqual = 1;

    // 1.2.840.113635.100.6.2.6 (an authority for Developer ID) and 1.2.840.113635.100.6.1.13 (Developer ID Application) in DER.
    private static readonly byte[] DeveloperIdAuthority = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x63, 0x64, 0x06, 0x02, 0x06];
    private static readonly byte[] DeveloperIdApplication = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x63, 0x64, 0x06, 0x01, 0x0D];

    /// <summary>A set without requirements.</summary>
    public static byte[] Empty { get; } = CodeSignature.Blob(CodeSignature.RequirementsMagic, new byte[sizeof(uint)]);

    /// <summary>The designated requirement that codesign writes with a Developer ID: which signatures are of the same program, so that
    /// what a user has allowed it stays allowed after an update (Technical Note TN3127).</summary>
    /// <param name="identifier">The identifier of the code.</param>
    /// <param name="team">The team of the certificate.</param>
    public static byte[] DeveloperId(string identifier, string team)
    {
        using var expression = new MemoryStream();
        WriteNumbers(expression, ExpressionForm, And, Identifier);
        WriteData(expression, Encoding.UTF8.GetBytes(identifier));
        WriteNumbers(expression, And, AppleGenericAnchor, And, CertificateExtension, FirstIssuer);
        WriteData(expression, DeveloperIdAuthority);
        WriteNumbers(expression, Exists, And, CertificateExtension, LeafCertificate);
        WriteData(expression, DeveloperIdApplication);
        WriteNumbers(expression, Exists, CertificateField, LeafCertificate);
        WriteData(expression, "subject.OU"u8);
        WriteNumbers(expression, IsEqual);
        WriteData(expression, Encoding.UTF8.GetBytes(team));

        using var set = new MemoryStream();
        WriteNumbers(set, 1, DesignatedType, FirstRequirementOffset);
        set.Write(CodeSignature.Blob(CodeSignature.RequirementMagic, expression.ToArray()));
        return CodeSignature.Blob(CodeSignature.RequirementsMagic, set.ToArray());
    }

    private static void WriteNumbers(MemoryStream stream, params ReadOnlySpan<uint> numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            stream.Write(bytes);
        }
    }

    // The length, and the bytes, filled up to a multiple of four.
    private static void WriteData(MemoryStream stream, ReadOnlySpan<byte> data)
    {
        WriteNumbers(stream, (uint)data.Length);
        stream.Write(data);
        stream.Write(new byte[-data.Length & 3]);
    }
}
