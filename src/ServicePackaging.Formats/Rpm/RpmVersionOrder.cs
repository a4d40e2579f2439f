namespace ServicePackaging.Formats.Rpm;

/// <summary>The epoch, version and release of an rpm package.</summary>
/// <param name="Epoch">0 if the package has none.</param>
/// <param name="Version">The version.</param>
/// <param name="Release">The release.</param>
internal sealed record RpmEvr(uint Epoch, string Version, string Release) : IComparable<RpmEvr>
{
    /// <inheritdoc/>
    public int CompareTo(RpmEvr? other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var epoch = Epoch.CompareTo(other.Epoch);
        var version = epoch != 0 ? epoch : RpmVersionOrder.Compare(Version, other.Version);
        return version != 0 ? version : RpmVersionOrder.Compare(Release, other.Release);
    }

    /// <inheritdoc/>
    public override string ToString() => Epoch == 0 ? $"{Version}-{Release}" : $"{Epoch}:{Version}-{Release}";
}

/// <summary>Compares the versions or releases of rpm packages as rpm does (rpm, rpmio/rpmvercmp.c).</summary>
internal static class RpmVersionOrder
{
    /// <summary>Compares two versions or two releases.</summary>
    public static int Compare(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        while (true)
        {
            x = TrimSeparators(x);
            y = TrimSeparators(y);
            if (CompareMark(ref x, ref y, '~', isHigherThanEnd: false) is { } tilde)
            {
                if (tilde != 0)
                {
                    return tilde;
                }

                continue;
            }

            if (CompareMark(ref x, ref y, '^', isHigherThanEnd: true) is { } caret)
            {
                if (caret != 0)
                {
                    return caret;
                }

                continue;
            }

            if (x.IsEmpty || y.IsEmpty)
            {
                return x.Length.CompareTo(y.Length);
            }

            var segments = CompareSegments(ref x, ref y);
            if (segments != 0)
            {
                return segments;
            }
        }
    }

    private static ReadOnlySpan<char> TrimSeparators(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && !char.IsAsciiLetterOrDigit(text[start]) && text[start] is not ('~' or '^'))
        {
            start++;
        }

        return text[start..];
    }

    // A tilde is lower than everything, even the end. A caret is higher than the end and lower than everything else.
    private static int? CompareMark(ref ReadOnlySpan<char> x, ref ReadOnlySpan<char> y, char mark, bool isHigherThanEnd)
    {
        var (hasX, hasY) = (x is [var firstX, ..] && firstX == mark, y is [var firstY, ..] && firstY == mark);
        if (!hasX && !hasY)
        {
            return null;
        }

        if (hasX && hasY)
        {
            x = x[1..];
            y = y[1..];
            return 0;
        }

        var isHigher = isHigherThanEnd && (hasX ? y : x).IsEmpty;
        return hasX == isHigher ? 1 : -1;
    }

    private static int CompareSegments(ref ReadOnlySpan<char> x, ref ReadOnlySpan<char> y)
    {
        var isNumber = char.IsAsciiDigit(x[0]);
        var (lengthX, lengthY) = (LengthOf(x, isNumber), LengthOf(y, isNumber));
        if (lengthY == 0)
        {
            // A number is higher than letters.
            return isNumber ? 1 : -1;
        }

        var segmentX = x[..lengthX];
        var segmentY = y[..lengthY];
        x = x[lengthX..];
        y = y[lengthY..];
        if (!isNumber)
        {
            return segmentX.SequenceCompareTo(segmentY);
        }

        segmentX = segmentX.TrimStart('0');
        segmentY = segmentY.TrimStart('0');
        return segmentX.Length != segmentY.Length ? segmentX.Length.CompareTo(segmentY.Length) : segmentX.SequenceCompareTo(segmentY);
    }

    private static int LengthOf(ReadOnlySpan<char> text, bool isNumber)
    {
        var length = 0;
        while (length < text.Length && (isNumber ? char.IsAsciiDigit(text[length]) : char.IsAsciiLetter(text[length])))
        {
            length++;
        }

        return length;
    }
}
