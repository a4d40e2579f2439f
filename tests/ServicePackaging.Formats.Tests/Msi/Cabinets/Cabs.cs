using ServicePackaging.Formats.Msi.Cabinets;

namespace ServicePackaging.Formats.Tests.Msi.Cabinets;

/// <summary>Cabinets for tests.</summary>
internal static class Cabs
{
    public static readonly DateTimeOffset Time = new(2024, 2, 29, 13, 37, 42, TimeSpan.Zero);

    public static CabinetOptions Copy { get; } = new() { Compression = CabinetCompression.None };

    public static CabinetMember Member(string name, byte[] content, DateTimeOffset? modified = null) =>
        new(name, content.Length, () => new MemoryStream(content, writable: false), modified ?? Time);

    public static byte[] Write(CabinetOptions? options, params IEnumerable<(string Name, byte[] Content)> files)
    {
        using var output = new MemoryStream();
        var result = CabinetWriter.Write(
            output, [.. files.Select(file => Member(file.Name, file.Content))], options ?? new(), TestContext.Current.CancellationToken);
        Assert.Equal((output.Length, output.Length), (result.Length, output.Position));
        return output.ToArray();
    }

    public static CabinetReader Read(byte[] cabinet) => CabinetReader.Open(new MemoryStream(cabinet));

    /// <summary>Asserts that the cabinet contains exactly these files, in this order.</summary>
    public static void Holds(IReadOnlyList<(string Name, byte[] Content)> expected, CabinetReader cabinet)
    {
        var read = 0;
        cabinet.ReadFiles(
            (file, content) =>
            {
                Assert.Equal((expected[read].Name, expected[read].Content.Length), (file.Name, file.Length));
                Assert.True(expected[read++].Content.AsSpan().SequenceEqual(Bytes(content)), file.Name);
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(expected.Count, read);
    }

    public static byte[] Bytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
