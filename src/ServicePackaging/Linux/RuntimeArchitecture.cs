using ServicePackaging.Diagnostics;

namespace ServicePackaging.Linux;

/// <summary>A package manager's name of the architecture that was published for.</summary>
internal static class RuntimeArchitecture
{
    /// <summary>The name, or null when there is none, which is reported.</summary>
    /// <param name="names">The package manager's names by runtime identifier.</param>
    /// <param name="runtimeIdentifier">What was published for.</param>
    /// <param name="family">How a message calls the systems.</param>
    /// <param name="format">How a message calls the format.</param>
    /// <param name="diagnostics">Receives the fault.</param>
    public static string? Find(
        IReadOnlyDictionary<string, string> names, string runtimeIdentifier, string family, string format, DiagnosticBag diagnostics)
    {
        if (names.TryGetValue(runtimeIdentifier, out var name))
        {
            return name;
        }

        var architecture = runtimeIdentifier[(runtimeIdentifier.LastIndexOf('-') + 1)..];
        if (runtimeIdentifier.StartsWith("linux-musl-", StringComparison.Ordinal) || runtimeIdentifier.StartsWith("linux-bionic-", StringComparison.Ordinal))
        {
            diagnostics.Report(DiagnosticCatalog.CLibraryMismatch, runtimeIdentifier, family, "linux-" + architecture);
        }
        else if (!runtimeIdentifier.StartsWith("linux-", StringComparison.Ordinal))
        {
            diagnostics.Report(DiagnosticCatalog.FormatNeedsOtherRuntimeIdentifier, format, runtimeIdentifier, "linux-x64");
        }
        else
        {
            diagnostics.Report(DiagnosticCatalog.UnknownArchitecture, runtimeIdentifier, family, string.Join(", ", names.Keys.Order(StringComparer.Ordinal)));
        }

        return null;
    }
}
