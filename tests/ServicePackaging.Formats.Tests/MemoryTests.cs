namespace ServicePackaging.Formats.Tests;

/// <summary>Tests that measure the memory of the process, and so run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryTests
{
    public const string Name = "Memory";
}
