using System.Globalization;
using ServicePackaging.Repositories.Apt;

namespace ServicePackaging.Repositories.Verification;

/// <summary>A package in a Packages index.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Architecture">Its architecture.</param>
/// <param name="FileName">The path of its file, relative to the URI of clients; null if it is missing.</param>
/// <param name="Length">Its length; null if it is missing.</param>
/// <param name="Digests">Its digests of SHA-2.</param>
/// <param name="Fields">All fields.</param>
internal sealed record AptEntry(
    string Name, string Version, string Architecture, string? FileName, long? Length, IReadOnlyList<FileDigest> Digests, Paragraph Fields)
{
    /// <summary>What identifies the package.</summary>
    public (string Name, string Version, string Architecture) Key => (Name, Version, Architecture);

    /// <inheritdoc/>
    public override string ToString() => FaultCollector.Show($"{Name} {Version} ({Architecture})");
}

/// <summary>A Packages index.</summary>
/// <param name="Group">The part of its path before <c>binary-</c>.</param>
/// <param name="Architecture">The architecture in its path; empty if there is none.</param>
/// <param name="Path">The path for messages.</param>
/// <param name="Entries">The packages.</param>
internal sealed record AptIndex(string Group, string Architecture, string Path, IReadOnlyList<AptEntry> Entries)
{
    private const string Binary = "binary-";

    // What apt does without the field, as measured with apt 2.6 to 3.3.
    private static readonly (string Field, string Effect)[] Required =
    [
        (AptFields.Package, "apt cannot read the index"),
        (AptFields.Version, "apt does not show the package"),
        (AptFields.Architecture, "apt shows the package as one of no architecture, which it does not install"),
        (AptFields.FileName, "apt cannot find a source to download"),
        (AptFields.Size, "apt reports that the repository is broken"),
    ];

    /// <summary>Reads an index.</summary>
    /// <param name="relative">The path relative to the directory of the Release file.</param>
    /// <param name="path">The path for messages.</param>
    /// <param name="content">The content.</param>
    /// <param name="faults">Receives the faults.</param>
    public static AptIndex Parse(string relative, string path, byte[] content, FaultCollector faults)
    {
        var entries = ParagraphReader.Read(content).Select(paragraph => Parse(paragraph, path, faults)).ToList();
        var start = relative.LastIndexOf(Binary, StringComparison.Ordinal);
        return start < 0
            ? new("", "", path, entries)
            : new(relative[..start], relative[(start + Binary.Length)..relative.LastIndexOf('/')], path, entries);
    }

    private static AptEntry Parse(Paragraph fields, string path, FaultCollector faults)
    {
        var name = $"The package '{FaultCollector.Show(fields[AptFields.Package])}'";
        if (fields.Fault is { } fault)
        {
            faults.Add(AptRules.StanzaMalformed, path, $"{name} is malformed: {fault}. apt refuses the index or loses the package. "
                + "Write the index again.");
        }

        foreach (var (field, effect) in Required.Where(row => fields[row.Field].Length == 0))
        {
            faults.Add(AptRules.StanzaField, path, $"{name} has no field {field}: {effect}. Write the field.");
        }

        List<FileDigest> digests =
        [
            .. from field in new[] { AptFields.Sha256, AptFields.Sha512 }
               where fields[field].Length > 0
               select FileDigest.Create(field, fields[field]),
        ];
        if (digests.Count == 0)
        {
            faults.Add(
                AptRules.StanzaField, path,
                $"{name} has neither SHA256 nor SHA512: apt has insufficient information to download it securely. Write the field SHA256.");
        }

        var length = LengthOf(fields, name, path, faults);
        var (version, architecture, file) = (fields[AptFields.Version], fields[AptFields.Architecture], fields[AptFields.FileName]);
        return new(fields[AptFields.Package], version, architecture, file.Length == 0 ? null : file, length, digests, fields);
    }

    private static long? LengthOf(Paragraph fields, string name, string path, FaultCollector faults)
    {
        var text = fields[AptFields.Size];
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return length;
        }

        if (text.Length > 0)
        {
            faults.Add(
                AptRules.StanzaField, path,
                $"{name} has the Size '{FaultCollector.Show(text)}', which is not a number: apt reports that the repository is broken. "
                + "Write the length in bytes.");
        }

        return null;
    }
}
