using ServicePackaging.Formats.Msi.CompoundFiles;

namespace ServicePackaging.Formats.Tests.Msi.CompoundFiles;

/// <summary>Compound files for tests.</summary>
internal static class CompoundFiles
{
    public static readonly Guid InstallerDatabase = new("000c1084-0000-0000-c000-000000000046");

    public static byte[] Write(params IEnumerable<(string Name, byte[] Content)> streams)
    {
        using var output = new MemoryStream();
        using var writer = new CompoundFileWriter(output, InstallerDatabase);
        foreach (var (name, content) in streams)
        {
            using var stream = writer.CreateStream(name);
            stream.Write(content);
        }

        writer.Complete();
        return output.ToArray();
    }

    /// <summary>One stream of each kind: empty, one mini sector, the longest in the mini stream, the shortest outside it, and a longer
    /// one.</summary>
    public static byte[] Sample() => Write(
        ("empty", []),
        ("\u0005SummaryInformation", Samples.Text(480, 1)),
        ("\u4840\u3F7F\u4164\u422F\u4836", Samples.Random(4095, 2)),
        ("B", Samples.Random(4096, 3)),
        ("data.cab", Samples.Random(9000, 4)));

    public static CompoundFileReader Read(byte[] file) => CompoundFileReader.Open(new MemoryStream(file));

    public static byte[] Content(CompoundFileReader file, CompoundFileEntry entry)
    {
        using var stream = file.OpenStream(entry);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    public static Dictionary<string, byte[]> Contents(CompoundFileReader file) =>
        file.Entries.ToDictionary(entry => entry.Name, entry => Content(file, entry));
}
