using FsCheck;
using FsCheck.Fluent;

namespace ServicePackaging.Tests.Support;

/// <summary>Semantic versions and their order.</summary>
internal static class SemVer
{
    private static readonly Gen<string> Label = Gen.Elements("alpha", "beta", "rc", "preview", "x", "0", "1", "2", "9", "10", "24056", "rc1", "rc2", "rc10", "b0", "2a", "a-b", "Beta", "z9z");

    /// <summary>Versions such as developers write, and some odd ones.</summary>
    public static readonly Gen<string> Versions =
        from core in Gen.Elements("1.0.0", "1.0.1", "1.10.0", "2.0.0")
        from labels in Gen.ListOf(Label).Resize(3)
        from metadata in Gen.Elements("", "", "", "+5")
        select core + (labels.Count > 0 ? "-" + string.Join('.', labels) : "") + metadata;

    /// <summary>pre.1 and preview.1: one label is the beginning of the other, and a version does not know the other one. dpkg sorts '.' after letters.</summary>
    public static bool IsPrefixed(string left, string right) =>
        Labels(left).Zip(Labels(right)).Any(pair => pair.First != pair.Second && (pair.First.StartsWith(pair.Second, StringComparison.Ordinal) || pair.Second.StartsWith(pair.First, StringComparison.Ordinal))
            && !(pair.First.All(char.IsAsciiDigit) && pair.Second.All(char.IsAsciiDigit)));

    /// <summary>The labels of the pre-release.</summary>
    public static string[] Labels(string version) => version.Split('-', 2) is [_, var labels] ? labels.Split('.') : [];

    /// <summary>The order of semver.org, 11.</summary>
    public static int Compare(string left, string right)
    {
        var cores = Version.Parse(left.Split('-')[0]).CompareTo(Version.Parse(right.Split('-')[0]));
        var (one, other) = (Labels(left), Labels(right));
        if (cores != 0 || one.Length == 0 || other.Length == 0)
        {
            return cores != 0 ? cores : other.Length.CompareTo(one.Length);
        }

        foreach (var (first, second) in one.Zip(other))
        {
            var order = (first.All(char.IsAsciiDigit), second.All(char.IsAsciiDigit)) switch
            {
                (true, true) => int.Parse(first, null).CompareTo(int.Parse(second, null)),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(first, second),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return one.Length.CompareTo(other.Length);
    }
}
