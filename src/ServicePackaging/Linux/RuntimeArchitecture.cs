using System.Collections.Frozen;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>A package manager's name of the architecture that was published for.</summary>
internal static class RuntimeArchitecture
{
    // System V ABI: e_machine, EI_CLASS, EI_DATA.
    private static readonly FrozenDictionary<string, (int Machine, bool Is64Bit, bool IsLittleEndian)> Machines = new Dictionary<string, (int, bool, bool)>
    {
        ["linux-x64"] = (62, true, true),
        ["linux-x86"] = (3, false, true),
        ["linux-arm64"] = (183, true, true),
        ["linux-arm"] = (40, false, true),
        ["linux-s390x"] = (22, true, false),
        ["linux-ppc64le"] = (21, true, true),
        ["linux-riscv64"] = (243, true, true),
        ["linux-loongarch64"] = (258, true, true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the processors of a runtime identifier run a file's code.</summary>
    public static bool Fits(ElfFile elf, string runtimeIdentifier) =>
        Machines.TryGetValue(runtimeIdentifier, out var row) && row == (elf.Machine, elf.Is64Bit, elf.IsLittleEndian);

    /// <summary>Whether the code of a runtime identifier is of the 64-bit class.</summary>
    public static bool Is64Bit(string runtimeIdentifier) => Machines.TryGetValue(runtimeIdentifier, out var row) && row.Is64Bit;

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

        var machine = Machines[project.RuntimeIdentifier].Machine;
        var files = payload.Items.OfType<PayloadFile>().Where(file => file.Elf is not null).ToList();
        if (files.Find(file => file.Elf!.Machine != machine) is { } other)
        {
            var fitting = Machines.FirstOrDefault(row => row.Value.Machine == other.Elf!.Machine).Key;
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
