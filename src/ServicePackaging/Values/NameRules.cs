using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServicePackaging.Values;

/// <summary>The syntax of names, and the rules by which one is derived from another.</summary>
internal static partial class NameRules
{
    /// <summary>A package's name (deb-control(5), Package: lower case letters, digits, + - and ., at least two characters).</summary>
    public static bool IsPackageName(string name) => PackageName().IsMatch(name);

    /// <summary>A unit's name without suffix (systemd.unit(5)); @ is reserved for instances.</summary>
    public static bool IsServiceName(string name) => ServiceName().IsMatch(name);

    /// <summary>Any unit's name, with or without suffix.</summary>
    public static bool IsUnitName(string name) => UnitName().IsMatch(name);

    /// <summary>A user's or group's name that every tool accepts (useradd(8), systemd's "User/Group Name Syntax").</summary>
    public static bool IsAccountName(string name) => AccountName().IsMatch(name);

    /// <summary>A derived account name, cut to the longest that every tool accepts.</summary>
    public static string CutAccountName(string name) => name[..Math.Min(name.Length, LongestAccountName)];

    /// <summary>An environment variable's name (POSIX, 8.1).</summary>
    public static bool IsVariableName(string name) => VariableName().IsMatch(name);

    /// <summary>A reverse-DNS name.</summary>
    public static bool IsIdentifier(string name) => Identifier().IsMatch(name);

    /// <summary>The package name of an assembly, in kebab case: <c>Acme.DataCollector</c> becomes <c>acme-data-collector</c>, and
    /// <c>MQTTnet.Server</c> becomes <c>mqttnet-server</c>.</summary>
    public static string ToPackageName(string assemblyName) =>
        ToKebabCase(FinalNet().Replace(assemblyName, match => match.Value[..1] + match.Value[1..].ToLowerInvariant()));

    /// <summary>The kebab case of a .NET name: <c>Acme.DataCollector</c> becomes <c>acme-data-collector</c>. Accounts and identifiers are
    /// derived from it, so it never changes.</summary>
    public static string ToKebabCase(string name)
    {
        var result = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var startsWord = char.IsAsciiLetterUpper(c) && i > 0
                && (char.IsAsciiLetterLower(name[i - 1]) || char.IsAsciiDigit(name[i - 1])
                    || (char.IsAsciiLetterUpper(name[i - 1]) && i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            if (startsWord || !char.IsAsciiLetterOrDigit(c))
            {
                Separate(result);
            }

            if (char.IsAsciiLetterOrDigit(c))
            {
                result.Append(char.ToLowerInvariant(c));
            }
        }

        return result.ToString().TrimEnd('-');
    }

    /// <summary>Whether the kebab case of a name loses letters or digits, so that different names become equal: <c>Müller</c> and
    /// <c>Möller</c>.</summary>
    public static bool LosesLetters(string name) =>
        name.EnumerateRunes().Any(rune => !rune.IsAscii && (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark));

    /// <summary>Whether the kebab case keeps everything that distinguishes an assembly's name, except upper case and the kind of a single
    /// separator.</summary>
    public static bool IsLosslessAssemblyName(string name) => LosslessAssemblyName().IsMatch(name);

    /// <summary>Whether a default service name differs from the package name, so that those of two packages could be equal.</summary>
    public static bool LosesInServiceName(string packageName) => packageName.Contains('+', StringComparison.Ordinal);

    /// <summary>Whether a default account name differs from the package name, so that those of two packages could be equal.</summary>
    public static bool LosesInAccountName(string packageName) => packageName.AsSpan().ContainsAny('+', '.');

    /// <summary>The default name of the service of a package.</summary>
    public static string ToServiceName(string packageName) => packageName.Replace('+', '-');

    /// <summary>How long an account's name may be (useradd(8): 32 with the terminating zero).</summary>
    public const int LongestAccountName = 31;

    /// <summary>How long the names of a service and of an instance may be together: the longest file name, without what is added to
    /// them in the names of units, jobs and files.</summary>
    public const int LongestInstance = 220;

    // The columns of Windows Installer have 255 characters (Microsoft, "ServiceInstall Table", "LaunchCondition Table"), which also hold a
    // sentence or the key of a registry.
    private const int LongestText = 120;

    /// <summary>How long a text for people may be, for messages.</summary>
    public static string ShortText { get; } = $"at most {LongestText} characters (brackets and braces count as four)";

    /// <summary>Whether a text for people is short enough for the places where it is written. In a formatted text of Windows Installer,
    /// brackets and braces need four characters.</summary>
    public static bool IsShortText(string text) => text.Sum(c => c is '[' or ']' or '{' or '}' ? 4 : 1) <= LongestText;

    /// <summary>The default name of a service's account, which may be too long for an account.</summary>
    public static string ToAccountName(string packageName)
    {
        var name = packageName.Replace('.', '-').Replace('+', '-');
        return char.IsAsciiLetter(name[0]) ? name : "_" + name;
    }

    private static void Separate(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != '-')
        {
            text.Append('-');
        }
    }

    // Capitals and the word net at the end of a part of the name.
    [GeneratedRegex("[A-Z]{2,}net(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex FinalNet();

    [GeneratedRegex(@"\A[A-Za-z0-9]+([._ -][A-Za-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LosslessAssemblyName();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9+.-]{1,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PackageName();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9:_.-]{0,199}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ServiceName();

    [GeneratedRegex(@"\A[A-Za-z0-9:_.@\\-]{1,255}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UnitName();

    [GeneratedRegex(@"\A[a-z_][a-z0-9_-]{0,30}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountName();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();

    [GeneratedRegex(@"\A(?=.{1,200}\z)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
