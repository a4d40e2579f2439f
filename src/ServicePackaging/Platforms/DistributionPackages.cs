using System.Collections.Frozen;

namespace ServicePackaging.Platforms;

/// <summary>The names of packages of Linux distributions that contain a service.</summary>
internal static class DistributionPackages
{
    // The names of Debian 12, Debian 13 and Fedora, which tests/Scripts/distribution-packages.sh collects.
    private static readonly Lazy<FrozenSet<string>> Names = new(Read);

    /// <summary>Whether a distribution has a package of that name, which contains a service.</summary>
    public static bool Contains(string name) => Names.Value.Contains(name);

    private static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(
            typeof(DistributionPackages).Assembly.GetManifestResourceStream(nameof(DistributionPackages))!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
