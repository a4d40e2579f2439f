using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>A component of a package that is open: what is installed and forgotten as one.</summary>
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

    /// <summary>The component's directory in the archive; empty where the package is the component.</summary>
    public string Name { get; }

    /// <summary>What the component says of itself.</summary>
    public MacPackageInfo Info { get; }

    internal System.Xml.Linq.XElement InfoXml { get; }

    /// <summary>Streams the payload: calls back for each entry in the archive's order with the file's content, empty for what is no
    /// file.</summary>
    /// <exception cref="InvalidDataException">The payload is malformed, ends early, or holds a name that is not below the root.</exception>
    public void ReadEntries(Action<MacEntry, Stream> visit, CancellationToken cancellationToken = default) =>
        Read(MacPackageFormat.Payload, visit, cancellationToken);

    /// <summary>The payload's entries in the archive's order, all in memory, contents aside.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="ReadEntries(Action{MacEntry, Stream}, CancellationToken)"/>.</exception>
    public IReadOnlyList<MacEntry> ReadEntries(CancellationToken cancellationToken = default)
    {
        var entries = new List<MacEntry>();
        ReadEntries((entry, _) => entries.Add(entry), cancellationToken);
        return entries;
    }

    /// <summary>Streams the scripts and what lies beside them, as <see cref="ReadEntries(Action{MacEntry, Stream}, CancellationToken)"/>
    /// does the payload; nothing where there are none.</summary>
    /// <exception cref="InvalidDataException">As there.</exception>
    public void ReadScripts(Action<MacEntry, Stream> visit, CancellationToken cancellationToken = default) =>
        Read(MacPackageFormat.Scripts, visit, cancellationToken);

    /// <summary>Copies the content of one file of the payload.</summary>
    /// <param name="path">Absolute, as in <see cref="MacEntry.Path"/>.</param>
    /// <param name="destination">Takes the bytes.</param>
    /// <param name="cancellationToken">Asked before each entry.</param>
    /// <exception cref="FileNotFoundException">The payload has no such regular file.</exception>
    /// <exception cref="InvalidDataException">The payload is malformed.</exception>
    public void CopyFile(string path, Stream destination, CancellationToken cancellationToken = default) =>
        CopyFile(MacPackageFormat.Payload, path, destination, cancellationToken);

    /// <summary>Copies a script, or a file beside the scripts.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="destination">Takes the bytes.</param>
    /// <param name="cancellationToken">Asked before each entry.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The archive of scripts is malformed.</exception>
    public void CopyScript(string name, Stream destination, CancellationToken cancellationToken = default) =>
        CopyFile(MacPackageFormat.Scripts, "/" + name, destination, cancellationToken);

    /// <summary>One of the component's files in the archive, or null.</summary>
    internal XarEntry? Find(string name) => _archive.FindFile(Name.Length == 0 ? name : $"{Name}/{name}");

    /// <summary>Streams one of the component's archives as it is; null where it is not there, or where it was not read to its
    /// end.</summary>
    internal long? ReadArchive(string name, Func<MacEntry, OdcHeader, Stream, bool> visit, CancellationToken cancellationToken) =>
        Find(name) is { } file ? MacPayloadReader.Read(OpenStored(file), visit, cancellationToken) : null;

    /// <summary>The bill of materials.</summary>
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

    // The Installer looks for the archive itself at its place in the heap, past whatever encoding the table of contents says.
    private Stream OpenStored(XarEntry file) => file.Data?.Encoding is null or XarFormat.PlainEncoding
        ? _archive.OpenStored(file)
        : throw new InvalidDataException(
            $"The package's '{file.Path}' is wrapped as '{file.Data.Encoding}', and the Installer reads it as it is.");
}
