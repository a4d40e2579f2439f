using System.Globalization;
using System.Xml;

namespace ServicePackaging.Repositories.Verification;

/// <summary>A package in primary, filelists or other. Texts that are missing are empty.</summary>
internal sealed record RpmMdItem
{
    /// <summary>The package's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its architecture.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Its epoch, version and release.</summary>
    public (string Epoch, string Version, string Release) Version { get; init; } = ("", "", "");

    /// <summary>The digest of its file, and the name of the algorithm, which only primary states.</summary>
    public (string Algorithm, string Value) Checksum { get; init; } = ("", "");

    /// <summary>The path of its file.</summary>
    public string Location { get; init; } = "";

    /// <summary>The base address of the path; null if there is none.</summary>
    public string? LocationBase { get; init; }

    /// <summary>The length of its file; null if it is missing.</summary>
    public long? Length { get; init; }

    /// <summary>What identifies the package.</summary>
    public (string Name, (string, string, string) Version, string Architecture) Key => (Name, Version, Architecture);

    /// <inheritdoc/>
    public override string ToString() => FaultCollector.Show(
        $"{Name}-{(Version.Epoch is "" or "0" ? "" : Version.Epoch + ":")}{Version.Version}-{Version.Release}.{Architecture}");
}

/// <summary>A metadata file: the number of packages that it states, and those that it has.</summary>
/// <param name="Count">The stated number; null if it states none.</param>
/// <param name="Items">The packages.</param>
internal sealed record RpmMdDocument(long? Count, IReadOnlyList<RpmMdItem> Items)
{
    private const string XmlNamespace = "http://www.w3.org/XML/1998/namespace";

    /// <summary>Reads a file.</summary>
    /// <exception cref="XmlException">It is malformed.</exception>
    public static RpmMdDocument Read(byte[] content)
    {
        using var reader = XmlReader.Create(new MemoryStream(content, writable: false), RepoMdDocument.Settings(RepositoryLimits.Index));
        reader.MoveToContent();
        var count = Number(reader.GetAttribute("packages"));
        var items = new List<RpmMdItem>();
        reader.Read();
        while (!reader.EOF)
        {
            if (reader is { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "package" })
            {
                items.Add(ReadItem(reader));
            }

            reader.Read();
        }

        return new(count, items);
    }

    private static RpmMdItem ReadItem(XmlReader reader)
    {
        var item = new RpmMdItem
        {
            Name = reader.GetAttribute("name") ?? "",
            Architecture = reader.GetAttribute("arch") ?? "",
            Checksum = ("", reader.GetAttribute("pkgid") ?? ""),
        };
        using var part = reader.ReadSubtree();
        part.Read();
        part.Read();
        while (!part.EOF)
        {
            if (part is { NodeType: XmlNodeType.Element, Depth: 1 })
            {
                item = Add(item, part);
            }
            else
            {
                part.Read();
            }
        }

        return item;
    }

    // Leaves the reader after the element.
    private static RpmMdItem Add(RpmMdItem item, XmlReader part)
    {
        switch (part.LocalName)
        {
            case "name":
                return item with { Name = part.ReadElementContentAsString() };
            case "arch":
                return item with { Architecture = part.ReadElementContentAsString() };
            case "checksum":
                var algorithm = part.GetAttribute("type") ?? "";
                return item with { Checksum = (algorithm, part.ReadElementContentAsString().Trim()) };
            case "version":
                item = item with
                {
                    Version = (part.GetAttribute("epoch") ?? "", part.GetAttribute("ver") ?? "", part.GetAttribute("rel") ?? ""),
                };
                break;
            case "size":
                item = item with { Length = Number(part.GetAttribute("package")) };
                break;
            case "location":
                item = item with { Location = part.GetAttribute("href") ?? "", LocationBase = part.GetAttribute("base", XmlNamespace) };
                break;
        }

        part.Skip();
        return item;
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
