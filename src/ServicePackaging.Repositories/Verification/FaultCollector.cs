using System.Globalization;
using System.Text;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Collects faults. Texts of the repository are escaped, because they come from strangers and are shown in terminals.</summary>
internal sealed class FaultCollector
{
    // A mirror that is half copied has thousands of the same kind.
    private const int MostOfRule = 20;
    private const int LongestText = 300;
    private const int LongestMessage = 1500;

    private readonly List<RepositoryFault> _faults = [];
    private readonly HashSet<string> _once = new(StringComparer.Ordinal);
    private readonly Dictionary<RepositoryRule, int> _counts = [];

    /// <summary>The faults in the order in which they were found, errors first.</summary>
    public IReadOnlyList<RepositoryFault> Faults =>
    [
        .. _faults.OrderByDescending(fault => fault.Severity),
        .. from count in _counts
           where count.Value > MostOfRule
           select new RepositoryFault(count.Key, count.Key.Severity, "", string.Create(
               CultureInfo.InvariantCulture, $"There are {count.Value - MostOfRule} more faults of this kind, which are not listed.")),
    ];

    /// <summary>Adds a fault.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="path">The file.</param>
    /// <param name="message">The message, with texts of the repository in <see cref="Show"/>.</param>
    /// <param name="severity">The severity, or null for that of the rule.</param>
    public void Add(RepositoryRule rule, string path, string message, FaultSeverity? severity = null)
    {
        var count = _counts[rule] = _counts.GetValueOrDefault(rule) + 1;
        if (count <= MostOfRule)
        {
            _faults.Add(new(rule, severity ?? rule.Severity, Show(path), Escape(message, LongestMessage)));
        }
    }

    /// <summary>Adds a fault of something that several files share, such as a key, only once.</summary>
    public void AddOnce(RepositoryRule rule, string subject, string path, string message, FaultSeverity? severity = null)
    {
        if (_once.Add($"{rule.Name} {subject}"))
        {
            Add(rule, path, message, severity);
        }
    }

    /// <summary>Returns a text of the repository as it can be shown.</summary>
    public static string Show(string text) => Escape(text, LongestText);

    private static string Escape(string text, int longest)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= longest)
            {
                return shown.Append("...").ToString();
            }

            shown.Append(IsHarmless(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}"));
        }

        return shown.ToString();
    }

    // Controls, and marks that change the direction of text.
    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
