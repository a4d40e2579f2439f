namespace ServicePackaging.Model;

/// <summary>A native relation to another package.</summary>
/// <param name="Kind">The relation's native name, such as Recommends.</param>
/// <param name="Name">The other package, or alternatives.</param>
/// <param name="Version">Operator and version, or null.</param>
public sealed record PackageRelation(string Kind, string Name, string? Version)
{
    /// <summary>The kind that leaves a computed relation out and has none instead.</summary>
    public const string NoRelation = "None";

    private static readonly char[] OperatorCharacters = ['<', '=', '>'];

    /// <summary>The comparison that <see cref="Version"/> begins with; empty without a version.</summary>
    public string Operator => Version is { } text ? text[..^text.TrimStart(OperatorCharacters).Length] : "";

    /// <summary>The version that is compared with; empty without one.</summary>
    public string ComparedVersion => Version is { } text ? text.TrimStart(OperatorCharacters).Trim() : "";
}
