using System.Collections.Frozen;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Deb;

/// <summary>Debian's names for architectures (dpkg-architecture -L).</summary>
internal static class DebArchitecture
{
    private static readonly FrozenDictionary<string, string> ByRuntimeIdentifier = new Dictionary<string, string>
    {
        ["linux-x64"] = "amd64",
        ["linux-x86"] = "i386",
        ["linux-arm64"] = "arm64",
        ["linux-arm"] = "armhf",
        ["linux-s390x"] = "s390x",
        ["linux-ppc64le"] = "ppc64el",
        ["linux-riscv64"] = "riscv64",
        ["linux-loongarch64"] = "loong64",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The architecture of a publish; one that Debian does not have is reported.</summary>
    public static string For(string runtimeIdentifier, DiagnosticBag diagnostics)
    {
        if (ByRuntimeIdentifier.TryGetValue(runtimeIdentifier, out var name))
        {
            return name;
        }

        var architecture = runtimeIdentifier[(runtimeIdentifier.LastIndexOf('-') + 1)..];
        if (runtimeIdentifier.StartsWith("linux-musl-", StringComparison.Ordinal) || runtimeIdentifier.StartsWith("linux-bionic-", StringComparison.Ordinal))
        {
            diagnostics.Report(DiagnosticCatalog.CLibraryMismatch, runtimeIdentifier, "Debian", "linux-" + architecture);
        }
        else if (!runtimeIdentifier.StartsWith("linux-", StringComparison.Ordinal))
        {
            diagnostics.Report(DiagnosticCatalog.FormatNeedsOtherRuntimeIdentifier, PackageFormatNames.Deb, runtimeIdentifier, "linux-x64");
        }
        else
        {
            diagnostics.Report(
                DiagnosticCatalog.UnknownArchitecture, runtimeIdentifier, "Debian", string.Join(", ", ByRuntimeIdentifier.Keys.Order(StringComparer.Ordinal)));
        }

        return "all";
    }
}
