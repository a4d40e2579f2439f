using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Framework;
using ServicePackaging.Planning;
using ServicePackaging.Reading;

namespace ServicePackaging.Tasks;

/// <summary>A digest of everything that packages are made of: properties, items, the files that they name, and what was published. Files count with
/// size and time, so that one that was replaced by an older file is noticed.</summary>
internal sealed class PackageKey : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins with the identity of the code that makes packages.</summary>
    public PackageKey() => Add(typeof(PackageKey).Module.ModuleVersionId.ToString(), typeof(PackagePlan).Module.ModuleVersionId.ToString());

    /// <summary>The digest of everything added so far.</summary>
    public string Compute() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Adds texts.</summary>
    public void Add(params IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            _hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
        }

        _hash.AppendData("\n"u8);
    }

    /// <summary>Adds what the developer wrote.</summary>
    public void Add(ServiceInput input)
    {
        foreach (var (name, value) in input.Properties.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            Add(name, value);
        }

        foreach (var type in input.Items.OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            foreach (var item in type)
            {
                Add(item.Metadata.OrderBy(row => row.Key, StringComparer.Ordinal).SelectMany(row => new[] { row.Key, row.Value }).Prepend(item.Include).Prepend(type.Key));
                AddFile(item.FullPath);
            }
        }

        AddFile(input.Project.IconPath);
    }

    /// <summary>Adds the items of a list with some of their metadata, in any order.</summary>
    public void Add(ITaskItem[] items, params string[] metadata)
    {
        foreach (var item in items.OrderBy(item => item.ItemSpec, StringComparer.Ordinal))
        {
            Add(metadata.Select(item.GetMetadata).Prepend(item.ItemSpec));
        }
    }

    /// <summary>Adds the names, sizes and times of the files of a directory, and where its links lead.</summary>
    public void AddDirectory(string directory)
    {
        foreach (var (path, info) in Directory.Exists(directory) ? PayloadDirectory.List(directory) : [])
        {
            Add(path, info.LinkTarget ?? "", info is FileInfo { LinkTarget: null } file ? Describe(file) : "");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void AddFile(string path)
    {
        if (path.Length > 0 && new FileInfo(path) is { Exists: true } file)
        {
            Add(path, Describe(file));
        }
    }

    private static string Describe(FileInfo file) => string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}");
}
