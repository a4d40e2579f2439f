using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>What was written.</summary>
/// <param name="FileCount">The payload's entries, its root included.</param>
/// <param name="InstalledSize">In KiB, as pkgbuild counts.</param>
/// <param name="Length">The package's length in bytes.</param>
public sealed record MacPackageWriteResult(long FileCount, long InstalledSize, long Length);

/// <summary>Writes flat packages of macOS: product archives of one component, in one pass over each payload file and without holding any in
/// memory.</summary>
public static class MacPackageWriter
{
    /// <summary>
    /// Writes the package to a file and verifies it, all or nothing: what stood at the path before is replaced only by a complete and sound
    /// package, and is untouched by a failure or a cancellation, which leave nothing half-written behind. The same package gives the same
    /// bytes on every host.
    /// </summary>
    /// <param name="package">What to write; see <see cref="MacPackage"/> for what it must hold to.</param>
    /// <param name="path">The file to make, in a directory that exists and also takes the temporary files.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule; the message names the path or field.</exception>
    /// <exception cref="PackageFaultException">What was written does not verify.</exception>
    /// <exception cref="IOException">A payload file cannot be read, has changed its length since the package was planned, or the disk is
    /// full.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MacPackageWriteResult Write(MacPackage package, string path, CancellationToken cancellationToken = default)
    {
        MacPackageValidator.Validate(package);
        return PackageFile.Write(
            path,
            (output, directory) => Write(package, output, directory, cancellationToken),
            MacPackageVerifier.Verify,
            cancellationToken);
    }

    /// <summary>Writes a package to a stream, which need not be seekable, through a file in the directory for temporary files.</summary>
    /// <inheritdoc cref="Write(MacPackage, Stream, string, CancellationToken)"/>
    public static MacPackageWriteResult Write(MacPackage package, Stream output, CancellationToken cancellationToken = default) =>
        Write(package, output, Path.GetTempPath(), cancellationToken);

    /// <summary>Writes a package to a stream, which need not be seekable.</summary>
    /// <param name="package">What to write; see <see cref="MacPackage"/> for what it must hold to.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="temporaryDirectory">Takes the heap until the table of contents, which stands before it, knows its lengths and digests:
    /// to copy compressed bytes costs less than to compress them twice.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule; the message names the path or field.</exception>
    /// <exception cref="IOException">A payload file cannot be read, has changed its length since the package was planned, or the output
    /// cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MacPackageWriteResult Write(
        MacPackage package, Stream output, string temporaryDirectory, CancellationToken cancellationToken = default)
    {
        MacPackageValidator.Validate(package);
        var algorithm = XarFormat.Algorithms.First(candidate => candidate.Digest == package.Digest);
        var componentName = package.ComponentName ?? package.Identifier + MacPackageFormat.ComponentExtension;
        var writer = new MacPayloadWriter(package, cancellationToken);
        using var heap = PackageFile.CreateTemporary(temporaryDirectory, "heap");
        var contents = new XarHeapWriter(heap, algorithm);

        MacPayload? payload = null;
        var payloadFile = new XarFile(MacPackageFormat.Payload, contents.Store(stream => payload = writer.WritePayload(stream)));
        List<XarNode> component = [payloadFile];
        if (package.Scripts.Count > 0)
        {
            component.Add(new XarFile(MacPackageFormat.Scripts, contents.Store(writer.WriteScripts)));
        }

        // The bill of materials comes before the payload, as in Apple's packages, and is known after it.
        using var bomHeap = new MemoryStream();
        var bom = new XarHeapWriter(bomHeap, algorithm)
            .Compress(MacPackageFormat.Bom, FileContent.FromBytes(payload!.Bom), cancellationToken);
        component.Insert(0, new XarFile(MacPackageFormat.Bom, bom));

        var info = InfoOf(package, payload);
        component.Add(Compressed(MacPackageFormat.PackageInfo, PackageInfoWriter.Write(info)));
        List<XarNode> nodes = [new XarDirectory(componentName, component)];
        nodes.AddRange(WriteResources(package, contents, cancellationToken));
        nodes.Add(Compressed(MacPackageFormat.Distribution, DistributionWriter.Write(package, componentName, info)));

        heap.Flush();
        var length = new XarWriter(algorithm, package.Timestamp).Write(output, nodes, [bomHeap, heap], cancellationToken);
        output.Flush();
        return new MacPackageWriteResult(info.FileCount, info.InstalledSize, length);

        XarFile Compressed(string name, byte[] text) => new(name, contents.Compress(name, FileContent.FromBytes(text), cancellationToken));
    }

    private static MacPackageInfo InfoOf(MacPackage package, MacPayload payload) =>
        new(package.Identifier, package.Version, package.InstallLocation, payload.FileCount, payload.InstalledSize)
        {
            RunScripts = [.. MacPackageFormat.RunScripts.Where(name => package.Scripts.Any(script => script.Name == name))],
            PostinstallAction = package.PostinstallAction,
        };

    private static IEnumerable<XarNode> WriteResources(MacPackage package, XarHeapWriter contents, CancellationToken cancellationToken)
    {
        if (package.Resources.Count == 0)
        {
            return [];
        }

        // Directories of languages behind the files of all, each in the order of its names.
        var children = new List<XarNode>();
        var languages = package.Resources.GroupBy(resource => resource.Language).OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var language in languages)
        {
            List<XarNode> files = [.. language.OrderBy(resource => resource.Name, StringComparer.Ordinal)
                .Select(resource => new XarFile(resource.Name, contents.Compress(resource.Name, resource.Content, cancellationToken)))];
            children.AddRange(language.Key is { } code ? [new XarDirectory(code + MacPackageFormat.LanguageExtension, files)] : files);
        }

        return [new XarDirectory(MacPackageFormat.Resources, children)];
    }
}
