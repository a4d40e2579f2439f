using System.Security.Cryptography;

namespace ServicePackaging.Formats.Deb;

/// <summary>Compares a package's payload with its lists.</summary>
internal sealed class DebPayloadVerification(DebReader package)
{
    private readonly Dictionary<string, string> _expected = [];
    private readonly HashSet<string> _missing = [];

    public void Run(CancellationToken cancellationToken)
    {
        foreach (var (path, md5) in package.Checksums)
        {
            _expected[path] = md5;
            _missing.Add(path);
        }

        _missing.UnionWith(package.ConfigurationFiles.Where(line => !line.StartsWith(DebFormat.RemoveOnUpgrade, StringComparison.Ordinal)));
        package.ReadEntries(Check, cancellationToken);
        if (_missing.FirstOrDefault() is { } absent)
        {
            throw new InvalidDataException($"The package lists {absent} but does not contain it.");
        }
    }

    private void Check(DebEntry entry, Stream content)
    {
        if (entry.Kind is not (DebEntryKind.File or DebEntryKind.HardLink))
        {
            return;
        }

        _missing.Remove(entry.Path);
        if (!_expected.TryGetValue(entry.Path, out var expected))
        {
            return;
        }

        var actual = entry.Kind == DebEntryKind.File
            ? Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, content))
            : _expected.GetValueOrDefault(entry.LinkTarget!);
        if (actual != expected)
        {
            throw new InvalidDataException($"The package's file {entry.Path} does not match its checksum in md5sums.");
        }
    }
}
