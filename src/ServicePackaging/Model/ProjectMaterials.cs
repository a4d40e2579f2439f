namespace ServicePackaging.Model;

/// <summary>Everything that the program was built from.</summary>
/// <param name="Items">The materials.</param>
/// <param name="Origins">The names of the packages that published files come from, by the paths of the files in the published
/// output.</param>
internal sealed record ProjectMaterials(IReadOnlyList<Material> Items, IReadOnlyDictionary<string, string> Origins)
{
    /// <summary>The materials of a program that was not built with .NET.</summary>
    public static readonly ProjectMaterials None = new([], new Dictionary<string, string>());
}
