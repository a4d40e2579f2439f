using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServicePackaging.Build.Materials;
using ServicePackaging.Planning;
using ServicePackaging.Reading;
using ServicePackaging.Signing;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build;

/// <summary>A digest of everything that packages are created from: properties, items, the files that they name, facts about the project,
/// and the published files. It covers the size and time of each file, so that it also changes if an older file replaces one.</summary>
internal sealed class PackageKey : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PackageKey()
    {
    }

    /// <summary>Computes the digest, in lower case hexadecimal.</summary>
    /// <param name="input">The publish.</param>
    /// <param name="outputDirectory">The directory that the packages are written to.</param>
    /// <param name="keyFiles">The files with keys and the like. Their contents are not part of the digest, and neither are
    /// passwords.</param>
    public static string Compute(PackagingInput input, string outputDirectory, IEnumerable<string> keyFiles)
    {
        using var key = new PackageKey();
        // The identity of the code that creates packages.
        Type[] code = [typeof(PackageKey), typeof(PackagePlan), typeof(SigningException)];
        key.Add(code.Select(type => type.Module.ModuleVersionId.ToString()));
        key.Add(outputDirectory, input.Settings.ToString());
        key.Add(input.Service);
        key.Add(input.Settings.Sbom ? input.Materials : null);
        foreach (var file in keyFiles)
        {
            key.AddFile(file);
        }

        key.AddDirectory(input.PublishDirectory);
        return Convert.ToHexStringLower(key._hash.GetCurrentHash());
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Add(params IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            _hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
        }

        _hash.AppendData("\n"u8);
    }

    private void Add(ServiceInput input)
    {
        foreach (var (name, value) in input.Properties.Where(row => ServiceProperties.Find(row.Key)?.Scope != PropertyScope.Release)
            .OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            Add(name, value);
        }

        foreach (var type in input.Items.OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            foreach (var item in type)
            {
                var metadata = item.Metadata
                    .OrderBy(row => row.Key, StringComparer.Ordinal)
                    .SelectMany(row => new[] { row.Key, row.Value });
                Add(metadata.Prepend(item.Include).Prepend(type.Key));
                AddFile(item.FullPath);
            }
        }

        var packages = new SortedSet<string>(input.Project.Packages, StringComparer.Ordinal);
        Add(JsonSerializer.Serialize(input.Project with { Packages = packages }));
        AddFile(input.Project.IconPath);
        AddFile(input.Project.LicensePath);
    }

    // A restore writes project.assets.json again with the same content.
    private void Add(MaterialSources? sources)
    {
        if (sources is null)
        {
            return;
        }

        Add(sources.RuntimePacks.Select(pack => pack.ToString()).Concat(sources.Frameworks));
        Add(sources.Origins.OrderBy(origin => origin.Key, StringComparer.Ordinal).Select(origin => $"{origin.Key} {origin.Value}"));
        Add(File.Exists(sources.AssetsFile) ? DiskFile.Sha256(sources.AssetsFile) : "");
    }

    // The names, sizes and times of the files of a directory, and the targets of its links.
    private void AddDirectory(string directory)
    {
        foreach (var (path, info) in Directory.Exists(directory) ? PayloadScanner.List(directory) : [])
        {
            Add(path, info.LinkTarget ?? "", info is FileInfo { LinkTarget: null } file ? Describe(file) : "");
        }
    }

    private void AddFile(string path)
    {
        if (path.Length > 0 && new FileInfo(path) is { Exists: true } file)
        {
            Add(path, Describe(file));
        }
    }

    private static string Describe(FileInfo file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}");
}
