namespace ServicePackaging.Sbom;

/// <summary>Writes package URLs (https://github.com/package-url/purl-spec): one address for a package in every tool.</summary>
internal static class PackageUrl
{
    /// <summary>The type of packages that come from a NuGet feed.</summary>
    public const string NuGet = "nuget";

    /// <summary>The type of software that is in no registry.</summary>
    public const string Generic = "generic";

    /// <summary>Returns the address of a version of a package.</summary>
    public static string Of(string type, string name, string version) =>
        $"pkg:{type}/{Uri.EscapeDataString(name)}@{Uri.EscapeDataString(version)}";
}
