using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>A component of an open package: the unit that is installed and that has a receipt.</summary>
public sealed class MacPackageComponent
{
    private const int MaxBomMiB = 64;

    private readonly XarReader _archive;

    internal MacPackageComponent(XarReader archive, string directory)
    {
        _archive = archive;
        Name = directory;
        var info = Find(MacPackageFormat.PackageInfo)
            ?? throw new InvalidDataException($"The package's component '{directory}' has no PackageInfo.");
        InfoXml = XmlBytes.Read(archive.ReadAll(info, MacPackageReader.MaxDescriptionMiB), "pkg-info", "PackageInfo");
        Info = PackageInfoReader.Read(InfoXml);
    }

    /// <summary>The directory of the component in the archive; empty if the package is the component.</summary>
    public string Name { get; }

    /// <summary>The contents of the component's PackageInfo.</summary>
    public MacPackageInfo Info { get; }

    internal System.Xml.Linq.XElement InfoXml { get; }

    /// <summary>Streams the payload: calls a function for each entry in the archive's order with the file's content, which is empty if the
    /// entry is not a file.</summary>
    /// <exception cref="InvalidDataException">The payload is malformed, is truncated, or contains a name that is not below the
    /// root.</exception>
    public void ReadEntries(Action<MacEntry, Stream> visit, CancellationToken cancellationToken = default) =>
        Read(MacPackageFormat.Payload, visit, cancellationToken);

    /// <summary>Returns the payload's entries in the archive's order, without their contents.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="ReadEntries(Action{MacEntry, Stream}, CancellationToken)"/>.</exception>
    public IReadOnlyList<MacEntry> ReadEntries(CancellationToken cancellationToken = default)
    {
        var entries = new List<MacEntry>();
        ReadEntries((entry, _) => entries.Add(entry), cancellationToken);
        return entries;
    }

    /// <summary>Streams the scripts and the other files in their directory, like
    /// <see cref="ReadEntries(Action{MacEntry, Stream}, CancellationToken)"/> streams the payload. Without scripts, it does
    /// nothing.</summary>
    /// <exception cref="InvalidDataException">The archive of scripts is malformed, is truncated, or contains a name that is not below the
    /// root.</exception>
    public void ReadScripts(Action<MacEntry, Stream> visit, CancellationToken cancellationToken = default) =>
        Read(MacPackageFormat.Scripts, visit, cancellationToken);

    /// <summary>Copies the content of one file of the payload.</summary>
    /// <param name="path">Absolute, as in <see cref="MacEntry.Path"/>.</param>
    /// <param name="destination">The stream to copy to.</param>
    /// <param name="cancellationToken">Checked before each entry.</param>
    /// <exception cref="FileNotFoundException">The payload has no such regular file.</exception>
    /// <exception cref="InvalidDataException">The payload is malformed.</exception>
    public void CopyFile(string path, Stream destination, CancellationToken cancellationToken = default) =>
        CopyFile(MacPackageFormat.Payload, path, destination, cancellationToken);

    /// <summary>Copies a script, or another file in the directory of the scripts.</summary>
    /// <param name="name">The file name.</param>
    /// <param name="destination">The stream to copy to.</param>
    /// <param name="cancellationToken">Checked before each entry.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The archive of scripts is malformed.</exception>
    public void CopyScript(string name, Stream destination, CancellationToken cancellationToken = default) =>
        CopyFile(MacPackageFormat.Scripts, "/" + name, destination, cancellationToken);

    /// <summary>Finds a file of the component in the archive, or returns null.</summary>
    internal XarEntry? Find(string name) => _archive.FindFile(Name.Length == 0 ? name : $"{Name}/{name}");

    /// <summary>Streams one of the component's archives. Returns its length, or null if it does not exist or was not read to its
    /// end.</summary>
    internal long? ReadArchive(string name, Func<MacEntry, OdcHeader, Stream, bool> visit, CancellationToken cancellationToken) =>
        Find(name) is { } file ? MacPayloadReader.Read(OpenStored(file), visit, cancellationToken) : null;

    /// <summary>Reads the bill of materials.</summary>
    /// <exception cref="InvalidDataException">It is missing or malformed.</exception>
    internal BomReader ReadBom() => new(_archive.ReadAll(
        Find(MacPackageFormat.Bom) ?? throw new InvalidDataException("The component has no bill of materials."), MaxBomMiB));

    private void Read(string name, Action<MacEntry, Stream> visit, CancellationToken cancellationToken) => ReadArchive(
        name,
        (entry, _, content) =>
        {
            visit(entry, content);
            return true;
        },
        cancellationToken);

    private void CopyFile(string archive, string path, Stream destination, CancellationToken cancellationToken) =>
        FileExtraction.CopyFile<MacEntry>(
            path,
            entry => entry.Kind == MacEntryKind.File && entry.Path == path,
            visit => ReadArchive(archive, (entry, _, content) => visit(entry, content), cancellationToken),
            destination);

    // The Installer reads the archive directly from the heap, and ignores any encoding in the table of contents.
    private Stream OpenStored(XarEntry file) => file.Data?.Encoding is null or XarFormat.PlainEncoding
        ? _archive.OpenStored(file)
        : throw new InvalidDataException(
            $"The package's '{file.Path}' is encoded as '{file.Data.Encoding}', but the Installer reads it without decoding.");
}
