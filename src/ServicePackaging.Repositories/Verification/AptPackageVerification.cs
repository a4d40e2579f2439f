using ServicePackaging.Formats.Deb;
using ServicePackaging.Repositories.Apt;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Verifies the packages of a suite.</summary>
/// <param name="context">What the parts of a verification share.</param>
/// <param name="location">The suite.</param>
/// <param name="release">The Release file.</param>
/// <param name="indexes">The Packages indexes.</param>
internal sealed class AptPackageVerification(
    VerificationContext context, AptLocation location, AptReleaseFile release, IReadOnlyList<AptIndex> indexes)
{
    private const string All = "all";

    // What apt decides by. Archives override Section, Priority and others for good reasons.
    private static readonly string[] Compared =
    [
        "Package", "Version", "Architecture", "Multi-Arch", "Essential", "Depends", "Pre-Depends", "Recommends", "Conflicts", "Breaks",
        "Replaces", "Provides",
    ];

    private readonly Dictionary<string, AptEntry> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string Version, string Architecture), AptEntry> _packages = [];

    private FaultCollector Faults => context.Faults;

    /// <summary>Verifies the packages.</summary>
    public void Run()
    {
        foreach (var index in indexes)
        {
            foreach (var entry in index.Entries)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                Add(index, entry);
            }
        }

        foreach (var group in indexes.Where(index => index.Architecture.Length > 0).GroupBy(index => index.Group))
        {
            CheckAll([.. group]);
        }

        var check = new PackageCheck(context);
        foreach (var (path, entry) in _files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            check.Check(new(path, entry.Length, entry.Digests), file => Compare(path, entry, file));
        }
    }

    private void Add(AptIndex index, AptEntry entry)
    {
        if (_packages.TryGetValue(entry.Key, out var same) && Differs(same, entry))
        {
            Faults.Add(
                PackageRules.SamePackageTwice, index.Path,
                $"{entry} is listed with two different digests. Clients install one or the other. Give the changed package another "
                + "version.");
        }

        _packages.TryAdd(entry.Key, entry);
        if (entry.FileName is not { } name)
        {
            return;
        }

        if (!Locations.IsInside(location.Base, name) || Locations.Resolve(location.Base, name) is not { } path)
        {
            Faults.Add(
                AptRules.FileNameUnusable, index.Path,
                $"{entry} has the Filename '{FaultCollector.Show(name)}'. apt appends it to the address of the repository, whatever it "
                + "is, and finds nothing there. "
                + "Write a path below that address.");
            return;
        }

        // The same package with two digests was reported already.
        if (_files.TryGetValue(path, out var other) && other.Key != entry.Key && Differs(other, entry))
        {
            Faults.Add(
                PackageRules.SameFileTwice, index.Path,
                $"{entry} and {other} have the same Filename '{FaultCollector.Show(name)}' with different digests. apt refuses one of "
                + "them. Give each its own file.");
        }

        _files.TryAdd(path, entry);
    }

    private static bool Differs(AptEntry one, AptEntry other) => one.Digests.Any(digest => other.Digests.Any(second =>
        second.Algorithm == digest.Algorithm && !second.Value.Equals(digest.Value, StringComparison.OrdinalIgnoreCase)));

    // A package for all architectures must be in the index of each: apt reads binary-all only if the Release file allows it.
    private void CheckAll(IReadOnlyList<AptIndex> group)
    {
        var all = group.SelectMany(index => index.Entries).Where(entry => entry.Architecture == All)
            .DistinctBy(entry => entry.Key).ToList();
        var separate = group.FirstOrDefault(index => index.Architecture == All)?.Entries.Select(entry => entry.Key).ToHashSet() ?? [];
        var isRead = release.Words(AptFields.Architectures).Contains(All)
            && !release.Words("No-Support-for-Architecture-all").Contains("Packages");
        foreach (var index in group.Where(index => index.Architecture != All))
        {
            var listed = index.Entries.Select(entry => entry.Key).ToHashSet();
            var missing = all.FindAll(entry => !listed.Contains(entry.Key));
            if (missing is not [var first, ..])
            {
                continue;
            }

            var isFound = isRead && missing.TrueForAll(entry => separate.Contains(entry.Key));
            Faults.Add(
                AptRules.AllPackageMissing, index.Path,
                FormattableString.Invariant($"It lacks {missing.Count} packages for all architectures, such as {first}. ")
                + (isFound ? "apt finds them in binary-all, but mirrors of aptly lose them. " : "apt does not find them on that "
                    + "architecture. ")
                + "List them in the index of each architecture.",
                isFound ? FaultSeverity.Warning : FaultSeverity.Error);
        }
    }

    private void Compare(string path, AptEntry entry, Stream file)
    {
        using var reader = DebReader.Open(file, leaveOpen: true);
        var control = reader.Control.ToDictionary(field => field.Name, field => field.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var field in Compared)
        {
            var (stated, actual) = (Normalize(entry.Fields[field]), Normalize(control.GetValueOrDefault(field, "")));
            if (stated != actual)
            {
                Faults.Add(
                    PackageRules.MetadataDiffers, path,
                    $"The index states {field} as '{FaultCollector.Show(stated)}', but the package as '{FaultCollector.Show(actual)}'. "
                    + "apt plans the installation with the "
                    + "wrong value. Create the index from the packages.");
            }
        }
    }

    private static string Normalize(string value) => string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
