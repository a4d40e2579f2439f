using System.Buffers.Binary;

namespace ServicePackaging.Formats.Tests.Executables;

/// <summary>The smallest headers of each executable format, written by hand according to the specifications.</summary>
internal static class Images
{
    /// <summary>An ELF program of any class and byte order: one LOAD over the whole file, INTERP, and DYNAMIC with a library, a name and a
    /// version.</summary>
    public static byte[] Elf(bool is64Bit, bool isLittleEndian, int type = 3, bool hasInterpreter = true, bool isPie = false)
    {
        var word = is64Bit ? 8 : 4;
        var image = new Image(isLittleEndian, word);
        var (headerLength, segmentLength) = is64Bit ? (64, 56) : (52, 32);
        const int Interpreter = 512, Strings = 544, Needs = 608, Dynamic = 640, Length = 1024;

        image.Bytes([0x7F, .. "ELF"u8, (byte)(is64Bit ? 2 : 1), (byte)(isLittleEndian ? 1 : 2), 1]);
        image.At(16).Number(type, 2).Number(62, 2).Number(1, 4).Word(0).Word(headerLength).Word(0).Number(0, 4)
            .Number(headerLength, 2).Number(segmentLength, 2).Number(hasInterpreter ? 3 : 2, 2);
        image.At(headerLength);
        image.Segment(1, 0, Length).Segment(2, Dynamic, 256);
        if (hasInterpreter)
        {
            image.Segment(3, Interpreter, 15);
        }

        image.At(Interpreter).Bytes("/lib/ld-test.so\0"u8);
        image.At(Strings).Bytes("\0libc.so.6\0GLIBC_2.34\0libself.so\0"u8);
        image.At(Needs).Number(1, 2).Number(1, 2).Number(1, 4).Number(16, 4).Number(0, 4)
            .Number(0, 4).Number(0, 2).Number(2, 2).Number(11, 4).Number(0, 4);
        image.At(Dynamic).Word(1).Word(1).Word(14).Word(22).Word(5).Word(Strings).Word(10).Word(33)
            .Word(0x6FFFFFFE).Word(Needs).Word(0x6FFFFFFF).Word(1).Word(0x6FFFFFFB).Word(isPie ? 0x08000000 : 0).Word(0);
        return image.ToArray(Length);
    }

    public static byte[] MachO(uint magic, uint fileType, bool isLittleEndian) =>
        new Image(isLittleEndian, 8).Number(magic, 4).Number(0x01000007, 4).Number(3, 4).Number(fileType, 4).ToArray(64);

    public static byte[] Universal(byte[] slice, int count = 2)
    {
        var image = new Image(isLittleEndian: false, 4).Number(0xCAFEBABE, 4).Number(count, 4);
        image.Number(0x01000007, 4).Number(3, 4).Number(128, 4).Number(slice.Length, 4).Number(12, 4);
        return image.At(128).Bytes(slice).ToArray(128 + slice.Length);
    }

    public static byte[] PortableExecutable(bool isPlus, bool isManaged)
    {
        var image = new Image(isLittleEndian: true, 4).Bytes("MZ"u8);
        var directories = 128 + 24 + (isPlus ? 112 : 96);
        image.At(0x3C).Number(128, 4).At(128).Bytes("PE\0\0"u8).At(128 + 24).Number(isPlus ? 0x20B : 0x10B, 2);
        image.At(directories - 4).Number(16, 4).At(directories + (14 * 8)).Number(isManaged ? 0x2008 : 0, 4).Number(isManaged ? 72 : 0, 4);
        return image.ToArray(512);
    }

    private sealed class Image(bool isLittleEndian, int wordLength)
    {
        private readonly byte[] _bytes = new byte[2048];
        private int _at;

        public Image At(int offset)
        {
            _at = offset;
            return this;
        }

        public Image Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_bytes.AsSpan(_at));
            _at += bytes.Length;
            return this;
        }

        public Image Number(long value, int length)
        {
            Span<byte> bytes = stackalloc byte[8];
            if (isLittleEndian)
            {
                BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
                return Bytes(bytes[..length]);
            }

            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
            return Bytes(bytes[^length..]);
        }

        public Image Word(long value) => Number(value, wordLength);

        public Image Segment(int type, int offset, int length) => wordLength == 8
            ? Number(type, 4).Number(4, 4).Word(offset).Word(offset).Word(offset).Word(length).Word(length).Word(8)
            : Number(type, 4).Word(offset).Word(offset).Word(offset).Word(length).Word(length).Number(4, 4).Word(8);

        public byte[] ToArray(int length) => _bytes[..length];
    }
}
