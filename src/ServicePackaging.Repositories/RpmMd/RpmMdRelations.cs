using System.Globalization;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Repositories.RpmMd;

/// <summary>A relation as metadata lists it.</summary>
/// <param name="Name">The other package or capability.</param>
/// <param name="Flags">EQ, LT, LE, GT or GE; null without a version.</param>
/// <param name="Version">Epoch, version and release, or empty.</param>
/// <param name="IsPre">Whether it must be installed before.</param>
internal sealed record RpmMdRelation(string Name, string? Flags, string Version, bool IsPre);

/// <summary>Selects the relations that metadata lists, as createrepo_c does (src/parsehdr.c).</summary>
internal static class RpmMdRelations
{
    private const string RpmLib = "rpmlib(";
    private const string LibC = "libc.so.6";

    private const RpmSense Pre = (RpmSense)(1 << 6)
        | RpmSense.PreInstall | RpmSense.PostInstall | RpmSense.PreTransaction | RpmSense.PostTransaction;

    /// <summary>The kinds with their elements, in the order of metadata.</summary>
    public static IReadOnlyList<(RpmRelationKind Kind, string Element)> Kinds { get; } =
    [
        (RpmRelationKind.Provides, "rpm:provides"),
        (RpmRelationKind.Requires, "rpm:requires"),
        (RpmRelationKind.Conflicts, "rpm:conflicts"),
        (RpmRelationKind.Obsoletes, "rpm:obsoletes"),
        (RpmRelationKind.Suggests, "rpm:suggests"),
        (RpmRelationKind.Enhances, "rpm:enhances"),
        (RpmRelationKind.Recommends, "rpm:recommends"),
        (RpmRelationKind.Supplements, "rpm:supplements"),
    ];

    /// <summary>Returns the relations of a kind.</summary>
    /// <param name="relations">All relations of the package.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="files">The paths of the package's files.</param>
    public static IReadOnlyList<RpmMdRelation> Select(
        IReadOnlyList<RpmRelation> relations, RpmRelationKind kind, IReadOnlySet<string> files)
    {
        var all = relations.Where(relation => relation.Kind == kind).Select(Convert).Where(HasVersionWithEpoch).ToList();
        return kind == RpmRelationKind.Requires ? SelectRequires(all, relations, files) : all;
    }

    /// <summary>Whether a file is in the primary metadata.</summary>
    public static bool IsPrimary(string path) =>
        path.StartsWith("/etc/", StringComparison.Ordinal)
        || path.Contains("bin/", StringComparison.Ordinal)
        || path == "/usr/lib/sendmail";

    private static RpmMdRelation Convert(RpmRelation relation) => new(
        relation.Name,
        (relation.Sense & RpmRelation.Comparison) switch
        {
            RpmSense.Equal => "EQ",
            RpmSense.Less => "LT",
            RpmSense.Less | RpmSense.Equal => "LE",
            RpmSense.Greater => "GT",
            RpmSense.Greater | RpmSense.Equal => "GE",
            _ => null,
        },
        relation.Version,
        relation.Kind == RpmRelationKind.Requires && (relation.Sense & Pre) != 0);

    private static bool HasVersionWithEpoch(RpmMdRelation relation) =>
        relation.Version.IndexOf(':') is var colon
        && (colon < 0 || uint.TryParse(relation.Version[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static List<RpmMdRelation> SelectRequires(
        List<RpmMdRelation> all, IReadOnlyList<RpmRelation> relations, IReadOnlySet<string> files)
    {
        var provides = relations.Where(relation => relation.Kind == RpmRelationKind.Provides).Select(Convert)
            .Select(relation => (relation.Name, relation.Flags, relation.Version)).ToHashSet();
        var needed = all.Where(relation => !relation.Name.StartsWith(RpmLib, StringComparison.Ordinal)
            && !(IsPrimary(relation.Name) && files.Contains(relation.Name))
            && !provides.Contains((relation.Name, relation.Flags, relation.Version)));
        var selected = new List<RpmMdRelation>();
        var last = new Dictionary<string, RpmMdRelation>(StringComparer.Ordinal);
        RpmMdRelation? libC = null;
        foreach (var relation in needed)
        {
            if (relation.Name.StartsWith(LibC, StringComparison.Ordinal))
            {
                libC = libC is null || CompareLibC(libC.Name, relation.Name) < 0 ? relation : libC;
            }
            else if (!last.TryGetValue(relation.Name, out var before) || before != relation)
            {
                selected.Add(relation);
                last[relation.Name] = relation;
            }
        }

        return libC is null ? selected : [.. selected, libC];
    }

    // The version is in the first parentheses, such as that of libc.so.6(GLIBC_2.34)(64bit).
    private static int CompareLibC(string x, string y)
    {
        var (versionX, versionY) = (VersionOf(x), VersionOf(y));
        return versionX is null || versionY is null
            ? (versionX is null ? 0 : 1).CompareTo(versionY is null ? 0 : 1)
            : RpmVersionOrder.Compare(versionX, versionY);
    }

    private static string? VersionOf(string name)
    {
        var start = name.IndexOf('(');
        var end = name.IndexOf(')');
        var digit = start < 0 || end < start ? -1 : name.AsSpan(start, end - start).IndexOfAnyInRange('0', '9');
        return digit < 0 ? null : name[(start + digit)..end];
    }
}
