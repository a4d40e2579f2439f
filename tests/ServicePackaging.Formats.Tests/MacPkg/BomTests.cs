using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Checksums;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Formats.Tests.MacPkg;

public sealed class BomTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static readonly BomRecord Root = new() { Mode = InodeMode.FromBits(0x41ED), UserId = 0, GroupId = 0, Time = 1_700_000_000, Size = 96 };

    private static readonly BomRecord File = new() { Mode = InodeMode.FromBits(0x81A4), UserId = 0, GroupId = 80, Time = 1_700_000_000, Size = 5, Checksum = 0x0D0C0B0A };

    private static readonly BomRecord Link = new()
    {
        Mode = InodeMode.FromBits(0xA1ED),
        UserId = 0,
        GroupId = 0,
        Time = 1_700_000_000,
        Size = 9,
        Checksum = 0xCCB0A091,
        LinkTarget = "faust.txt",
    };

    private static readonly BomRecord Program = File with
    {
        Size = 8192,
        IsUniversal = true,
        Slices = [new(MachOs.X64, 3, 4096, 0x11111111), new(MachOs.Arm64, 0, 1024, 0x22222222)],
    };

    [Fact]
    public void A_fixed_tree_has_fixed_bytes() => Assert.Equal(
        """
        header 424f4d53746f7265 version 1 blocks 22 index 13389 208 variables 13329 60
        1 @512 31 0201000f41ed0000000000000000 6553f100 00000060 01 00000000 00000000
        2 @543 35 0101000f81a40000000000000050 6553f100 00000005 01 0d0c0b0a 0000000000000000
        3 @578 49 0301000fa1ed0000000000000000 6553f100 00000009 01 ccb0a091 0000000a66617573742e747874000000000000000000
        4 @627 72 0101200f81a40000000000000050 6553f100 00002000 01 0d0c0b0a 0100000002010000070000000300001000111111110100000c0000000000000400222222220000000000000000
        """.Replace(" ", "", StringComparison.Ordinal),
        string.Join('\n', Dump(Fixed()).Take(5)).Replace(" ", "", StringComparison.Ordinal));

    [Fact]
    public void A_fixed_tree_has_fixed_trees() => Assert.Equal(
        [
            "5 @699 8 0000000100000001",
            "6 @707 6 000000002e00",
            "7 @713 8 0000000200000002",
            "8 @721 6 000000014200",
            "9 @727 8 0000000300000003",
            "10 @735 6 000000016100",
            "11 @741 8 0000000400000004",
            "12 @749 7 00000001c3a400",
            "13 @756 4096 000100040000000000000000" + "0000000500000006" + "0000000700000008" + "000000090000000a" + "0000000b0000000c" + " and zeros",
            "14 @4852 21 74726565" + "00000001" + "0000000d" + "00001000" + "00000004" + "00",
            "15 @4873 4096 0001 and zeros",
            "16 @8969 21 74726565" + "00000001" + "0000000f" + "00001000" + "00000000" + "00",
            "17 @8990 128 0001 and zeros",
            "18 @9118 21 74726565" + "00000001" + "00000011" + "00000080" + "00000000" + "00",
            "19 @9139 13 00000001" + "00000012" + "00000000" + "00",
            "20 @9152 4096 0001 and zeros",
            "21 @13248 21 74726565" + "00000001" + "00000014" + "00001000" + "00000000" + "00",
            "22 @13269 60 00000001" + "00000005" + "00000003" + "00000000000000000000000e00000000" + "01000007000000000000100000000000" + "0100000c000000000000040000000000",
        ],
        Dump(Fixed()).Skip(5).Where(line => char.IsAsciiDigit(line[0])));

    [Fact]
    public void The_named_blocks_are_those_of_Apple_in_the_same_order() => Assert.Equal(
        [
            "variables 00000005" + "00000016" + "07426f6d496e666f" + "0000000e" + "055061746873" + "00000010" + "07484c496e646578"
            + "00000013" + "0656496e646578" + "00000015" + "0653697a653634",
        ],
        Dump(Fixed()).Where(line => line.StartsWith("variables", StringComparison.Ordinal)));

    [Theory]
    [InlineData(14, 1)]
    [InlineData(15, 2)]
    [InlineData(14 * 15, 2)]
    [InlineData((14 * 15) + 1, 3)]
    [InlineData(14 * 15 * 15, 3)]
    [InlineData((14 * 15 * 15) + 1, 4)]
    public void Trees_have_the_minimum_number_of_levels(int count, int levels)
    {
        // Nodes of 128 bytes contain 14 keys or 15 children.
        var bom = Of(count, nodeLength: 128);

        Assert.Equal(count, new BomReader(bom).Paths.Count);
        Assert.Equal(levels, LevelsOf(bom));
    }

    [Fact]
    public void Paths_that_require_more_than_two_levels_are_read_back()
    {
        const int Count = (510 * 511) + 1;
        var bom = Of(Count, BomFormat.NodeLength);

        Assert.Equal(3, LevelsOf(bom));
        var reader = new BomReader(bom);
        Assert.Equal(Count, reader.Paths.Count);
        Assert.Equal("f000777", reader.Find("/f000777")!.Name);
    }

    [Fact]
    public void Records_are_read_back()
    {
        var bom = new BomReader(Fixed());

        Assert.Equal(Root, bom.Find("/")!.Record);
        Assert.Equal(File, bom.Find("/B")!.Record);
        Assert.Equal(Link, bom.Find("/a")!.Record);
        Assert.Equal(Program.Slices, bom.Find("/ä")!.Record.Slices);
        Assert.Equal([(0u, 14u), (MachOs.X64, 4096u), (MachOs.Arm64, 1024u)], bom.Totals);
        Assert.Null(bom.Find("/none/x"));
    }

    [Fact]
    public void Files_of_four_gigabytes_and_more_have_their_length_in_size64()
    {
        var writer = new BomWriter();
        writer.Add("/", Root);
        writer.Add("/big", File with { Size = (1L << 32) + 7 });
        writer.Add("/less", File with { Size = (1L << 32) - 1 });
        var bytes = writer.Finish().ToArray();
        var bom = new BomReader(bytes);

        Assert.Equal(((1L << 32) + 7, (1L << 32) - 1), (bom.Find("/big")!.Record.Size, bom.Find("/less")!.Record.Size));
        Assert.Contains(Dump(bytes), line => line.EndsWith(" 8 0000000100000007", StringComparison.Ordinal));
    }

    [Fact]
    public void Lsbom_lists_the_paths_and_our_reader_apples_own_bill()
    {
        var install = Tool.Try($"npm install --no-audit --no-fund --prefix {_directory.Path} lsbom@1.0.1");
        Availability.Require(install.ExitCode == 0 ? null : new Lack($"The package lsbom cannot be had from npm: {install.Error}", "npm install lsbom@1.0.1"));
        var script = _directory.Write("list.js", Encoding.UTF8.GetBytes(
            "const path = process.argv[2]; for (const f of require('lsbom')(require('fs').readFileSync(path)))\n"
            + "console.log([f.filename, f.mode.toString(8), f.user, f.group, f.modtime ?? '', f.size ?? '', f.checksum ?? '', f.linkname ?? ''].join(' '))"));
        string[] List(string bom) => Tool.Run($"node {script} {bom}").Replace("\0", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            [
                ". 40755 0 0   ",
                "./B 100644 0 80 1700000000 5 218893066 ",
                "./a 120755 0 0 1700000000 9 3434127505 faust.txt",
                "./ä 100644 0 80 1700000000 8192 218893066 ",
            ],
            List(_directory.Write("ours", Fixed())).Select(line => line.Replace("   ", "  ", StringComparison.Ordinal) is { } text && text.StartsWith(". ", StringComparison.Ordinal) ? ". 40755 0 0   " : line));
        var apple = Path.Combine(_directory.Path, "node_modules/lsbom/Bom");
        var bom = new BomReader(System.IO.File.ReadAllBytes(apple));
        Assert.Equal(BomFormat.Variables, bom.Variables);
        Assert.Equal(List(apple).Length, bom.Paths.Count);
        Assert.Equal(PosixChecksum.Compute("faust.txt"u8), bom.Find("/link.txt")!.Record.Checksum);
        Assert.Equal(PosixChecksum.Compute([]), bom.Find("/one/alpha/empty")!.Record.Checksum);
    }

    [Fact]
    public void Changed_bytes_are_readable_or_invalid_data()
    {
        byte[][] boms = [Fixed(), Of(400, nodeLength: 128)];
        Prop.ForAll(Mutations(boms), mutated =>
        {
            try
            {
                _ = new BomReader(mutated).Paths.Count;
            }
            catch (InvalidDataException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void A_truncated_bill_is_invalid_data()
    {
        var bom = Fixed();

        for (var length = 0; length < bom.Length - 20; length += 1 + (length / 100))
        {
            Assert.Throws<InvalidDataException>(() => new BomReader(bom[..length]));
        }
    }

    [Fact]
    public void Cyclic_nodes_and_repeated_leaves_are_rejected_quickly()
    {
        var bom = Fixed();
        var leaf = bom.AsSpan(756);
        leaf[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(leaf[12..], 13);
        Assert.Throws<InvalidDataException>(() => new BomReader(bom));
    }

    public void Dispose() => _directory.Dispose();

    private static byte[] Fixed()
    {
        var writer = new BomWriter();
        writer.Add("/", Root);
        writer.Add("/B", File);
        writer.Add("/a", Link);
        writer.Add("/ä", Program);
        return writer.Finish().ToArray();
    }

    private static byte[] Of(int count, int nodeLength)
    {
        var writer = new BomWriter(nodeLength);
        writer.Add("/", Root);
        for (var i = 1; i < count; i++)
        {
            writer.Add(string.Create(CultureInfo.InvariantCulture, $"/f{i:D6}"), File);
        }

        return writer.Finish().ToArray();
    }

    // Random bytes at any position, and numbers at the positions of numbers, including those that crash readers.
    private static Arbitrary<byte[]> Mutations(byte[][] boms)
    {
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.Choose(0, int.MaxValue), Gen.OneOf(
            Gen.Choose(0, 255), Gen.Choose(0, 40), Gen.Elements(int.MaxValue, -1, 1 << 20, 1 << 30))));
        return Gen.Zip(Gen.Elements(boms), Gen.Zip(edits, Gen.Elements(1, 4))).Select(mutation =>
        {
            var mutated = mutation.Item1.ToArray();
            var busy = Enumerable.Range(0, mutated.Length - 4).Where(i => mutated[i] != 0).ToArray();
            foreach (var (at, value) in mutation.Item2.Item1)
            {
                var position = busy[at % busy.Length];
                if (mutation.Item2.Item2 == 1)
                {
                    mutated[position] = (byte)value;
                }
                else
                {
                    BinaryPrimitives.WriteInt32BigEndian(mutated.AsSpan(position & ~3), value);
                }
            }

            return mutated;
        }).ToArbitrary();
    }

    private static int LevelsOf(byte[] bom)
    {
        var levels = 1;
        var (index, blocks) = (Number(bom, 16) + 4, Number(bom, Number(bom, 16)));
        var tree = Enumerable.Range(1, blocks - 1).Select(Block).First(at => bom.AsSpan(at).StartsWith("tree"u8));
        for (var node = Block(Number(bom, tree + 8)); bom[node + 1] == 0; node = Block(Number(bom, node + 12)))
        {
            levels++;
        }

        return levels;

        int Block(int id) => Number(bom, index + (id * 8));
    }

    private static IEnumerable<string> Dump(byte[] bom)
    {
        var (index, variables) = (Number(bom, 16), Number(bom, 24));
        yield return $"header {Hex(bom, 0, 8)} version {Number(bom, 8)} blocks {Number(bom, 12)} index {index} {Number(bom, 20)} variables {variables} {Number(bom, 28)}";
        for (var i = 1; i < Number(bom, index); i++)
        {
            var (at, length) = (Number(bom, index + 4 + (i * 8)), Number(bom, index + 8 + (i * 8)));
            var used = bom.AsSpan(at, length).TrimEnd((byte)0).Length;
            yield return length > 100 ? $"{i} @{at} {length} {Hex(bom, at, used)} and zeros" : $"{i} @{at} {length} {Hex(bom, at, length)}";
        }

        yield return $"variables {Hex(bom, variables, index - variables)}";
    }

    private static int Number(byte[] bytes, int offset) => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(offset));

    private static string Hex(byte[] bytes, int offset, int length) => Convert.ToHexStringLower(bytes, offset, length);
}
