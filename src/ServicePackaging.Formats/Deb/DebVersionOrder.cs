namespace ServicePackaging.Formats.Deb;

/// <summary>Compares the versions of Debian packages, <c>[epoch:]version[-revision]</c>, as dpkg does (deb-version(7)).</summary>
internal sealed class DebVersionOrder : IComparer<string>
{
    /// <summary>The only instance.</summary>
    public static DebVersionOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (epochX, upstreamX, revisionX) = Split(x);
        var (epochY, upstreamY, revisionY) = Split(y);
        return (CompareNumbers(epochX, epochY), CompareTexts(upstreamX, upstreamY)) switch
        {
            (not 0 and var epoch, _) => epoch,
            (_, not 0 and var upstream) => upstream,
            _ => CompareTexts(revisionX, revisionY),
        };
    }

    private static Parts Split(ReadOnlySpan<char> version)
    {
        var colon = version.IndexOf(':');
        var rest = version[(colon + 1)..];
        var dash = rest.LastIndexOf('-');
        return new(colon < 0 ? [] : version[..colon], dash < 0 ? rest : rest[..dash], dash < 0 ? [] : rest[(dash + 1)..]);
    }

    // Parts without digits and parts of digits alternate.
    private static int CompareTexts(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        while (!x.IsEmpty || !y.IsEmpty)
        {
            var letters = CompareLetters(x, y, out var length);
            if (letters != 0)
            {
                return letters;
            }

            x = x[length..];
            y = y[length..];
            var (digitsX, digitsY) = (LengthOfDigits(x), LengthOfDigits(y));
            var numbers = CompareNumbers(x[..digitsX], y[..digitsY]);
            if (numbers != 0)
            {
                return numbers;
            }

            x = x[digitsX..];
            y = y[digitsY..];
        }

        return 0;
    }

    private static int CompareLetters(ReadOnlySpan<char> x, ReadOnlySpan<char> y, out int length)
    {
        for (length = 0; IsLetter(x, length) || IsLetter(y, length); length++)
        {
            var difference = WeightAt(x, length) - WeightAt(y, length);
            if (difference != 0)
            {
                return difference;
            }
        }

        return 0;
    }

    private static bool IsLetter(ReadOnlySpan<char> text, int index) => index < text.Length && !char.IsAsciiDigit(text[index]);

    // A tilde is lower than the end, and letters are lower than other characters.
    private static int WeightAt(ReadOnlySpan<char> text, int index) => !IsLetter(text, index) ? 0 : text[index] switch
    {
        '~' => -1,
        var c when char.IsAsciiLetter(c) => c,
        var c => c + 0x10000,
    };

    private static int LengthOfDigits(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? text.Length : end;

    private static int CompareNumbers(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        x = x.TrimStart('0');
        y = y.TrimStart('0');
        return x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.SequenceCompareTo(y);
    }

    private readonly ref struct Parts(ReadOnlySpan<char> epoch, ReadOnlySpan<char> upstream, ReadOnlySpan<char> revision)
    {
        private readonly ReadOnlySpan<char> _epoch = epoch;
        private readonly ReadOnlySpan<char> _upstream = upstream;
        private readonly ReadOnlySpan<char> _revision = revision;

        public void Deconstruct(out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> upstream, out ReadOnlySpan<char> revision)
        {
            epoch = _epoch;
            upstream = _upstream;
            revision = _revision;
        }
    }
}
