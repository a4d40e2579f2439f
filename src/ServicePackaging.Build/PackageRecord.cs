using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServicePackaging.Build;

/// <summary>A package that was written, with what a later build needs to find that it is up to date.</summary>
public sealed record PackageRecord
{
    /// <summary>A digest of what the package was created from.</summary>
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

    /// <summary>When the package was last written, in UTC ticks. Another configuration or a person may have replaced the file since
    /// then.</summary>
    public required long Written { get; init; }

    /// <summary>The digest of the package without its signature.</summary>
    public string UnsignedSha256 { get; init; } = "";

    /// <summary>The fingerprint of the key, or the thumbprint of the certificate, that signed the package; empty for an unsigned
    /// package.</summary>
    public string SigningKey { get; init; } = "";

    /// <summary>The time of the signature: that of its timestamp, if it has one. Null if the package has no signature or the signature no
    /// time.</summary>
    public DateTimeOffset? SignatureTime { get; init; }

    /// <summary>The absolute path of the public key that users import; empty if there is none.</summary>
    public string PublicKeyPath { get; init; } = "";

    /// <summary>Whether the package has a signature.</summary>
    [JsonIgnore]
    public bool IsSigned => SigningKey.Length > 0;

    /// <summary>Whether the file still exists as it was written, from the same inputs.</summary>
    internal bool IsUpToDate(string key) => Key == key && File.Exists(Path)
        && File.GetLastWriteTimeUtc(Path).Ticks == Written && (PublicKeyPath.Length == 0 || File.Exists(PublicKeyPath));

    /// <summary>The record of the file as it is: the notarization may have added a ticket to it.</summary>
    internal PackageRecord WithTicket() => new FileInfo(Path).Length is var length && length == Size
        ? this
        : this with { Size = length, Sha256 = DiskFile.Sha256(Path) };

    /// <summary>Reads a record. Returns null if it does not exist, or if another version of the SDK wrote it.</summary>
    internal static PackageRecord? Read(string file)
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
    internal void Write(string file)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, JsonSerializer.Serialize(this));
    }
}
