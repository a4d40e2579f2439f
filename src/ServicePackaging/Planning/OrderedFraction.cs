namespace ServicePackaging.Planning;

/// <summary>A number between 0 and 1 for a sequence of choices. Sequences sort as their numbers do: each choice narrows the interval of the
/// choices before it, as in arithmetic coding, so that probable choices leave more room for later ones.</summary>
internal sealed class OrderedFraction
{
    private const int Bits = 96;

    private UInt128 _low = UInt128.Zero;
    private UInt128 _width = UInt128.One << Bits;

    /// <summary>Narrows the number to one part of its interval.</summary>
    /// <param name="before">The size of all parts before this one.</param>
    /// <param name="size">The size of the part.</param>
    /// <param name="total">The size of all parts; at most 2^32.</param>
    public void Choose(long before, long size, long total)
    {
        _low += _width * (UInt128)before / (UInt128)total;
        _width = _width * (UInt128)size / (UInt128)total;
    }

    /// <summary>Narrows the number to the part of an integer. Integers beyond the last band share its last part.</summary>
    /// <param name="bands">The bands, in order, from 0.</param>
    /// <param name="value">The integer; at least 0.</param>
    public void Choose(IReadOnlyList<NumberBand> bands, long value)
    {
        var first = 0L;
        var before = 0;
        var total = bands.Sum(band => band.Weight);
        foreach (var band in bands)
        {
            if (value < first + band.Count || band == bands[^1])
            {
                Choose(before, band.Weight, total);
                Choose(Math.Min(value - first, band.Count - 1), 1, band.Count);
                return;
            }

            first += band.Count;
            before += band.Weight;
        }
    }

    /// <summary>The number as a share of a whole, rounded down.</summary>
    /// <param name="whole">At most 2^32.</param>
    public long Of(long whole) => (long)(_low * (UInt128)whole >> Bits);
}

/// <summary>Consecutive integers that are equally probable.</summary>
/// <param name="Count">How many.</param>
/// <param name="Weight">The probability of all of them together, relative to that of the other bands.</param>
internal sealed record NumberBand(int Count, int Weight);
