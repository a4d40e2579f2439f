namespace ServicePackaging.Build.Signing;

/// <summary>A setting with the name of the property that it was set by, for messages.</summary>
/// <param name="Property">The property, with its platform's prefix if that was set.</param>
/// <param name="Value">The value.</param>
internal sealed record NamedValue(string Property, string Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Property} '{Value}'";
}
