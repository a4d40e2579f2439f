using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>
/// Reads flat packages of macOS, product archives and components, from a seekable stream. The table of contents (at most 4 MiB) and the
/// descriptions are read immediately. Payloads are streamed on each call. Malformed, truncated and malicious packages cause an
/// <see cref="InvalidDataException"/>.
/// </summary>
public sealed class MacPackageReader : IDisposable
{
    /// <summary>The maximum size of Distribution, and of all PackageInfo files together. Applications with many bundles need a few hundred
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
                "The archive is not a macOS package: it contains neither a component nor a Distribution with components.");
        }
    }

    /// <summary>The description of the product for the Installer; null if the package is only a component.</summary>
    public MacDistribution? Distribution { get; }

    /// <summary>The complete text of Distribution, or null.</summary>
    public string? DistributionXml { get; }

    /// <summary>The components; at least one.</summary>
    public IReadOnlyList<MacPackageComponent> Components { get; }

    /// <summary>The paths of the files below Resources, such as <c>en.lproj/welcome.html</c>.</summary>
    public IReadOnlyList<string> Resources => [.. ResourceFiles.Select(file => file.Path[(MacPackageFormat.Resources.Length + 1)..])];

    /// <summary>The digest algorithm of the table of contents; null if it is one that the writer does not support.</summary>
    public MacPackageDigest? Digest => Archive.Algorithm.Digest;

    /// <summary>Whether the archive contains a signature. The signature is not verified.</summary>
    public bool IsSigned => Archive.Signatures.Count > 0;

    /// <summary>The time of the archive; null if the archive does not contain it.</summary>
    public DateTimeOffset? Timestamp => DateTimeOffset.TryParseExact(
        Archive.CreationTime, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time : null;

    internal XarReader Archive { get; }

    internal DistributionReader? DistributionReader { get; }

    internal IEnumerable<XarEntry> ResourceFiles => Archive.Entries.Where(
        entry => entry.Type == XarFormat.File && entry.Path.StartsWith(MacPackageFormat.Resources + "/", StringComparison.Ordinal));

    /// <summary>Opens a package file.</summary>
    /// <exception cref="InvalidDataException">It is not a package, or it is malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MacPackageReader Open(string path) => Open(File.OpenRead(path));

    /// <summary>Opens a package from a seekable stream. The stream is disposed of with the reader, and if opening fails, unless
    /// <paramref name="leaveOpen"/> is set.</summary>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="InvalidDataException">It is not a package, or it is malformed.</exception>
    public static MacPackageReader Open(Stream stream, bool leaveOpen = false) =>
        PackageStream.Open(stream, leaveOpen, source => new MacPackageReader(source));

    /// <summary>Copies a file of the Resources directory.</summary>
    /// <param name="path">A path as in <see cref="Resources"/>.</param>
    /// <param name="destination">The stream to copy to.</param>
    /// <exception cref="FileNotFoundException">The package has no such resource.</exception>
    /// <exception cref="InvalidDataException">It cannot be decoded.</exception>
    public void CopyResource(string path, Stream destination)
    {
        var file = Archive.FindFile($"{MacPackageFormat.Resources}/{path}")
            ?? throw new FileNotFoundException($"The package has no resource {path}.", path);
        using var content = Archive.Open(file);
        content.CopyTo(destination);
    }

    /// <summary>Finds violations of the Installer's rules for digests, encodings, sizes, names, the archive of the payload, and the bill of
    /// materials in comparison with the payload. Unreadable data is reported as a fault, too.</summary>
    /// <param name="depth">How much of the package is read. The payload is read only with <see cref="VerificationDepth.Payload"/>.</param>
    /// <param name="cancellationToken">Checked between blocks and entries.</param>
    /// <returns>The first hundred faults, with the rules of <see cref="MacPackageRule"/>; empty if the package is valid.</returns>
    public IReadOnlyList<PackageFault> FindFaults(VerificationDepth depth, CancellationToken cancellationToken = default) =>
        new MacPackageVerification(this, depth, cancellationToken).Run();

    /// <summary>Reads the whole package and checks it against the rules of the Installer.</summary>
    /// <exception cref="InvalidDataException">The package breaks rules; the message lists all violations.</exception>
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
