using ServicePackaging.Model;

namespace ServicePackaging.Build.Materials;

/// <summary>Reads what a program was built from.</summary>
internal static class MaterialReader
{
    /// <summary>Reads the materials for a runtime identifier.</summary>
    /// <param name="sources">Where they are.</param>
    /// <param name="runtimeIdentifier">The runtime identifier.</param>
    /// <param name="readFile">Reads the bytes of a file.</param>
    /// <exception cref="Diagnostics.DiagnosticException">project.assets.json does not describe them.</exception>
    public static ProjectMaterials Read(MaterialSources sources, string runtimeIdentifier, Func<string, byte[]> readFile)
    {
        var packages = sources.AssetsFile.Length == 0
            ? []
            : AssetsFile.Read(sources.AssetsFile, readFile(sources.AssetsFile), sources.Frameworks, runtimeIdentifier);
        return new([.. packages, .. sources.RuntimePacks.Select(ReadPack)], sources.Origins);
    }

    private static Material ReadPack(RuntimePackSource pack)
    {
        var directory = new DirectoryInfo(Path.TrimEndingDirectorySeparator(pack.Directory));
        var name = pack.Name.Length > 0 ? pack.Name : directory.Parent?.Name ?? "";
        var version = pack.Version.Length > 0 ? pack.Version : directory.Name;
        var material = new Material(MaterialKind.RuntimePack, name, version);
        return pack.IsFromFeed ? PackageFolder.Describe(material, directory.FullName) : material;
    }
}
