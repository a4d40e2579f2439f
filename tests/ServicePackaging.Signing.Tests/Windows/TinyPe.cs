using System.Buffers.Binary;

namespace ServicePackaging.Signing.Tests.Windows;

/// <summary>The smallest images that the signer accepts.</summary>
internal static class TinyPe
{
    /// <summary>The position of the PE header.</summary>
    public const int Start = 128;

    /// <summary>The position of the optional header.</summary>
    public const int Optional = Start + 24;

    /// <summary>Creates an image.</summary>
    /// <param name="isPe32Plus">Whether it is one of 64 bits.</param>
    /// <param name="length">The length of the file.</param>
    public static byte[] Create(bool isPe32Plus = true, int length = 1024)
    {
        var image = new byte[length];
        for (var i = 512; i < length; i++)
        {
            image[i] = (byte)(i * 7);
        }

        "MZ"u8.CopyTo(image);
        Put32(image, 0x3C, Start);
        "PE\0\0"u8.CopyTo(image.AsSpan(Start));
        Put16(image, Start + 4, isPe32Plus ? 0x8664 : 0x14C);
        Put16(image, Start + 20, isPe32Plus ? 240 : 224);
        Put16(image, Start + 22, 0x22);
        Put16(image, Optional, isPe32Plus ? 0x20B : 0x10B);
        Put32(image, Optional + 64, 0x12345678);
        Put32(image, Directories(isPe32Plus) - 4, 16);
        return image;
    }

    /// <summary>The position of the directories.</summary>
    public static int Directories(bool isPe32Plus = true) => Optional + (isPe32Plus ? 112 : 96);

    /// <summary>Returns a copy with another 32-bit number.</summary>
    public static byte[] With(byte[] image, int position, uint value)
    {
        var copy = image.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(position), value);
        return copy;
    }

    private static void Put16(byte[] image, int position, int value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(position), (ushort)value);

    private static void Put32(byte[] image, int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(position), value);
}
