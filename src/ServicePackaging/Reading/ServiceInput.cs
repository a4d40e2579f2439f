using ServicePackaging.Model;

namespace ServicePackaging.Reading;

/// <summary>What the developer wrote, before it is interpreted: the vocabulary's properties and items as text.</summary>
public sealed record ServiceInput
{
    /// <summary>The properties that have a value, by name, platform-prefixed ones included (<c>LinuxServiceUser</c>).</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>The items, by the name of the item type, in the order they were declared.</summary>
    public required ILookup<string, InputItem> Items { get; init; }

    /// <summary>What the build itself knows about the project.</summary>
    public required ProjectFacts Project { get; init; }

    /// <summary>The path of each published file in the published output, by the absolute path that it was published from.</summary>
    public IReadOnlyDictionary<string, string> PublishedPaths { get; init; } = new Dictionary<string, string>();

    /// <summary>The files that items name.</summary>
    public required ISourceFiles Sources { get; init; }
}
