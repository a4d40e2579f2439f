using System.Collections.Frozen;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>A package manager's name of the architecture that was published for.</summary>
internal static class RuntimeArchitecture
{
    // System V ABI, e_machine.
    private static readonly FrozenDictionary<string, int> Machines = new Dictionary<string, int>
    {
        ["linux-x64"] = 62,
        ["linux-x86"] = 3,
        ["linux-arm64"] = 183,
        ["linux-arm"] = 40,
        ["linux-s390x"] = 22,
        ["linux-ppc64le"] = 21,
        ["linux-riscv64"] = 243,
        ["linux-loongarch64"] = 258,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name for a package; faults are reported.</summary>
    /// <param name="names">The package manager's names by runtime identifier.</param>
    /// <param name="all">Its name for all of them: what a payload of any language gets that has no machine code.</param>
    /// <param name="project">What was published for.</param>
    /// <param name="payload">What was published.</param>
    /// <param name="family">How a message calls the systems.</param>
    /// <param name="format">How a message calls the format.</param>
    /// <param name="diagnostics">Receives faults.</param>
    public static string For(
        IReadOnlyDictionary<string, string> names, string all, ProjectFacts project, Payload payload, string family, string format, DiagnosticBag diagnostics)
    {
        var name = Find(names, project.RuntimeIdentifier, family, format, diagnostics) ?? all;
        if (project.IsDotNet || name == all)
        {
            return name;
        }

        var machine = Machines[project.RuntimeIdentifier];
        var files = payload.Items.OfType<PayloadFile>().Where(file => file.Elf is not null).ToList();
        if (files.Find(file => file.Elf!.Machine != machine) is { } other)
        {
            var fitting = Machines.FirstOrDefault(row => row.Value == other.Elf!.Machine).Key;
            diagnostics.Report(
                DiagnosticCatalog.OtherArchitecture, other.Path, fitting?["linux-".Length..] ?? $"machine {other.Elf!.Machine}", project.RuntimeIdentifier, fitting ?? "linux-x64");
        }

        return files.Count > 0 ? name : all;
    }

    /// <summary>The name, or null when there is none, which is reported.</summary>
    /// <param name="names">The package manager's names by runtime identifier.</param>
    /// <param name="runtimeIdentifier">What was published for.</param>
    /// <param name="family">How a message calls the systems.</param>
    /// <param name="format">How a message calls the format.</param>
    /// <param name="diagnostics">Receives the fault.</param>
    private static string? Find(
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
