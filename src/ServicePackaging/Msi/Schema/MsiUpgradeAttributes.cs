namespace ServicePackaging.Msi.Schema;

/// <summary>Which products an upgrade finds, and what it does with them (Microsoft, "Upgrade Table", Attributes).</summary>
[Flags]
internal enum MsiUpgradeAttributes
{
    /// <summary>Products between the two versions, both exclusive, are removed.</summary>
    None = 0,

    /// <summary>The choice of features is kept.</summary>
    MigrateFeatures = 1,

    /// <summary>Products are found and not removed.</summary>
    OnlyDetect = 2,

    /// <summary>The installation goes on if a removal fails.</summary>
    IgnoreRemoveFailure = 4,

    /// <summary>The lower version is part of the range.</summary>
    VersionMinInclusive = 256,

    /// <summary>The upper version is part of the range.</summary>
    VersionMaxInclusive = 512,

    /// <summary>The languages are those that are not found.</summary>
    LanguagesExclusive = 1024,
}
