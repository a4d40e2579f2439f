using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>The results of writing a package.</summary>
/// <param name="FileCount">The number of entries in the payload, including its root.</param>
/// <param name="InstalledSize">The installed size in KiB, counted like pkgbuild.</param>
/// <param name="Length">The package's length in bytes.</param>
public sealed record MacPackageWriteResult(long FileCount, long InstalledSize, long Length);

/// <summary>Writes flat packages of macOS: product archives of one component. Each payload file is read once and is not held in
/// memory.</summary>
public static class MacPackageWriter
{
    /// <summary>
    /// Writes the package to a file and verifies it, all or nothing. An existing file at the path is replaced only by a complete and valid
    /// package. If writing fails or is cancelled, the existing file is unchanged and no partial file remains. The same package results in
    /// the same bytes on every host.
    /// </summary>
    /// <param name="package">The package to write. Its rules are described in <see cref="MacPackage"/>.</param>
    /// <param name="path">The file to create, in an existing directory that also contains the temporary files.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the path or field.</exception>
    /// <exception cref="PackageFaultException">The written package has faults.</exception>
    /// <exception cref="IOException">A payload file cannot be read or its length has changed since the package was planned, or the disk is
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

    /// <summary>Writes a package to a stream, which does not have to be seekable. Temporary files are created in the system's temporary
    /// directory.</summary>
    /// <inheritdoc cref="Write(MacPackage, Stream, string, CancellationToken)"/>
    public static MacPackageWriteResult Write(MacPackage package, Stream output, CancellationToken cancellationToken = default) =>
        Write(package, output, Path.GetTempPath(), cancellationToken);

    /// <summary>Writes a package to a stream, which does not have to be seekable.</summary>
    /// <param name="package">The package to write. Its rules are described in <see cref="MacPackage"/>.</param>
    /// <param name="output">The stream to write to, which stays open.</param>
    /// <param name="temporaryDirectory">Contains the heap until the preceding table of contents is known, with its lengths and digests:
    /// copying compressed bytes costs less than compressing twice.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the path or field.</exception>
    /// <exception cref="IOException">A payload file cannot be read or its length has changed since the package was planned, or the output
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

        // As in Apple's packages, the bill of materials is written before the payload, but is known only after it.
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

        // The language directories come after the files for all languages, both sorted by name.
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
