using System.Globalization;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi.Cabinets;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi;

/// <summary>Writes the payload as cabinets within the package, and collects the properties of the files.</summary>
internal sealed class MsiPayloadWriter(MsiPackage package, CompoundFileWriter output)
{
    /// <summary>The maximum number of bytes in one folder of a cabinet: 65,535 blocks of 32 KiB ([MS-CAB] 2.2).</summary>
    public const long MostBytesOfFile = 65_535L * 32_768;

    // The maximum number of files in a cabinet's header ([MS-CAB] 2.1).
    private const int MostFilesOfCabinet = 65_535;

    private const int VitalAttribute = 512;

    private readonly MsiFileFacts[] _facts = new MsiFileFacts[package.Files.Count];

    /// <summary>Writes the cabinets.</summary>
    /// <returns>The rows of the tables File, MsiFileHash and Media.</returns>
    public IReadOnlyList<MsiRow> Write(CancellationToken cancellationToken)
    {
        var rows = new List<MsiRow>();
        foreach (var indexes in Enumerable.Range(0, _facts.Length).Chunk(MostFilesOfCabinet))
        {
            var disk = rows.Count + 1;
            var name = string.Create(CultureInfo.InvariantCulture, $"cab{disk}.cab");
            using (var stream = output.CreateStream(StreamNameEncoder.Encode(name)))
            {
                CabinetWriter.Write(stream, [.. indexes.Select(Member)], Options(), cancellationToken);
            }

            rows.Add(MsiTables.Media.Row(disk, indexes[^1] + 1, MsiValue.Null, "#" + name, MsiValue.Null, MsiValue.Null));
        }

        for (var i = 0; i < _facts.Length; i++)
        {
            rows.AddRange(RowsOf(i));
        }

        return rows;
    }

    /// <summary>The digests of all files, in their order.</summary>
    public IEnumerable<byte[]> Digests => _facts.Select(facts => facts.Digest);

    private CabinetMember Member(int index)
    {
        var file = package.Files[index];
        return new(
            file.Key, file.Content.Length, () => new MsiFileStream(file.Content.Open(), facts => _facts[index] = facts), package.Timestamp);
    }

    private CabinetOptions Options() =>
        new() { Compression = package.Compression == CompressionKind.None ? CabinetCompression.None : CabinetCompression.MsZip };

    private IEnumerable<MsiRow> RowsOf(int index)
    {
        var (file, facts) = (package.Files[index], _facts[index]);
        var attributes = file.IsVital ? VitalAttribute : 0;
        yield return MsiTables.File.Row(
            file.Key, file.Component, file.FileName, (int)file.Content.Length, facts.Version, facts.Languages, attributes, index + 1);

        // A column cannot store int.MinValue. A file whose hash contains it, one in a billion, has no row with its hash.
        if (facts.HashParts is [var a, var b, var c, var d] && !facts.HashParts.Contains(int.MinValue))
        {
            yield return MsiTables.MsiFileHash.Row(file.Key, 0, a, b, c, d);
        }
    }
}
