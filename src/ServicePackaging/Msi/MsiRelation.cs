namespace ServicePackaging.Msi;

/// <summary>Where a custom action runs: after or before one of Windows Installer's own actions.</summary>
internal readonly record struct MsiRelation
{
    private MsiRelation(StandardAction anchor, bool isAfter)
    {
        Anchor = anchor;
        IsAfter = isAfter;
    }

    /// <summary>The action of Windows Installer.</summary>
    public StandardAction Anchor { get; }

    /// <summary>Whether the custom action runs after it.</summary>
    public bool IsAfter { get; }

    /// <summary>After an action, and before the next one of Windows Installer.</summary>
    public static MsiRelation After(StandardAction anchor) => new(anchor, isAfter: true);

    /// <summary>Before an action, and after the previous one of Windows Installer and the custom actions that follow that one.</summary>
    public static MsiRelation Before(StandardAction anchor) => new(anchor, isAfter: false);

    /// <inheritdoc/>
    public override string ToString() => $"{(IsAfter ? "after" : "before")} {Anchor}";
}
