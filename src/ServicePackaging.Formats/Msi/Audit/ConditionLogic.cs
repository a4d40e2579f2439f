using System.Globalization;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Whether a condition can be true (Microsoft, "Conditional Statement Syntax"). The values of some properties are known; each
/// comparison of others may be true or false.</summary>
internal static class ConditionLogic
{
    // Longer conditions, or those with more unknown comparisons, count as possibly true.
    private const int LongestCondition = 512;
    private const int MostUnknown = 8;

    // From the weakest to the strongest.
    private static readonly (string Operator, Func<bool, bool, bool> Apply)[] Operators =
    [
        ("IMP", (left, right) => !left || right),
        ("EQV", (left, right) => left == right),
        ("XOR", (left, right) => left != right),
        ("OR", (left, right) => left || right),
        ("AND", (left, right) => left && right),
    ];

    /// <summary>Whether a condition can be true.</summary>
    /// <param name="condition">The condition; a missing one is true.</param>
    /// <param name="known">The properties with known values; null if they are not set.</param>
    public static bool CanBeTrue(string? condition, IReadOnlyDictionary<string, string?> known)
    {
        if (string.IsNullOrWhiteSpace(condition) || condition.Length > LongestCondition || ConditionSyntax.FindFault(condition) is not null)
        {
            return true;
        }

        var reader = new Reader(ConditionSyntax.Read(condition), known);
        var value = reader.Read();
        return reader.Unknown.Count > MostUnknown
            || Enumerable.Range(0, 1 << reader.Unknown.Count).Any(bits => value(i => (bits & (1 << i)) != 0));
    }

    /// <summary>Recursive descent: each method returns a function of the unknown comparisons, which have numbers.</summary>
    private sealed class Reader(IReadOnlyList<ConditionToken> tokens, IReadOnlyDictionary<string, string?> known)
    {
        private int _next;

        public List<string> Unknown { get; } = [];

        public Func<Func<int, bool>, bool> Read() => Read(0);

        private Func<Func<int, bool>, bool> Read(int level)
        {
            if (level == Operators.Length)
            {
                return Operand();
            }

            var (word, apply) = Operators[level];
            var left = Read(level + 1);
            while (Accept(word))
            {
                var (first, second) = (left, Read(level + 1));
                left = unknown => apply(first(unknown), second(unknown));
            }

            return left;
        }

        private Func<Func<int, bool>, bool> Operand()
        {
            if (Accept("NOT"))
            {
                var negated = Operand();
                return unknown => !negated(unknown);
            }

            if (Accept("("))
            {
                var inner = Read(0);
                Accept(")");
                return inner;
            }

            var left = tokens[_next++];
            return _next < tokens.Count && tokens[_next].IsComparison
                ? Atom(left, tokens[_next++].Text, tokens[_next++])
                : Atom(left, "", null);
        }

        private bool Accept(string word)
        {
            var isNext = _next < tokens.Count && !tokens[_next].IsText
                && tokens[_next].Text.Equals(word, StringComparison.OrdinalIgnoreCase);
            _next += isNext ? 1 : 0;
            return isNext;
        }

        private Func<Func<int, bool>, bool> Atom(ConditionToken left, string comparison, ConditionToken? right)
        {
            if (IsKnown(left) && (right is null || IsKnown(right.Value)))
            {
                var result = right is null ? IsSet(left) : Compare(ValueOf(left), comparison, ValueOf(right.Value));
                return _ => result;
            }

            var name = $"{left.Text} {comparison} {right?.Text}";
            var number = Unknown.IndexOf(name);
            if (number < 0)
            {
                number = Unknown.Count;
                Unknown.Add(name);
            }

            return unknown => unknown(number);
        }

        private bool IsKnown(ConditionToken token) => !token.IsName || known.ContainsKey(token.Text);

        private string ValueOf(ConditionToken token) =>
            token.IsText ? token.Text[1..^1] : token.IsName ? known[token.Text] ?? "" : token.Text;

        // A number is true unless it is zero, and a text or property unless it is empty.
        private bool IsSet(ConditionToken token) =>
            token is { IsName: false, IsText: false } ? token.Text.Trim('-', '0').Length > 0 : ValueOf(token).Length > 0;

        private static bool Compare(string left, string comparison, string right)
        {
            var kind = comparison[0] == '~' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            var order = int.TryParse(left, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var first)
                && int.TryParse(right, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var second)
                    ? first.CompareTo(second)
                    : string.Compare(left, right, kind);
            return comparison.TrimStart('~') switch
            {
                "=" => order == 0,
                "<>" => order != 0,
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                ">=" => order >= 0,
                "><" => left.Contains(right, kind),
                "<<" => left.StartsWith(right, kind),
                _ => left.EndsWith(right, kind),
            };
        }
    }
}
