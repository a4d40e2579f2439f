using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Platforms;

/// <summary>Finds a package format's name for the published architecture.</summary>
internal static class ArchitectureNames
{
    // An example for messages.
    private static readonly Dictionary<Platform, string> Usual = new()
    {
        [Platform.Linux] = "linux-x64",
        [Platform.MacOS] = "osx-arm64",
        [Platform.Windows] = "win-x64",
    };

    /// <summary>The name; null if there is none, which is reported.</summary>
    /// <param name="names">The format's names by .NET's.</param>
    /// <param name="runtimeIdentifier">The published runtime identifier.</param>
    /// <param name="platform">The platform of the format's packages.</param>
    /// <param name="family">How a message names the systems.</param>
    /// <param name="format">The format's name.</param>
    /// <param name="diagnostics">Receives the fault.</param>
    public static string? Find(
        IReadOnlyDictionary<string, string> names, RuntimeIdentifier runtimeIdentifier, Platform platform, string family, string format,
        DiagnosticBag diagnostics)
    {
        if (runtimeIdentifier.Platform != platform)
        {
            diagnostics.Report(
                DiagnosticCatalog.FormatNeedsOtherRuntimeIdentifier, RuntimeIdentifierSource.CommandLine, format, runtimeIdentifier,
                Usual[platform]);
        }
        else if (runtimeIdentifier.CLibrary.Length > 0)
        {
            diagnostics.Report(DiagnosticCatalog.CLibraryMismatch, runtimeIdentifier, family, runtimeIdentifier with { CLibrary = "" });
        }
        else if (names.TryGetValue(runtimeIdentifier.Architecture, out var name))
        {
            return name;
        }
        else
        {
            var known = names.Keys.Select(architecture => (runtimeIdentifier with { Architecture = architecture }).ToString());
            diagnostics.Report(
                DiagnosticCatalog.UnknownArchitecture, runtimeIdentifier, family, string.Join(", ", known.Order(StringComparer.Ordinal)));
        }

        return null;
    }
}
