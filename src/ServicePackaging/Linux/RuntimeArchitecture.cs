using System.Collections.Frozen;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Linux;

/// <summary>Finds a package manager's name of the published architecture.</summary>
internal static class RuntimeArchitecture
{
    // An example for messages.
    private const string Usual = "x64";

    // System V ABI: e_machine, EI_CLASS, EI_DATA.
    private static readonly FrozenDictionary<string, (int Machine, bool Is64Bit, bool IsLittleEndian)> Machines =
        new Dictionary<string, (int, bool, bool)>
        {
            ["x64"] = (62, true, true),
            ["x86"] = (3, false, true),
            ["arm64"] = (183, true, true),
            ["arm"] = (40, false, true),
            ["s390x"] = (22, true, false),
            ["ppc64le"] = (21, true, true),
            ["riscv64"] = (243, true, true),
            ["loongarch64"] = (258, true, true),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the processors of a runtime identifier run a file's code.</summary>
    public static bool Fits(ElfFile elf, RuntimeIdentifier runtimeIdentifier) =>
        Machines.TryGetValue(runtimeIdentifier.Architecture, out var row) && row == (elf.Machine, elf.Is64Bit, elf.IsLittleEndian);

    /// <summary>Whether the code of a runtime identifier is 64-bit code.</summary>
    public static bool Is64Bit(RuntimeIdentifier runtimeIdentifier) =>
        Machines.TryGetValue(runtimeIdentifier.Architecture, out var row) && row.Is64Bit;

    /// <summary>The name for a package; faults are reported.</summary>
    /// <param name="names">The package manager's names by runtime identifier.</param>
    /// <param name="all">Its name for all architectures, for a program that is not .NET and whose payload contains no machine code.</param>
    /// <param name="project">The published project.</param>
    /// <param name="payload">The published files.</param>
    /// <param name="family">How a message names the systems.</param>
    /// <param name="format">How a message names the format.</param>
    /// <param name="diagnostics">Receives faults.</param>
    public static string For(
        IReadOnlyDictionary<string, string> names, string all, ProjectFacts project, Payload payload, string family, string format,
        DiagnosticBag diagnostics)
    {
        var name = ArchitectureNames.Find(names, project.RuntimeIdentifier, Platform.Linux, family, format, diagnostics) ?? all;
        if (project.IsDotNet || name == all)
        {
            return name;
        }

        var machine = Machines[project.RuntimeIdentifier.Architecture].Machine;
        var files = payload.Items.OfType<PayloadFile>().Where(file => file.Elf is not null).ToList();
        if (files.Find(file => file.Elf!.Machine != machine) is { } other)
        {
            var fitting = Machines.FirstOrDefault(row => row.Value.Machine == other.Elf!.Machine).Key;
            diagnostics.Report(
                DiagnosticCatalog.OtherArchitecture, other.Path, fitting ?? $"machine {other.Elf!.Machine}", project.RuntimeIdentifier,
                project.RuntimeIdentifier with { Architecture = fitting ?? Usual });
        }

        return files.Count > 0 ? name : all;
    }
}
