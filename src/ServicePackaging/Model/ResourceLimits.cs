namespace ServicePackaging.Model;

/// <summary>What a service may use; null means that the package sets no limit.</summary>
public sealed record ResourceLimits
{
    /// <summary>Memory at which it is killed.</summary>
    public string? MemoryMax { get; init; }

    /// <summary>Memory at which it is slowed and reclaimed from.</summary>
    public string? MemoryHigh { get; init; }

    /// <summary>Swap space.</summary>
    public string? MemorySwapMax { get; init; }

    /// <summary>Processor time in percent of one processor.</summary>
    public int? CpuQuota { get; init; }

    /// <summary>Share of processor time under contention, from 1 to 10000; 100 is the usual share.</summary>
    public int? CpuWeight { get; init; }

    /// <summary>Share of I/O under contention, from 1 to 10000; 100 is the usual share.</summary>
    public int? IoWeight { get; init; }

    /// <summary>Threads and processes of this service.</summary>
    public int? Tasks { get; init; }

    /// <summary>Open files of each process.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>Processes of the service's user.</summary>
    public int? Processes { get; init; }

    /// <summary>How readily the kernel kills it when memory is short, from -1000 (never) to 1000.</summary>
    public int? OomScoreAdjust { get; init; }
}
