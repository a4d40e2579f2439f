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

    /// <summary>A description of the default, for the reference, if the default is computed; null if it is the default value
    /// itself.</summary>
    public string? DefaultNote { get; init; }

    /// <summary>The property of the .NET SDK that supplies the value if it is not set; null if there is none.</summary>
    public string? ProjectProperty { get; init; }

    /// <summary>Whether it is about the service.</summary>
    public bool IsOfService => scope is PropertyScope.Service or PropertyScope.Instance;

    /// <summary>Whether its value is part of the model.</summary>
    public bool IsOfModel => IsOfService || scope == PropertyScope.Package;

    /// <summary>Whether a platform's prefix may precede the name.</summary>
    public bool HasPlatformForms => IsOfService
        || (scope == PropertyScope.Signing && name.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>The form of the name that a developer sets for one platform.</summary>
    public string NameFor(Platform platform) => HasPlatformForms ? platform + name : name;

    /// <summary>The metadata of ServiceInstance that replaces the property for one instance; null if there is none.</summary>
    public string? InstanceMetadata => scope == PropertyScope.Instance ? name[Prefix.Length..] : null;

    /// <summary>What its values look like.</summary>
    public abstract IValueKind ValueKind { get; }

    /// <summary>The default, for the reference.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The value when it is not set; null if that is computed or if there is none.</summary>
    public abstract string? LiteralDefault { get; }

    /// <summary>Whether a value is put into the model without a separate reader.</summary>
    public abstract bool IsApplied { get; }

    /// <summary>Puts a value into the model.</summary>
    /// <param name="definition">The model.</param>
    /// <param name="text">The value as it was written.</param>
    /// <param name="refuse">Is called with what to write instead if the value is of the wrong kind.</param>
    public abstract ServiceDefinition Apply(ServiceDefinition definition, string text, Action<string> refuse);

    /// <summary>The value in the model as text; null if it is the default.</summary>
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

    /// <summary>Returns the value in the model; null if a separate reader handles it.</summary>
    public Func<ServiceDefinition, T>? Get { get; init; }

    /// <summary>Returns the model with another value; null if a separate reader handles it.</summary>
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
