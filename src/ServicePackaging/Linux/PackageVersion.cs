using System.Globalization;
using NuGet.Versioning;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>SemVer in the spelling that dpkg and rpm have in common: a pre-release becomes ~, which sorts before the release
/// (deb-version(7), rpm-version(7)).</summary>
internal static class PackageVersion
{
    /// <summary>The product's version, without the package's own revision; what sorts differently than in SemVer is reported.</summary>
    /// <param name="identity">The package.</param>
    /// <param name="packageManager">How a message names the package manager that compares versions.</param>
    /// <param name="diagnostics">Receives what is reported.</param>
    /// <param name="dash">What replaces the dash of a label.</param>
    public static string Create(PackageIdentity identity, string packageManager, DiagnosticBag diagnostics, char dash = '-')
    {
        var version = identity.Version;
        var text = string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}.{version.Patch}");
        text += version.Revision > 0 ? string.Create(CultureInfo.InvariantCulture, $".{version.Revision}") : "";
        text += version.IsPrerelease ? "~" + version.Release : "";
        text += version.HasMetadata ? "+" + version.Metadata : "";
        text = text.Replace('-', dash);
        foreach (var (kind, part) in FindOrderFaults(version))
        {
            diagnostics.Report(PackageDiagnostics.VersionOrder, kind, version.ToFullString(), text, packageManager, part);
        }

        return text;
    }

    private static IEnumerable<(VersionOrderKind Kind, string Part)> FindOrderFaults(NuGetVersion version)
    {
        if (version.HasMetadata)
        {
            yield return (VersionOrderKind.Metadata, version.Metadata);
        }

        foreach (var label in version.ReleaseLabels.Where(IsMixed))
        {
            yield return (VersionOrderKind.MixedLabel, label);
        }

        foreach (var label in version.ReleaseLabels.Where(label => char.IsAsciiDigit(label[0]) && label.Any(char.IsAsciiLetter)))
        {
            yield return (VersionOrderKind.LeadingDigit, label);
        }

        foreach (var label in version.ReleaseLabels.Where(label => label.Contains('-', StringComparison.Ordinal)))
        {
            yield return (VersionOrderKind.Hyphen, label);
        }
    }

    // A single digit sorts the same as a number and as text.
    private static bool IsMixed(string label) =>
        label.Any(char.IsAsciiLetter)
        && label.Zip(label.Skip(1)).Any(pair => char.IsAsciiDigit(pair.First) && char.IsAsciiDigit(pair.Second));
}
