namespace ServicePackaging.Formats.Rpm;

/// <summary>The relation of a package to another package.</summary>
public enum RpmRelationKind
{
    /// <summary>The package provides the name.</summary>
    Provides,

    /// <summary>The package cannot be installed without the other.</summary>
    Requires,

    /// <summary>The other package is installed with this one by default.</summary>
    Recommends,

    /// <summary>The other package complements this one.</summary>
    Suggests,

    /// <summary>The package is installed by default if the other is installed.</summary>
    Supplements,

    /// <summary>The package complements the other if that is installed.</summary>
    Enhances,

    /// <summary>The package cannot be installed together with the other.</summary>
    Conflicts,

    /// <summary>The package replaces the other.</summary>
    Obsoletes,

    /// <summary>The package is installed after the other if both are in one transaction.</summary>
    OrderWithRequires,
}

/// <summary>The comparison of a relation and when it applies (rpm, include/rpm/rpmds.h).</summary>
[Flags]
public enum RpmSense
{
    /// <summary>Any version.</summary>
    None = 0,

    /// <summary>Lower versions.</summary>
    Less = 1 << 1,

    /// <summary>Higher versions.</summary>
    Greater = 1 << 2,

    /// <summary>The version itself.</summary>
    Equal = 1 << 3,

    /// <summary>For %posttrans.</summary>
    PostTransaction = 1 << 5,

    /// <summary>For %pretrans.</summary>
    PreTransaction = 1 << 7,

    /// <summary>A scriptlet's interpreter.</summary>
    Interpreter = 1 << 8,

    /// <summary>For %pre.</summary>
    PreInstall = 1 << 9,

    /// <summary>For %post.</summary>
    PostInstall = 1 << 10,

    /// <summary>For %preun.</summary>
    PreUninstall = 1 << 11,

    /// <summary>For %postun.</summary>
    PostUninstall = 1 << 12,

    /// <summary>For %verifyscript.</summary>
    Verify = 1 << 13,

    /// <summary>A requirement that was detected, not specified.</summary>
    FoundRequirement = 1 << 14,

    /// <summary>A provide that was detected, not specified.</summary>
    FoundProvide = 1 << 15,

    /// <summary>A trigger that waits for an installation.</summary>
    TriggerIn = 1 << 16,

    /// <summary>For %preuntrans.</summary>
    PreUntransaction = 1 << 20,

    /// <summary>For %postuntrans.</summary>
    PostUntransaction = 1 << 21,

    /// <summary>A feature of rpm itself.</summary>
    RpmLib = 1 << 24,

    /// <summary>A relation of the package's configuration files.</summary>
    Config = 1 << 28,

    /// <summary>Not relevant for the order of installation.</summary>
    Meta = 1 << 29,
}

/// <summary>A relation to another package, or to a capability that packages provide.</summary>
/// <param name="Kind">The list that contains it.</param>
/// <param name="Name">A package, a path, a capability such as <c>config(x)</c>, or a rich relation in parentheses.</param>
/// <param name="Sense">With a version, at least one of Less, Greater and Equal; without a version, none of them.</param>
/// <param name="Version"><c>[epoch:]version[-release]</c>, or empty.</param>
public sealed record RpmRelation(RpmRelationKind Kind, string Name, RpmSense Sense = RpmSense.None, string Version = "")
{
    /// <summary>The bits that compare versions.</summary>
    public const RpmSense Comparison = RpmSense.Less | RpmSense.Greater | RpmSense.Equal;
}
