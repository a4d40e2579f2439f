namespace ServicePackaging.Msi.Schema;

/// <summary>How a dialog shows a feature (Microsoft, "Feature Table", Display): an odd number shows it expanded, an even one
/// collapsed, and the numbers give the order.</summary>
internal enum MsiFeatureDisplay
{
    /// <summary>The feature is not shown.</summary>
    Hidden = 0,

    /// <summary>The first feature, expanded.</summary>
    Expanded = 1,

    /// <summary>The first feature, collapsed.</summary>
    Collapsed = 2,
}
