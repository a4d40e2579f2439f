using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi;

/// <summary>An action beside Windows Installer's own (Microsoft, "CustomAction Table").</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is and when it runs: one of the constants here.</param>
/// <param name="Source">What the type says: a property or a directory.</param>
/// <param name="Target">A value or a command line, formatted.</param>
/// <param name="Condition">When it is done, or null for always.</param>
/// <param name="Sequence">Its place among the actions.</param>
internal sealed record MsiAction(string Name, int Type, string Source, string Target, string? Condition, int Sequence)
{
    /// <summary>Sets a property (Microsoft, "Custom Action Type 51").</summary>
    public const int SetProperty = 51;

    /// <summary>Runs a command line ("Custom Action Type 34") in the changing part of the installation (1024) as SYSTEM (2048).</summary>
    public const int Run = 34 + 1024 + 2048;

    /// <summary>The same; what it returns does not matter (64).</summary>
    public const int TryRun = Run + 64;

    /// <summary>The same, run when the installation is taken back (256).</summary>
    public const int TryRunAtRollback = TryRun + 256;

    /// <summary>True when the installation is about to end without the product, and not to be followed by another version of it.</summary>
    public const string IsRemoval = "REMOVE=\"ALL\" AND NOT UPGRADINGPRODUCTCODE";

    /// <summary>True when another version of the product removes this one and is about to take its place.</summary>
    public const string IsReplacement = "UPGRADINGPRODUCTCODE AND REMOVE=\"ALL\"";

    /// <summary>The row that says what it does.</summary>
    public MsiRow Definition => MsiTables.CustomAction.Row(Name, Type, Source, Target, MsiValue.Null);

    /// <summary>The rows that say when. A property is set on both sides of a user interface, of which either may be the first to need it.</summary>
    public IEnumerable<MsiRow> Steps => Type == SetProperty
        ? [MsiTables.InstallExecuteSequence.Row(Name, Condition, Sequence), MsiTables.InstallUISequence.Row(Name, Condition, Sequence)]
        : [MsiTables.InstallExecuteSequence.Row(Name, Condition, Sequence)];
}
