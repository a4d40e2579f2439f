using System.Globalization;
using NuGet.Versioning;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Deb;

/// <summary>SemVer in Debian's spelling (deb-version(7)): a pre-release becomes ~, which sorts before the release.</summary>
internal static class DebVersion
{
    public static string Create(PackageIdentity identity, DiagnosticBag diagnostics)
    {
        var version = identity.Version;
        var upstream = string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}.{version.Patch}");
        upstream += version.Revision > 0 ? string.Create(CultureInfo.InvariantCulture, $".{version.Revision}") : "";
        upstream += version.IsPrerelease ? "~" + version.Release : "";
        upstream += version.HasMetadata ? "+" + version.Metadata : "";
        var result = $"{upstream}-{identity.Release}";
        foreach (var reason in FindOrderFaults(version))
        {
            diagnostics.Report(DiagnosticCatalog.DebVersionOrder, version.ToFullString(), result, reason);
        }

        return result;
    }

    private static IEnumerable<string> FindOrderFaults(NuGetVersion version)
    {
        if (version.HasMetadata)
        {
            yield return $"SemVer ignores '+{version.Metadata}', and dpkg takes it for a later version";
        }

        foreach (var label in version.ReleaseLabels.Where(IsMixed))
        {
            yield return $"in '{label}' SemVer compares the digits as text, so that rc10 comes before rc9; write the number apart, as in rc.10";
        }

        foreach (var label in version.ReleaseLabels.Where(label => char.IsAsciiDigit(label[0]) && label.Any(char.IsAsciiLetter)))
        {
            yield return $"'{label}' is a text to SemVer, behind every number, and begins with a number for dpkg; begin it with a letter";
        }

        foreach (var label in version.ReleaseLabels.Where(label => label.Contains('-', StringComparison.Ordinal)))
        {
            yield return $"the '-' in '{label}' sorts behind letters for dpkg, and before them in SemVer";
        }
    }

    // One digit sorts alike as a number and as text.
    private static bool IsMixed(string label) =>
        label.Any(char.IsAsciiLetter) && label.Zip(label.Skip(1)).Any(pair => char.IsAsciiDigit(pair.First) && char.IsAsciiDigit(pair.Second));
}
