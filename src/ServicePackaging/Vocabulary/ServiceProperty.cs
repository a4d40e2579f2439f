using ServicePackaging.Model;
using ServicePackaging.Values;

namespace ServicePackaging.Vocabulary;

/// <summary>A property that a developer may set.</summary>
/// <param name="name">The MSBuild property.</param>
/// <param name="scope">What it is about.</param>
/// <param name="meaning">What it means, for the reference.</param>
internal abstract class ServiceProperty(string name, PropertyScope scope, string meaning) : INamedRow
{
    private const string Prefix = "Service";

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>What it is about.</summary>
    public PropertyScope Scope => scope;

    /// <summary>What it means, for the reference.</summary>
    public string Meaning => meaning;

    /// <summary>What holds when it is not set, for the reference, where that is computed;
    /// null where it is the default value itself.</summary>
    public string? DefaultNote { get; init; }

    /// <summary>The property of the .NET SDK whose value it has when it is not set; null for none.</summary>
    public string? ProjectProperty { get; init; }

    /// <summary>Whether a platform's prefix may precede the name.</summary>
    public bool HasPlatformForms => scope is PropertyScope.Service or PropertyScope.Instance;

    /// <summary>The metadata of ServiceInstance that replaces the property for one instance; null where there is none.</summary>
    public string? InstanceMetadata => scope == PropertyScope.Instance ? name[Prefix.Length..] : null;

    /// <summary>What its values look like.</summary>
    public abstract IValueKind ValueKind { get; }

    /// <summary>What holds when it is not set, for the reference.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The value when it is not set; null if that is computed or if there is none.</summary>
    public abstract string? LiteralDefault { get; }

    /// <summary>Whether a value goes to the model without further knowledge.</summary>
    public abstract bool IsApplied { get; }

    /// <summary>Puts a value into the model.</summary>
    /// <param name="definition">The model.</param>
    /// <param name="text">The value as it was written.</param>
    /// <param name="refuse">Is told what to write instead when the value is of the wrong kind.</param>
    public abstract ServiceDefinition Apply(ServiceDefinition definition, string text, Action<string> refuse);

    /// <summary>The value in the model as text; null where it is the default.</summary>
    public abstract string? FindValue(ServiceDefinition definition);

    /// <inheritdoc/>
    public override string ToString() => name;
}

/// <summary>A property whose value is of one kind.</summary>
/// <param name="name">The MSBuild property.</param>
/// <param name="scope">What it is about.</param>
/// <param name="kind">How the value is read and written.</param>
/// <param name="defaultValue">The value when it is not set.</param>
/// <param name="meaning">What it means, for the reference.</param>
internal sealed class ServiceProperty<T>(string name, PropertyScope scope, ValueKind<T> kind, T defaultValue, string meaning)
    : ServiceProperty(name, scope, meaning), ITypedRow<T>
{
    private const string NoDefault = "none";

    /// <inheritdoc/>
    public ValueKind<T> Kind => kind;

    /// <inheritdoc/>
    public T Default => defaultValue;

    /// <summary>Where the model has the value; null where a reader of its own decides on it.</summary>
    public Func<ServiceDefinition, T>? Get { get; init; }

    /// <summary>The model with another value; null where a reader of its own decides on it.</summary>
    public Func<ServiceDefinition, T, ServiceDefinition>? Set { get; init; }

    /// <inheritdoc/>
    public override IValueKind ValueKind => kind;

    /// <inheritdoc/>
    public override string DefaultText => DefaultNote ?? (LiteralDefault is { } text ? $"`{text}`" : NoDefault);

    /// <inheritdoc/>
    public override string? LiteralDefault => DefaultNote is null && kind.Format(defaultValue) is { Length: > 0 } text ? text : null;

    /// <inheritdoc/>
    public override bool IsApplied => Set is not null;

    /// <inheritdoc/>
    public override ServiceDefinition Apply(ServiceDefinition definition, string text, Action<string> refuse)
    {
        if (kind.TryParse(text, out var value))
        {
            return Set!(definition, value);
        }

        refuse(kind.Expected);
        return definition;
    }

    /// <inheritdoc/>
    public override string? FindValue(ServiceDefinition definition) =>
        Get is not null && Get(definition) is var value && !EqualityComparer<T>.Default.Equals(value, defaultValue)
            ? kind.Format(value)
            : null;
}
