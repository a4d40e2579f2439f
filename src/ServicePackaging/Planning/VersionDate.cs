using System.Globalization;
using ServicePackaging.Model;

namespace ServicePackaging.Planning;

/// <summary>The date of everything in a package whose project is in no repository: a function of the version, so that the same inputs
/// result in the same bytes. A later version has a later date, because web servers and caches recognize a changed file by its date
/// (RFC 9110, section 13.1.3).</summary>
internal static class VersionDate
{
    // The cabinet of an .msi stores dates in steps of two seconds.
    private const int Step = 2;

    // The range ends before this SDK was built: no file comes from the future.
    private static readonly DateTimeOffset First = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    // Small numbers are the usual ones; majors may be years.
    private static readonly NumberBand[] Majors =
        [new(4, 28), new(16, 18), new(80, 8), new(1916, 2), new(32, 6), new(int.MaxValue, 2)];

    private static readonly NumberBand[] Minors = [new(4, 28), new(16, 20), new(80, 12), new(1000, 3), new(int.MaxValue, 1)];
    private static readonly NumberBand[] Patches = [new(4, 24), new(32, 24), new(256, 11), new(4096, 4), new(int.MaxValue, 1)];
    private static readonly NumberBand[] Rare = [new(1, 60), new(16, 3), new(int.MaxValue, 1)];
    private static readonly NumberBand[] Releases = [new(1, 2), new(1, 32), new(8, 24), new(90, 5), new(int.MaxValue, 1)];

    // The labels of pre-releases that are shared by many projects, in order. The others are between them.
    private static readonly string[] Labels = ["alpha", "beta", "ci", "dev", "nightly", "pre", "preview", "rc", "snapshot"];

    // dpkg and rpm sort ~ before the end of a text.
    private const string CharacterOrder = "~\0+-.0123456789_abcdefghijklmnopqrstuvwxyz";

    /// <summary>The date of a version. Very long versions that differ only at their end may share one.</summary>
    public static DateTimeOffset Of(PackageIdentity identity)
    {
        var version = identity.Version;
        var number = new OrderedFraction();
        number.Choose(Rare, identity.Epoch ?? 0);
        number.Choose(Majors, version.Major);
        number.Choose(Minors, version.Minor);
        number.Choose(Patches, version.Patch);
        number.Choose(Rare, version.Revision);
        ChooseLabels(number, version.IsPrerelease, [.. version.ReleaseLabels]);
        ChooseText(number, version.Metadata ?? "");
        ChooseRelease(number, identity.Release);
        var steps = (long)(End - First).TotalSeconds / Step;
        return First.AddSeconds((1 + number.Of(steps - 1)) * Step);
    }

    // A pre-release is before the release; numbers are before words, and fewer labels before more (SemVer 2.0, 11.4).
    private static void ChooseLabels(OrderedFraction number, bool isPrerelease, IReadOnlyList<string> labels)
    {
        number.Choose(isPrerelease ? 0 : 1, isPrerelease ? 1 : 3, 4);
        if (!isPrerelease)
        {
            return;
        }

        foreach (var label in labels)
        {
            if (int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                number.Choose(1, 4, 9);
                number.Choose(Patches, value);
            }
            else
            {
                number.Choose(5, 4, 9);
                ChooseWord(number, label.ToLowerInvariant());
            }
        }

        number.Choose(0, 1, 9);
    }

    private static void ChooseWord(OrderedFraction number, string word)
    {
        const int Usual = 4;
        var at = Array.BinarySearch(Labels, word, StringComparer.Ordinal);
        var isUsual = at >= 0;
        var before = isUsual ? at : ~at;
        number.Choose((before * (1 + Usual)) + (isUsual ? 1 : 0), isUsual ? Usual : 1, (Labels.Length * (1 + Usual)) + 1);
        if (!isUsual)
        {
            ChooseText(number, word);
        }
    }

    // A revision is a number, which may be followed by that of a distribution: 2.fc43.
    private static void ChooseRelease(OrderedFraction number, string release)
    {
        var digits = release.TakeWhile(char.IsAsciiDigit).Count();
        var isNumber = long.TryParse(release.AsSpan(0, digits), CultureInfo.InvariantCulture, out var value);
        number.Choose(Releases, isNumber ? value : long.MaxValue);
        ChooseText(number, release[digits..].ToLowerInvariant());
    }

    private static void ChooseText(OrderedFraction number, string text)
    {
        // The end is the most probable character.
        const int End = 32;
        var total = CharacterOrder.Length - 1 + End;
        foreach (var character in text.ToLowerInvariant() + "\0")
        {
            var at = Math.Max(0, CharacterOrder.IndexOf(character, StringComparison.Ordinal));
            number.Choose(at > 1 ? at - 1 + End : at, at == 1 ? End : 1, total);
        }
    }
}
