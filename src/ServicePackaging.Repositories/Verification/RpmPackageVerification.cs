using System.Globalization;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Verifies the packages of rpm-md metadata.</summary>
/// <param name="context">What the parts of a verification share.</param>
/// <param name="location">The metadata.</param>
/// <param name="repoMd">The path of repomd.xml for messages.</param>
internal sealed class RpmPackageVerification(VerificationContext context, RpmMdLocation location, string repoMd)
{
    private const string Source = "src";

    private readonly Dictionary<string, RpmMdItem> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, (string, string, string), string), RpmMdItem> _packages = [];

    private FaultCollector Faults => context.Faults;

    /// <summary>Verifies the packages.</summary>
    public void Run(IReadOnlyList<RpmMdItem> items)
    {
        foreach (var item in items)
        {
            Add(item);
        }

        var check = new PackageCheck(context);
        foreach (var (path, item) in _files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (context.Verified.Add(path))
            {
                var digest = FileDigest.Create(item.Checksum.Algorithm, item.Checksum.Value);
                check.Check(new(path, item.Length, digest is null ? [] : [digest]), file => Inspect(path, item, file));
            }
        }
    }

    private void Add(RpmMdItem item)
    {
        if (item.Name.Length == 0 || item.Architecture.Length == 0 || item.Version.Version.Length == 0 || item.Checksum.Value.Length == 0
            || item.Location.Length == 0)
        {
            Faults.Add(
                RpmMdRules.PackageElement, repoMd,
                $"The package {item} has no name, architecture, version, checksum or location in 'primary'. dnf and zypper ignore it or "
                + "refuse the repository. "
                + "Create the metadata again.");
            return;
        }

        CheckDigest(item);
        if (_packages.TryGetValue(item.Key, out var same) && same.Checksum.Value != item.Checksum.Value)
        {
            Faults.Add(
                PackageRules.SamePackageTwice, repoMd,
                $"{item} is listed with two different digests. Clients install one or the other. Give the changed package another "
                + "version.");
        }

        _packages.TryAdd(item.Key, item);
        if (PathOf(item) is not { } path)
        {
            return;
        }

        // The same package with two digests was reported already.
        if (_files.TryGetValue(path, out var other) && other.Key != item.Key && other.Checksum.Value != item.Checksum.Value)
        {
            Faults.Add(
                PackageRules.SameFileTwice, repoMd,
                $"{item} and {other} have the same location '{FaultCollector.Show(item.Location)}' with different digests. Clients "
                + "refuse one of them. Give each "
                + "its own file.");
        }

        _files.TryAdd(path, item);
    }

    private void CheckDigest(RpmMdItem item)
    {
        if (FileDigest.Create(item.Checksum.Algorithm, item.Checksum.Value) is not { IsStrong: true })
        {
            Faults.Add(
                RpmMdRules.WeakDigest, repoMd,
                $"The digest of {item} is of the kind '{FaultCollector.Show(item.Checksum.Algorithm)}'. Somebody could replace the "
                + "package although the metadata is "
                + "signed. Use sha256.");
        }
    }

    private string? PathOf(RpmMdItem item)
    {
        if (item.LocationBase is { } address)
        {
            Faults.Add(
                RpmMdRules.LocationBase, repoMd,
                $"The location of {item} has the base '{FaultCollector.Show(address)}'. zypper ignores it and does not find the "
                + "package, which was not verified. "
                + "Write a path relative to the repository.");
            return null;
        }

        if (Locations.Resolve(location.Base, item.Location) is { } path)
        {
            return path;
        }

        Faults.Add(
            RpmMdRules.LocationUnusable, repoMd,
            $"The location of {item} is '{FaultCollector.Show(item.Location)}', which is not a path in the repository. Clients do not "
            + "find the package. Write a "
            + "relative path.");
        return null;
    }

    private void Inspect(string path, RpmMdItem item, Stream file)
    {
        if (item.Architecture == Source)
        {
            return;
        }

        using var reader = RpmReader.Open(file, leaveOpen: true);
        Compare(path, item, reader);
        var packets = Packets(reader.Signature);
        if (packets.Count > 0)
        {
            byte[] signatures = [.. packets.SelectMany(packet => packet)];
            context.Signatures.Check(path, reader.Header.Bytes.ToArray(), signatures, weak: null, context.CancellationToken);
        }
        else if (context.Options.RequireSignedRpms)
        {
            Faults.Add(
                RpmMdRules.Unsigned, path,
                "The package has no signature. dnf refuses it with gpgcheck=1, although the metadata is signed. Sign the package before "
                + "it is published, such as "
                + "with rpmsign.");
        }
    }

    private void Compare(string path, RpmMdItem item, RpmReader reader)
    {
        var actual = new RpmMdItem
        {
            Name = reader.Name,
            Architecture = reader.Architecture,
            Version = ((reader.Epoch ?? 0).ToString(CultureInfo.InvariantCulture), reader.Version, reader.Release),
        };
        var stated = item with { Version = item.Version with { Epoch = item.Version.Epoch.Length == 0 ? "0" : item.Version.Epoch } };
        if (stated.Key != actual.Key)
        {
            Faults.Add(
                PackageRules.MetadataDiffers, path,
                $"The metadata states {item}, but the package is {actual}. Clients refuse it after the download. Create the metadata "
                + "from the packages.");
        }
    }

    // The signatures over the header. Those over header and payload are of rpm before 4.14, which wrote both.
    private static List<byte[]> Packets(RpmHeader header) =>
    [
        .. new[] { RpmSignatureTag.Rsa, RpmSignatureTag.Dsa }
            .Select(tag => header[tag]).OfType<RpmBytes>().Select(value => value.Values.ToArray()),
        .. (header[RpmSignatureTag.OpenPgp] as RpmTexts)?.Values.Select(Decode) ?? [],
    ];

    private static byte[] Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : [];
    }
}
