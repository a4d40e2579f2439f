using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Tests.Archives;

public sealed class InodeModeTests
{
    [Theory]
    [InlineData(0x81A4, UnixFileType.RegularFile, 0x1A4)]
    [InlineData(0x4FFF, UnixFileType.Directory, 0xFFF)]
    [InlineData(0xA1ED, UnixFileType.SymbolicLink, 0x1ED)]
    [InlineData(0x21B6, (UnixFileType)0x2000, 0x1B6)]
    [InlineData(0x1ED, UnixFileType.None, 0x1ED)]
    public void A_stored_number_contains_type_and_permissions(int bits, UnixFileType type, int permissions)
    {
        var mode = InodeMode.FromBits(bits);

        Assert.Equal(new InodeMode(type, (UnixFileMode)permissions), mode);
        Assert.Equal(bits, mode.ToBits());
    }

    [Fact]
    public void Bits_above_the_type_result_in_another_type() =>
        Assert.NotEqual(UnixFileType.RegularFile, InodeMode.FromBits(0x1_81A4).Type);
}
