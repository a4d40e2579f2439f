namespace ServicePackaging.Model;

/// <summary>When an upgrade stops the old process.</summary>
public enum ServiceUpgradeMode
{
    /// <summary>Before its files are replaced: a process never loads assemblies of two versions.</summary>
    StopBefore,

    /// <summary>After its files are replaced: the shortest interruption, for programs of a single file.</summary>
    RestartAfter,
}
