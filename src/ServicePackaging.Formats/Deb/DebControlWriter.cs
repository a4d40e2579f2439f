using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Deb;

/// <summary>Writes control.tar: the control file first, then lists, then scripts.</summary>
internal static class DebControlWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the compressed control.tar to the stream.</summary>
    public static void Write(DebPackage package, DebPayload payload, Stream output, CancellationToken cancellationToken)
    {
        using var compressor = Compressor.Create(package.Compression, output, cancellationToken: cancellationToken);
        var tar = new TarWriter(compressor, package.Timestamp);
        tar.Write(new DirectoryEntry("/", StandardModes.Directory, "root", "root"), cancellationToken: cancellationToken);
        foreach (var (name, mode, content) in Files(package, payload))
        {
            var file = new FileEntry("/" + name, mode, "root", "root", FileContent.FromBytes(content));
            tar.Write(file, cancellationToken: cancellationToken);
        }

        tar.Finish();
    }

    private static IEnumerable<(string Name, UnixFileMode Mode, ReadOnlyMemory<byte> Content)> Files(DebPackage package, DebPayload payload)
    {
        var control = ControlParagraphWriter.Render(package.Control, payload.InstalledSize);
        yield return (DebFormat.ControlFile, StandardModes.ReadableFile, Utf8.GetBytes(control));

        if (!payload.Checksums.IsEmpty)
        {
            yield return (DebFormat.ChecksumsFile, StandardModes.ReadableFile, payload.Checksums);
        }

        var configurationFiles = string.Concat(
            package.Entries.OfType<FileEntry>().Where(file => file.IsConfiguration).Select(file => file.Path + "\n"));
        if (configurationFiles.Length > 0)
        {
            yield return (DebFormat.ConfigurationFilesFile, StandardModes.ReadableFile, Utf8.GetBytes(configurationFiles));
        }

        if (package.Triggers is { } triggers)
        {
            yield return (DebFormat.TriggersFile, StandardModes.ReadableFile, Utf8.GetBytes(triggers));
        }

        foreach (var (script, name) in DebFormat.Scripts)
        {
            if (package.Scripts.TryGetValue(script, out var text))
            {
                yield return (name, StandardModes.ExecutableFile, Utf8.GetBytes(text));
            }
        }
    }
}
