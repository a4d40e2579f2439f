namespace ServicePackaging.Msi.Schema;

/// <summary>Which choices a user has for a feature (Microsoft, "Feature Table", Attributes).</summary>
[Flags]
internal enum MsiFeatureAttributes
{
    /// <summary>The feature is installed on the machine itself.</summary>
    None = 0,

    /// <summary>The feature runs from its source.</summary>
    FavorSource = 1,

    /// <summary>The feature is installed as its parent is.</summary>
    FollowParent = 2,

    /// <summary>The feature is advertised.</summary>
    FavorAdvertise = 4,

    /// <summary>The feature cannot be advertised.</summary>
    DisallowAdvertise = 8,

    /// <summary>The user cannot leave the feature out.</summary>
    DisallowAbsent = 16,
}
