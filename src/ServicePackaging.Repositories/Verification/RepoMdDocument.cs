using System.Globalization;
using System.Xml;

namespace ServicePackaging.Repositories.Verification;

/// <summary>A file that repomd.xml lists.</summary>
internal sealed record RepoMdData
{
    /// <summary>The type, such as <c>primary</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>The path relative to the base; empty if it is missing.</summary>
    public string Location { get; init; } = "";

    /// <summary>The digest of the file and the name of its algorithm.</summary>
    public (string Algorithm, string Value) Checksum { get; init; } = ("", "");

    /// <summary>The digest of the content without compression; empty if it is missing.</summary>
    public (string Algorithm, string Value) OpenChecksum { get; init; } = ("", "");

    /// <summary>The length of the file; null if it is missing.</summary>
    public long? Length { get; init; }

    /// <summary>The length of the content; null if it is missing.</summary>
    public long? OpenLength { get; init; }
}

/// <summary>Reads repomd.xml with a reader that knows neither document types nor external resources.</summary>
internal static class RepoMdDocument
{
    private const string Root = "repomd";
    private const int MostFiles = 1000;

    /// <summary>Settings for documents of any origin.</summary>
    /// <param name="limit">The most characters of the document.</param>
    public static XmlReaderSettings Settings(long limit) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = limit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Reads the listed files.</summary>
    /// <exception cref="XmlException">The file is malformed.</exception>
    public static IReadOnlyList<RepoMdData> Read(byte[] file)
    {
        using var reader = XmlReader.Create(new MemoryStream(file, writable: false), Settings(RepositoryLimits.SignedText));
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != Root)
        {
            throw new XmlException($"the root element is not '{Root}'");
        }

        var files = new List<RepoMdData>();
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "data" } && files.Count < MostFiles)
            {
                files.Add(ReadData(reader));
            }
        }

        return files;
    }

    private static RepoMdData ReadData(XmlReader reader)
    {
        var data = new RepoMdData { Type = reader.GetAttribute("type") ?? "" };
        using var part = reader.ReadSubtree();
        part.Read();
        part.Read();
        while (!part.EOF)
        {
            if (part is { NodeType: XmlNodeType.Element, Depth: 1 })
            {
                data = Add(data, part);
            }
            else
            {
                part.Read();
            }
        }

        return data;
    }

    // Leaves the reader after the element.
    private static RepoMdData Add(RepoMdData data, XmlReader part)
    {
        var (name, type, href) = (part.LocalName, part.GetAttribute("type") ?? "", part.GetAttribute("href") ?? "");
        var text = name is "checksum" or "open-checksum" or "size" or "open-size" ? part.ReadElementContentAsString().Trim() : Skip(part);
        return name switch
        {
            "location" => data with { Location = href },
            "checksum" => data with { Checksum = (type, text) },
            "open-checksum" => data with { OpenChecksum = (type, text) },
            "size" => data with { Length = Number(text) },
            "open-size" => data with { OpenLength = Number(text) },
            _ => data,
        };
    }

    private static string Skip(XmlReader part)
    {
        part.Skip();
        return "";
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
