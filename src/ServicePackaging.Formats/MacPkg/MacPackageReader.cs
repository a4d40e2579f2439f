using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>
/// Reads flat packages of macOS, product archives and components, from a seekable stream. The table of contents (4 MiB at most) and the
/// descriptions are read at once, payloads are streamed on each call. Malformed, truncated and hostile packages are answered with
/// <see cref="InvalidDataException"/>.
/// </summary>
public sealed class MacPackageReader : IDisposable
{
    /// <summary>What Distribution, and what every PackageInfo together, may have: of applications with many bundles a few hundred
    /// KiB.</summary>
    internal const int MaxDescriptionMiB = 4;

    private const int MaxComponents = 100;

    private readonly PackageStream _source;

    private MacPackageReader(PackageStream source)
    {
        _source = source;
        Archive = new XarReader(source.Stream);
        Components = ReadComponents(Archive);
        if (Archive.FindFile(MacPackageFormat.Distribution) is { } distribution)
        {
            var document = Archive.ReadAll(distribution, MaxDescriptionMiB);
            DistributionXml = PackageText.Decode(document);
            DistributionReader = new DistributionReader(XmlBytes.Read(document, "installer-gui-script", "Distribution"));
            Distribution = DistributionReader.Facts;
        }

        if (Components.Count == 0 || (DistributionReader is null && Components is not [{ Name: "" }]))
        {
            throw new InvalidDataException(
                "The archive is no macOS package: it has neither a component at its top nor a Distribution of some.");
        }
    }

    /// <summary>What the product archive tells the Installer; null of a mere component.</summary>
    public MacDistribution? Distribution { get; }

    /// <summary>The whole text of Distribution, or null.</summary>
    public string? DistributionXml { get; }

    /// <summary>The components; at least one.</summary>
    public IReadOnlyList<MacPackageComponent> Components { get; }

    /// <summary>The paths of the files below Resources, such as <c>en.lproj/welcome.html</c>.</summary>
    public IReadOnlyList<string> Resources => [.. ResourceFiles.Select(file => file.Path[(MacPackageFormat.Resources.Length + 1)..])];

    /// <summary>The digest of the table of contents; null where it is one that is not written here.</summary>
    public MacPackageDigest? Digest => Archive.Algorithm.Digest;

    /// <summary>Whether the archive carries a signature, which is not looked at.</summary>
    public bool IsSigned => Archive.Signatures.Count > 0;

    /// <summary>The archive's time; null where it does not say one.</summary>
    public DateTimeOffset? Timestamp => DateTimeOffset.TryParseExact(
        Archive.CreationTime, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time : null;

    internal XarReader Archive { get; }

    internal DistributionReader? DistributionReader { get; }

    internal IEnumerable<XarEntry> ResourceFiles => Archive.Entries.Where(
        entry => entry.Type == XarFormat.File && entry.Path.StartsWith(MacPackageFormat.Resources + "/", StringComparison.Ordinal));

    /// <summary>Opens a package file.</summary>
    /// <exception cref="InvalidDataException">It is not a package, or malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MacPackageReader Open(string path) => Open(File.OpenRead(path));

    /// <summary>Opens a package from a seekable stream, which is disposed with the reader, and on failure, unless told otherwise.</summary>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="InvalidDataException">It is not a package, or malformed.</exception>
    public static MacPackageReader Open(Stream stream, bool leaveOpen = false) =>
        PackageStream.Open(stream, leaveOpen, source => new MacPackageReader(source));

    /// <summary>Copies a file of the Resources directory.</summary>
    /// <param name="path">As in <see cref="Resources"/>.</param>
    /// <param name="destination">Takes the bytes.</param>
    /// <exception cref="FileNotFoundException">The package has no such resource.</exception>
    /// <exception cref="InvalidDataException">It cannot be decoded.</exception>
    public void CopyResource(string path, Stream destination)
    {
        var file = Archive.FindFile($"{MacPackageFormat.Resources}/{path}")
            ?? throw new FileNotFoundException($"The package has no resource {path}.", path);
        using var content = Archive.Open(file);
        content.CopyTo(destination);
    }

    /// <summary>Lists what breaks the rules of the Installer: digests, encodings, sizes, names, the payload's
    /// archive, the bill of materials against the payload. What cannot be read at all is a fault too.</summary>
    /// <param name="depth">How much of the package is read: short of <see cref="VerificationDepth.Payload"/>, the payload is not.</param>
    /// <param name="cancellationToken">Asked between blocks and entries.</param>
    /// <returns>The first hundred, by the rules of <see cref="MacPackageRule"/>; none of a sound package.</returns>
    public IReadOnlyList<PackageFault> FindFaults(VerificationDepth depth, CancellationToken cancellationToken = default) =>
        new MacPackageVerification(this, depth, cancellationToken).Run();

    /// <summary>Reads the whole package and holds it to the rules of the Installer.</summary>
    /// <exception cref="InvalidDataException">The package breaks some; the message has each.</exception>
    public void Verify(CancellationToken cancellationToken = default)
    {
        var faults = FindFaults(VerificationDepth.Payload, cancellationToken);
        if (faults.Count > 0)
        {
            throw new InvalidDataException(faults.Aggregate(
                new StringBuilder("The package breaks the Installer's rules:"),
                (text, fault) => text.Append('\n').Append(fault)).ToString());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static List<MacPackageComponent> ReadComponents(XarReader archive)
    {
        var components = new List<MacPackageComponent>();
        long size = 0;
        foreach (var info in archive.Entries.Where(entry => entry.Name == MacPackageFormat.PackageInfo && entry.Type == XarFormat.File))
        {
            size += info.Data?.Size ?? 0;
            if (components.Count == MaxComponents || size > MaxDescriptionMiB << 20)
            {
                throw new InvalidDataException(
                    $"The package has more than {MaxComponents} components, or {MaxDescriptionMiB} MiB of their descriptions.");
            }

            components.Add(new MacPackageComponent(archive, info.Directory));
        }

        return components;
    }
}
