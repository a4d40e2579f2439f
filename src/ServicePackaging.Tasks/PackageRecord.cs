using System.Text.Json;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ServicePackaging.Tasks;

/// <summary>A package that was made, as a build that finds nothing to do needs to know it.</summary>
internal sealed record PackageRecord
{
    /// <summary>What the package was made of (<see cref="PackageKey"/>).</summary>
    public required string Key { get; init; }

    /// <summary>The absolute path of the package.</summary>
    public required string Path { get; init; }

    /// <summary>The format's name.</summary>
    public required string Format { get; init; }

    /// <summary>The version in the format's spelling.</summary>
    public required string Version { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The digest in lower case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When the package was last written, in ticks of UTC: another configuration, or somebody, may have put another file in its place since.</summary>
    public required long Written { get; init; }

    /// <summary>Whether the package is there as it was made, and of the same inputs.</summary>
    public bool IsUpToDate(string key) => Key == key && File.Exists(Path) && File.GetLastWriteTimeUtc(Path).Ticks == Written;

    /// <summary>Reads a record; null when there is none, or one of another version of the SDK.</summary>
    public static PackageRecord? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<PackageRecord>(File.ReadAllText(file)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record.</summary>
    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this));

    /// <summary>The item that the build returns.</summary>
    public ITaskItem ToItem(string runtimeIdentifier) => new TaskItem(Path, new Dictionary<string, string>
    {
        [nameof(Format)] = Format,
        ["RuntimeIdentifier"] = runtimeIdentifier,
        [nameof(Version)] = Version,
        [nameof(Size)] = Size.ToString(System.Globalization.CultureInfo.InvariantCulture),
        [nameof(Sha256)] = Sha256,
    });
}
