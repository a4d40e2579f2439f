using System.Buffers;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Deb;

/// <summary>
/// Reads Debian binary packages (deb(5)) from a seekable stream. The control archive (at most 64 MiB) is read immediately. The payload is
/// streamed on each call. Malformed, truncated and malicious packages cause an <see cref="InvalidDataException"/>.
/// </summary>
public sealed class DebReader : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly PackageStream _source;
    private readonly DebContainer _container;
    private readonly Dictionary<MaintainerScript, string> _scripts = [];
    private readonly List<DebEntry> _controlEntries = [];

    private DebReader(PackageStream source)
    {
        _source = source;
        _container = new DebContainer(source.Stream);
        DebTarReader.Read(_container.OpenControl(), ReadControlFile, CancellationToken.None);
        if (Control.Count == 0)
        {
            throw new InvalidDataException("The package has no control file.");
        }
    }

    /// <summary>The fields of the control paragraph in their order, including Installed-Size. The lines of a value are joined by
    /// newlines.</summary>
    public IReadOnlyList<ControlField> Control { get; private set; } = [];

    /// <summary>The maintainer scripts' texts.</summary>
    public IReadOnlyDictionary<MaintainerScript, string> Scripts => _scripts;

    /// <summary>The lines of conffiles: absolute paths, optionally preceded by a flag such as remove-on-upgrade.</summary>
    public IReadOnlyList<string> ConfigurationFiles { get; private set; } = [];

    /// <summary>The lines of md5sums.</summary>
    public IReadOnlyList<DebChecksum> Checksums { get; private set; } = [];

    /// <summary>The text of triggers, or null.</summary>
    public string? Triggers { get; private set; }

    /// <summary>The entries of control.tar, including the root. Their paths are absolute, as those of the payload.</summary>
    public IReadOnlyList<DebEntry> ControlEntries => _controlEntries;

    /// <summary>The compression of the payload.</summary>
    public CompressionKind Compression => _container.Compression;

    /// <summary>Opens a package file.</summary>
    /// <exception cref="InvalidDataException">It is not a package, or its control archive is malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DebReader Open(string path) => Open(File.OpenRead(path));

    /// <summary>Opens a package from a seekable stream. The stream is disposed of with the reader, and if opening fails, unless
    /// <paramref name="leaveOpen"/> is set.</summary>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="InvalidDataException">It is not a package, or its control archive is malformed.</exception>
    public static DebReader Open(Stream stream, bool leaveOpen = false) =>
        PackageStream.Open(stream, leaveOpen, source => new DebReader(source));

    /// <summary>Streams the payload: calls a function for each entry in the archive's order with the file's content, which is empty if the
    /// entry is not a file.</summary>
    /// <exception cref="InvalidDataException">The payload is malformed, is truncated, or contains a name that is not below the
    /// root.</exception>
    public void ReadEntries(Action<DebEntry, Stream> visit, CancellationToken cancellationToken = default) =>
        ReadEntriesWhile(
            (entry, content) =>
            {
                visit(entry, content);
                return true;
            },
            cancellationToken);

    /// <summary>Returns the payload's entries in the archive's order, without their contents.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="ReadEntries(Action{DebEntry, Stream}, CancellationToken)"/>.</exception>
    public IReadOnlyList<DebEntry> ReadEntries(CancellationToken cancellationToken = default)
    {
        var entries = new List<DebEntry>();
        ReadEntries((entry, _) => entries.Add(entry), cancellationToken);
        return entries;
    }

    /// <summary>Copies the content of one file of the payload.</summary>
    /// <param name="path">Absolute, as in <see cref="DebEntry.Path"/>.</param>
    /// <param name="destination">The stream to copy to.</param>
    /// <param name="cancellationToken">Checked before each entry.</param>
    /// <exception cref="FileNotFoundException">The payload has no such regular file.</exception>
    /// <exception cref="InvalidDataException">The payload is malformed.</exception>
    public void CopyFile(string path, Stream destination, CancellationToken cancellationToken = default) =>
        FileExtraction.CopyFile<DebEntry>(
            path,
            entry => entry.Kind == DebEntryKind.File && entry.Path == path,
            visit => ReadEntriesWhile(visit, cancellationToken),
            destination);

    /// <summary>Reads the whole payload and compares it with md5sums and conffiles.</summary>
    /// <exception cref="InvalidDataException">A listed file is missing or differs, or the payload is malformed.</exception>
    public void Verify(CancellationToken cancellationToken = default) => new DebPayloadVerification(this).Run(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <summary>Like <see cref="ReadEntries(Action{DebEntry, Stream}, CancellationToken)"/>, but stops when the function returns
    /// false.</summary>
    internal void ReadEntriesWhile(Func<DebEntry, Stream, bool> visit, CancellationToken cancellationToken) =>
        DebTarReader.Read(_container.OpenData(), visit, cancellationToken);

    private bool ReadControlFile(DebEntry entry, Stream content)
    {
        _controlEntries.Add(entry);
        if (entry.Kind != DebEntryKind.File)
        {
            return true;
        }

        var name = entry.Path[1..];
        switch (name)
        {
            case DebFormat.ControlFile:
                Control = ControlParagraphReader.Parse(Text(name, content));
                break;
            case DebFormat.ChecksumsFile:
                Checksums = [.. Lines(Text(name, content)).Select(ParseChecksum)];
                break;
            case DebFormat.ConfigurationFilesFile:
                ConfigurationFiles = Lines(Text(name, content));
                break;
            case DebFormat.TriggersFile:
                Triggers = Text(name, content);
                break;
            default:
                foreach (var (script, _) in DebFormat.Scripts.Where(candidate => candidate.FileName == name))
                {
                    _scripts[script] = Text(name, content);
                }

                break;
        }

        return true;
    }

    private static DebChecksum ParseChecksum(string line)
    {
        const int DigestLength = 32;
        var isWellFormed = line.Length > DigestLength + 2
            && line.AsSpan(DigestLength, 2) is "  "
            && !line.AsSpan(0, DigestLength).ContainsAnyExcept(HexDigits);
        return isWellFormed
            ? new DebChecksum("/" + line[(DigestLength + 2)..], line[..DigestLength])
            : throw new InvalidDataException($"The package's md5sums has an invalid line: '{line}'.");
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(string name, Stream content)
    {
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        try
        {
            return Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"The package's control file '{name}' is not UTF-8.", e);
        }
    }
}
