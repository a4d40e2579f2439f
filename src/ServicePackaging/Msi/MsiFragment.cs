using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Msi;

/// <summary>What one concern adds to a package. <see cref="MsiComposition"/> merges the fragments of all.</summary>
internal sealed record MsiFragment
{
    /// <summary>Adds nothing.</summary>
    public static MsiFragment Empty { get; } = new();

    /// <summary>Files and directories, whose rows follow from them.</summary>
    public IReadOnlyList<MsiItem> Items { get; init; } = [];

    /// <summary>Rows of all tables but those of items, directories and actions.</summary>
    public IReadOnlyList<MsiRow> Rows { get; init; } = [];

    /// <summary>Custom actions. Those with the same relation run in this order.</summary>
    public IReadOnlyList<MsiAction> Actions { get; init; } = [];
}
