using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Rpm;

/// <summary>The developer's own tags (RpmTag items).</summary>
internal static class RpmTags
{
    private const string Epoch = "Epoch";

    // rpm, docs/manual/tags.md: tags with one text that rpmbuild reads from the preamble of a spec.
    private static readonly Dictionary<string, int> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BugUrl"] = 5012,
        ["DistUrl"] = 1123,
        ["Vcs"] = 5034,
    };

    private static readonly Dictionary<string, Func<RpmPackage, string, RpmPackage>> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Group"] = (package, value) => package with { Group = value },
        ["Distribution"] = (package, value) => package with { Distribution = value },
        ["Packager"] = (package, value) => package with { Packager = value },
        [Epoch] = (package, value) => package with { Epoch = uint.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture) },
    };

    // Tags that are computed, and what determines them.
    private static readonly Dictionary<string, string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Name"] = ServiceProperties.PackageName.Name,
        ["Version"] = ServiceProperties.PackageVersion.Name,
        ["Release"] = ServiceProperties.PackageRelease.Name,
        ["Arch"] = "the runtime identifier",
        ["Summary"] = ServiceProperties.Description.Name,
        ["Description"] = ServiceProperties.Description.Name,
        ["License"] = "PackageLicenseExpression",
        ["Url"] = "PackageProjectUrl",
        ["Vendor"] = ServiceProperties.Vendor.Name,
    };

    public static RpmPackage Apply(RpmPackage package, IReadOnlyList<NativeField> tags, DiagnosticBag diagnostics)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in tags)
        {
            if (!seen.Add(tag.Name))
            {
                diagnostics.Report(DiagnosticCatalog.Duplicate, RpmRelations.Grammar.Field!, tag.Name);
            }
            else if (IsInvalidEpoch(tag))
            {
                diagnostics.Report(DiagnosticCatalog.InvalidValue, "RpmTag 'Epoch' Value", tag.Value, "a number from 0 to 4294967295");
            }
            else if (IsOtherEpoch(package, tag))
            {
                diagnostics.Report(
                    PackageDiagnostics.ReservedField, ReservedFieldKind.Setting, RpmRelations.Grammar.Field!, tag.Name,
                    ServiceProperties.Epoch);
            }
            else if ((Reserved.GetValueOrDefault(tag.Name) ?? RelationSource(tag.Name)) is { } source)
            {
                diagnostics.Report(
                    PackageDiagnostics.ReservedField, ReservedFieldKind.Setting, RpmRelations.Grammar.Field!, tag.Name, source);
            }
            else if (Fields.TryGetValue(tag.Name, out var apply))
            {
                package = apply(package, tag.Value);
            }
            else if (Texts.TryGetValue(tag.Name, out var number))
            {
                package = package with
                {
                    ExtraTags = new Dictionary<int, RpmValue>(package.ExtraTags) { [number] = new RpmTexts(RpmType.Text, [tag.Value]) },
                };
            }
            else
            {
                var known = string.Join(", ", Fields.Keys.Concat(Texts.Keys).Order(StringComparer.Ordinal));
                diagnostics.Report(DiagnosticCatalog.InvalidValue, RpmRelations.Grammar.Field!, tag.Name, "one of: " + known);
            }
        }

        return package;
    }

    private static bool IsEpoch(NativeField tag) => tag.Name.Equals(Epoch, StringComparison.OrdinalIgnoreCase);

    private static bool IsInvalidEpoch(NativeField tag) =>
        IsEpoch(tag) && !uint.TryParse(tag.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    // The property is for both formats.
    private static bool IsOtherEpoch(RpmPackage package, NativeField tag) =>
        IsEpoch(tag) && package.Epoch is { } epoch && epoch != uint.Parse(tag.Value, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string? RelationSource(string tag) =>
        RpmRelations.Kinds.Contains(tag, StringComparer.OrdinalIgnoreCase) ? RpmRelations.Grammar.Relation!.Name : null;
}
