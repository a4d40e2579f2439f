using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi;

/// <summary>A custom action (Microsoft, "CustomAction Table").</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is and how it runs: one of the constants here.</param>
/// <param name="Source">The property that it sets, or the directory in which it runs a command line.</param>
/// <param name="Target">The value or the command line, as a formatted text.</param>
/// <param name="Condition">When it is needed, or null for always.</param>
/// <param name="When">Its position in the sequence of actions.</param>
internal sealed record MsiAction(string Name, MsiActionTypes Type, string Source, string Target, string? Condition, MsiRelation When)
{
    /// <summary>Sets a property.</summary>
    public const MsiActionTypes SetProperty = MsiActionTypes.SetProperty;

    /// <summary>Runs a command line as SYSTEM in the part of the installation that changes the machine.</summary>
    public const MsiActionTypes Run = MsiActionTypes.RunCommand | MsiActionTypes.InScript | MsiActionTypes.NoImpersonation;

    /// <summary>The same; the result does not matter.</summary>
    public const MsiActionTypes TryRun = Run | MsiActionTypes.Continue;

    /// <summary>The same, if the installation is rolled back.</summary>
    public const MsiActionTypes TryRunAtRollback = TryRun | MsiActionTypes.Rollback;

    /// <summary>Whether the product is removed, by the administrator or for another version.</summary>
    public const string IsAnyRemoval = "REMOVE=\"ALL\"";

    /// <summary>Whether the product is removed, and not because another version replaces it.</summary>
    public const string IsRemoval = IsAnyRemoval + " AND NOT UPGRADINGPRODUCTCODE";

    /// <summary>The command line of a command of cmd. It does not read the machine's settings: one of them is a program that every cmd
    /// runs, another one replaces text between exclamation marks.</summary>
    public static string Cmd(MsiProduct product, string command) => $"\"[{product.SystemFolder}]cmd.exe\" /d /v:off /c {command}";

    /// <summary>The row that defines it.</summary>
    public MsiRow Definition => MsiTables.CustomAction.Row(Name, (int)Type, Source, Target, MsiValue.Null);

    /// <summary>The sequences that run it. A property is set in the user interface and in the execution, because either may be the first to
    /// need it.</summary>
    public IReadOnlyList<MsiTable> Sequences => Type == SetProperty
        ? [MsiTables.InstallExecuteSequence, MsiTables.InstallUISequence]
        : [MsiTables.InstallExecuteSequence];
}
