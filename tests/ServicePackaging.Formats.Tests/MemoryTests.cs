namespace ServicePackaging.Formats.Tests;

/// <summary>Tests that measure the memory of the process, and therefore run when no other tests run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryTests
{
    public const string Name = "Memory";
}
