using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Tests.Msi;

public sealed class MsiReaderTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    public void Files_are_read_in_their_order(CompressionKind compression)
    {
        using var msi = Msis.Read(Msis.Write(Msis.Sample(compression)));
        var files = new List<(string, string)>();
        msi.ReadFiles((key, content) => files.Add((key, new StreamReader(content).ReadToEnd())), None);

        Assert.Equal([("F1", "MZ, but no program"), ("F2", "{}\n")], files);
    }

    [Fact]
    public void A_file_is_copied()
    {
        using var msi = Msis.Read(Msis.Write(Msis.Sample()));
        using var content = new MemoryStream();

        msi.CopyFile("F2", content, None);

        Assert.Equal("{}\n", Encoding.UTF8.GetString(content.ToArray()));
        Assert.Throws<FileNotFoundException>(() => msi.CopyFile("F3", content, None));
    }

    [Fact]
    public void Streams_are_found_by_their_names()
    {
        using var msi = Msis.Read(Msis.Write(Msis.Sample()));

        Assert.Equal(
            ["\u0005SummaryInformation", "Icon.Orders.ico", "cab1.cab"],
            Msis.Lines(msi.Streams.Where(stream => !stream.IsTable).Select(stream => stream.Name)));
        Assert.Equal(
            Msis.Lines([.. msi.Tables.Select(table => table.Name), "_Columns", "_StringData", "_StringPool", "_Tables"]),
            Msis.Lines(msi.Streams.Where(stream => stream.IsTable).Select(stream => stream.Name)));
        using var icon = new StreamReader(msi.OpenStream("Icon.Orders.ico"));
        Assert.Equal("an icon", icon.ReadToEnd());
        Assert.Throws<FileNotFoundException>(() => msi.OpenStream("Property"));
    }

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    public void A_mutated_package_is_readable_or_invalid_data(CompressionKind compression)
    {
        var bytes = Msis.Write(Msis.Sample(compression));
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.Choose(0, bytes.Length - 1), Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 127, 128, 255))));

        Prop.ForAll(edits.ToArbitrary(), list => ReadsOrIsInvalidData(Edited(bytes, list))).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void A_package_mutated_within_one_stream_is_readable_or_invalid_data()
    {
        var bytes = Msis.Write(Msis.Sample());
        var positions = StreamPositions(bytes).ToArray();
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.Elements(positions), Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 127, 128, 255))));

        Prop.ForAll(edits.ToArbitrary(), list => ReadsOrIsInvalidData(Edited(bytes, list))).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void A_truncated_package_is_invalid_data()
    {
        var bytes = Msis.Write(Msis.Sample());

        for (var length = 0; length < bytes.Length; length += 61)
        {
            ReadsOrIsInvalidData(bytes[..length]);
        }
    }

    [Fact]
    public void A_file_that_is_not_a_package_is_invalid_data()
    {
        Assert.Throws<InvalidDataException>(() => Msis.Read([]));
        Assert.Throws<InvalidDataException>(() => Msis.Read(new byte[4096]));
    }

    // Only a few bytes of such a small package describe its tables and texts: these.
    private static IEnumerable<int> StreamPositions(byte[] bytes)
    {
        using var msi = Msis.Read(bytes);
        foreach (var name in new[] { "_StringPool", "_Tables", "_Columns", "Media", "File", "\u0005SummaryInformation" })
        {
            var entry = msi.CompoundFile.Entries.Single(entry => entry.Name == msi.Streams.Single(stream => stream.Name == name).StoredName);
            using var stream = msi.CompoundFile.OpenStream(entry);
            var content = new byte[Math.Min(entry.Length, 512)];
            stream.ReadExactly(content);
            var start = bytes.AsSpan().IndexOf(content);
            Assert.True(start >= 0);
            foreach (var i in Enumerable.Range(start, content.Length))
            {
                yield return i;
            }
        }
    }

    private static byte[] Edited(byte[] bytes, IEnumerable<(int Position, int Value)> edits)
    {
        var copy = bytes.ToArray();
        foreach (var (position, value) in edits)
        {
            copy[position] = (byte)value;
        }

        return copy;
    }

    private static void ReadsOrIsInvalidData(byte[] bytes)
    {
        try
        {
            using var msi = Msis.Read(bytes);
            foreach (var row in msi.Tables.Concat(msi.SystemTables).SelectMany(table => table.Rows))
            {
                _ = row.ToString();
                _ = row.Key;
            }

            msi.ReadFiles((_, content) => content.CopyTo(Stream.Null), None);
        }
        catch (InvalidDataException)
        {
        }
    }
}
