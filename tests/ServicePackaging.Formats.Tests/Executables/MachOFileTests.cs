using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Tests.MacPkg;

namespace ServicePackaging.Formats.Tests.Executables;

public sealed class MachOFileTests
{
    [Fact]
    public void A_thin_file_is_one_slice()
    {
        var file = Read(MachOs.Thin(MachOs.X64, isSigned: false));

        Assert.False(file.IsUniversal);
        Assert.Equal([new MachOSlice(MachOFile.X64, 3, 0, 3000)], file.Slices);
    }

    [Fact]
    public void A_universal_file_has_a_slice_for_each_architecture()
    {
        var file = Read(MachOs.Universal(MachOs.Thin(MachOs.X64, isSigned: false), MachOs.Thin(MachOs.Arm64)));

        Assert.True(file.IsUniversal);
        Assert.Equal(
            [new MachOSlice(MachOFile.X64, 3, 4096, 3000), new MachOSlice(MachOFile.Arm64, 0, 8192, 3000) { HasCodeSignature = true }], file.Slices);
    }

    [Theory]
    [InlineData(MachOs.Arm64, true, false)]
    [InlineData(MachOs.Arm64, false, true)]
    [InlineData(MachOs.X64, true, false)]
    [InlineData(MachOs.X64, false, false)]
    public void Unsigned_code_for_Apple_silicon_is_detected(uint cpuType, bool isSigned, bool isKilled)
    {
        Assert.Equal(isKilled, Read(MachOs.Thin(cpuType, isSigned)).HasUnsignedArm64);
        Assert.Equal(isKilled, Read(MachOs.Universal(MachOs.Thin(MachOs.X64, isSigned: false), MachOs.Thin(cpuType, isSigned))).HasUnsignedArm64);
    }

    // mach-o/loader.h: LC_BUILD_VERSION with platform and version, LC_VERSION_MIN_MACOSX with the version. The unsigned file's one command is replaced.
    [Theory]
    [InlineData(new uint[] { 0x32, 72, 1, 0x000E0200, 0x001A0000 }, "14.2")]
    [InlineData(new uint[] { 0x32, 72, 2, 0x00110000, 0x00110000 }, null)]
    [InlineData(new uint[] { 0x24, 72, 0x000A0F01, 0x000B0000 }, "10.15")]
    [InlineData(new uint[] { 0x19, 72, 1, 0x000E0200 }, null)]
    public void The_oldest_system_is_read(uint[] command, string? expected)
    {
        var bytes = MachOs.Thin(MachOs.X64, isSigned: false);
        for (var i = 0; i < command.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(32 + (4 * i)), command[i]);
        }

        Assert.Equal(expected, Read(bytes).Slices.Single().MinimumSystem?.ToString());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(2899)]
    [InlineData(2900 + 20)]
    [InlineData(2900 + 64)]
    public void A_change_after_signing_is_detected(int position)
    {
        var file = MachOs.Thin(MachOs.Arm64);
        Assert.False(Read(file).HasChangedPages);

        file[position] ^= 1;

        Assert.True(Read(file).HasChangedPages);
        Assert.True(Read(MachOs.Universal(MachOs.Thin(MachOs.X64, isSigned: false), file)).HasChangedPages);
    }

    [Fact]
    public void Changed_bytes_are_readable_or_invalid_data()
    {
        var files = Gen.Elements(MachOs.Thin(MachOs.Arm64), MachOs.Universal(MachOs.Thin(MachOs.X64), MachOs.Thin(MachOs.Arm64)));
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.OneOf(Gen.Choose(0, 120), Gen.Choose(4096, 4220), Gen.Choose(2900, 3000)), Gen.OneOf(Gen.Choose(0, 255), Gen.Constant(0))));

        Prop.ForAll(Gen.Zip(files, edits).ToArbitrary(), mutation =>
        {
            var mutated = mutation.Item1.ToArray();
            foreach (var (at, value) in mutation.Item2.Where(edit => edit.Item1 < mutated.Length))
            {
                mutated[at] = (byte)value;
            }

            try
            {
                Read(mutated);
            }
            catch (InvalidDataException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void A_file_with_truncated_or_missing_headers_is_invalid_data()
    {
        var file = MachOs.Thin(MachOs.Arm64);

        Assert.All(Enumerable.Range(0, 104), length => Assert.Throws<InvalidDataException>(() => Read(file[..length])));
        Assert.Throws<InvalidDataException>(() => Read([0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 52, .. new byte[2000]]));
        Assert.Throws<InvalidDataException>(() => Read([.. "#!/bin/sh\n"u8, .. new byte[2000]]));
    }

    private static MachOFile Read(byte[] bytes) => MachOFile.Read(new MemoryStream(bytes));
}
