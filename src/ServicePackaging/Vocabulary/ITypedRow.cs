using ServicePackaging.Values;

namespace ServicePackaging.Vocabulary;

/// <summary>A name of the vocabulary.</summary>
internal interface INamedRow
{
    /// <summary>The name as a developer writes it.</summary>
    string Name { get; }
}

/// <summary>A name of the vocabulary whose value is of one kind.</summary>
internal interface ITypedRow<T> : INamedRow
{
    /// <summary>How the value is read and written.</summary>
    ValueKind<T> Kind { get; }

    /// <summary>The value when nothing is set, unless it is computed.</summary>
    T Default { get; }
}
