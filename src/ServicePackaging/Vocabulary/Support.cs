using ServicePackaging.Model;

namespace ServicePackaging.Vocabulary;

/// <summary>What one service manager does with a property or item, or with some of its values.</summary>
/// <param name="Subject">The property or item.</param>
/// <param name="Metadata">The metadata of the item that is meant; null for the item itself.</param>
internal sealed record Support(INamedRow Subject, INamedRow? Metadata = null)
{
    // What happens to a property that only some service managers support.
    private const string RunsWithout = "The service runs without it.";

    /// <summary>What it becomes in the service manager's own terms; null if this row is about an unsupported value.</summary>
    public string? Native { get; private init; }

    /// <summary>Finds a value that is set and not supported; null if there is none. If the value is a directory, it is the name of its
    /// property.</summary>
    public Func<ServiceDefinition, object?> FindUnsupported { get; private init; } = _ => null;

    /// <summary>What happens instead, as a sentence.</summary>
    public string Consequence { get; private init; } = RunsWithout;

    /// <summary>What happens instead to a service of each user, if that differs.</summary>
    public string? ConsequenceForUser { get; private init; }

    /// <summary>How a message names the subject.</summary>
    public string Name => Metadata is null ? Subject.Name : $"{Subject.Name} {Metadata.Name}";

    /// <summary>A property or item that the service manager has an equivalent of.</summary>
    public static Support Mapped(INamedRow subject, string native) => new(subject) { Native = native };

    /// <summary>A property that the service manager has no equivalent of, whatever its value.</summary>
    public static Support Unsupported(ServiceProperty property, string consequence = RunsWithout, string? forUser = null) =>
        Unsupported(property, property.FindValue, consequence, forUser);

    /// <summary>A property or item of which some values are not supported.</summary>
    public static Support Unsupported(
        INamedRow subject, Func<ServiceDefinition, object?> find, string consequence, string? forUser = null) =>
        Unsupported(subject, null, find, consequence, forUser);

    /// <summary>A piece of metadata of which some values are not supported.</summary>
    public static Support Unsupported(
        INamedRow subject, INamedRow? metadata, Func<ServiceDefinition, object?> find, string consequence, string? forUser = null) =>
        new(subject, metadata) { FindUnsupported = find, Consequence = consequence, ConsequenceForUser = forUser };
}
