using ServicePackaging.Values;

namespace ServicePackaging.Vocabulary;

/// <summary>A piece of metadata of an item.</summary>
/// <param name="name">Its name.</param>
/// <param name="meaning">What it means, for editors and the reference.</param>
/// <param name="values">The valid values, for the reference, if that is a list or needs an example.</param>
internal abstract class ItemMetadata(string name, string meaning, string values) : INamedRow
{
    /// <inheritdoc/>
    public string Name => name;

    /// <summary>What it means, for editors and the reference.</summary>
    public string Meaning => meaning;

    /// <summary>What it may be, for the reference.</summary>
    public string Values => values;

    /// <summary>Whether it may name several values, joined with <c>;</c>.</summary>
    public bool IsList { get; init; }

    /// <summary>What its values look like.</summary>
    public abstract IValueKind ValueKind { get; }

    /// <summary>The value when it is not set; empty if there is none.</summary>
    public abstract string DefaultText { get; }

    /// <inheritdoc/>
    public override string ToString() => name;
}

/// <summary>A piece of metadata whose value is of one kind.</summary>
/// <param name="name">Its name.</param>
/// <param name="kind">How the value is read and written.</param>
/// <param name="defaultValue">The value when it is not set.</param>
/// <param name="meaning">What it means, for editors and the reference.</param>
/// <param name="values">What it may be, for the reference.</param>
internal sealed class ItemMetadata<T>(string name, ValueKind<T> kind, T defaultValue, string meaning, string values = "")
    : ItemMetadata(name, meaning, values), ITypedRow<T>
{
    /// <inheritdoc/>
    public ValueKind<T> Kind => kind;

    /// <inheritdoc/>
    public T Default => defaultValue;

    /// <inheritdoc/>
    public override IValueKind ValueKind => kind;

    /// <inheritdoc/>
    public override string DefaultText => kind.Format(defaultValue);
}
