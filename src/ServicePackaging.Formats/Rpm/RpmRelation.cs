namespace ServicePackaging.Formats.Rpm;

/// <summary>How a package stands to another.</summary>
public enum RpmRelationKind
{
    /// <summary>It offers what the name says.</summary>
    Provides,

    /// <summary>It cannot be installed without.</summary>
    Requires,

    /// <summary>It is installed with it by default.</summary>
    Recommends,

    /// <summary>It goes well with it.</summary>
    Suggests,

    /// <summary>It is installed by default where the other is.</summary>
    Supplements,

    /// <summary>It goes well where the other is.</summary>
    Enhances,

    /// <summary>It cannot be installed with it.</summary>
    Conflicts,

    /// <summary>It takes the other's place.</summary>
    Obsoletes,

    /// <summary>It comes after the other, if both are in one transaction.</summary>
    OrderWithRequires,
}

/// <summary>What a relation compares and when it counts (rpm, include/rpm/rpmds.h).</summary>
[Flags]
public enum RpmSense
{
    /// <summary>Any version.</summary>
    None = 0,

    /// <summary>Versions below.</summary>
    Less = 1 << 1,

    /// <summary>Versions above.</summary>
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

    /// <summary>A requirement that was found, not said.</summary>
    FoundRequirement = 1 << 14,

    /// <summary>A provide that was found, not said.</summary>
    FoundProvide = 1 << 15,

    /// <summary>For %preuntrans.</summary>
    PreUntransaction = 1 << 20,

    /// <summary>For %postuntrans.</summary>
    PostUntransaction = 1 << 21,

    /// <summary>A feature of rpm itself.</summary>
    RpmLib = 1 << 24,

    /// <summary>Of a package's configuration files.</summary>
    Config = 1 << 28,

    /// <summary>For no order of installation.</summary>
    Meta = 1 << 29,
}

/// <summary>A relation to another package, or to something that packages provide.</summary>
/// <param name="Kind">Which of the lists it is in.</param>
/// <param name="Name">A package, a path, a capability such as <c>config(x)</c>, or a rich relation in parentheses.</param>
/// <param name="Sense">With a version, at least one of Less, Greater and Equal; without, none of them.</param>
/// <param name="Version"><c>[epoch:]version[-release]</c>, or empty.</param>
public sealed record RpmRelation(RpmRelationKind Kind, string Name, RpmSense Sense = RpmSense.None, string Version = "")
{
    /// <summary>The bits that compare versions.</summary>
    public const RpmSense Comparison = RpmSense.Less | RpmSense.Greater | RpmSense.Equal;
}
