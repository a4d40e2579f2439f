using ServicePackaging.Linux;

namespace ServicePackaging.Deb;

/// <summary>The Debian packages that native files need.</summary>
internal static class DebNatives
{
    private const string Separator = " | ";

    /// <summary>The relations to what is required, and to what is only recommended and goes beyond that.</summary>
    public static (IReadOnlyList<string> Depends, IReadOnlyList<string> Recommends) Of(IReadOnlyList<NativeNeed> needs)
    {
        var required = Floors(needs.Where(need => need.IsRequired));
        var further = Floors(needs.Where(need => !need.IsRequired))
            .Where(row => !required.TryGetValue(row.Key, out var floor) || row.Value?.CompareTo(floor) > 0);
        return (Render(required), Render(further));
    }

    /// <summary>Whether a package has the name that follows from that of a library (Debian Policy, 8.1): libfoo3 contains
    /// libfoo.so.3.</summary>
    public static bool IsNamedAfter(string package, string library)
    {
        var parts = library.ToLowerInvariant().Replace('_', '-').Split(".so.", 2);
        var name = package.EndsWith("t64", StringComparison.Ordinal) ? package[..^3] : package;
        return parts is [var stem, var number]
            && (name == stem + number || name == $"{stem}-{number}");
    }

    private static SortedDictionary<string, DebianFloor?> Floors(IEnumerable<NativeNeed> needs)
    {
        var packages =
            from need in needs
            let package = SystemLibrary.Find(need.Library, LinuxFamily.Debian)?.DebianPackage
            where package is not null
            group need by package;
        return new(packages.ToDictionary(group => group.Key, group => DebianFloors.Of([.. group])), StringComparer.Ordinal);
    }

    // Each alternative has the library, so each has to have the version.
    private static string[] Render(IEnumerable<KeyValuePair<string, DebianFloor?>> packages) =>
    [
        .. from row in packages
           select row.Value is { } floor
               ? string.Join(Separator, row.Key.Split(Separator).Select(package => $"{package} (>= {floor.Version})"))
               : row.Key,
    ];
}
