namespace ServicePackaging.Formats.Rpm;

/// <summary>An architecture in rpm's terms (rpm, rpmrc.in, arch_canon; installplatform, %__isa_name and %__isa_bits).</summary>
/// <param name="Name">What packages and their file names say.</param>
/// <param name="LeadNumber">What the lead says, which file(1) shows and rpm no longer reads.</param>
/// <param name="Isa">What stands in parentheses behind a package's name where the architecture matters; null for noarch.</param>
public sealed record RpmArchitecture(string Name, short LeadNumber, string? Isa)
{
    /// <summary>Those that packages can be written for.</summary>
    public static IReadOnlyList<RpmArchitecture> All { get; } =
    [
        // rpmbuild says the building machine's number; file(1) knows this one as noarch, and it is the same everywhere.
        new("noarch", 255, null),
        new("x86_64", 1, "x86-64"),
        new("i686", 1, "x86-32"),
        new("aarch64", 19, "aarch-64"),
        new("armv7hl", 12, "armv7hl-32"),
        new("ppc64le", 16, "ppc-64"),
        new("s390x", 15, "s390-64"),
        new("riscv64", 22, "riscv-64"),
        new("loongarch64", 23, "loongarch64-64"),
    ];

    /// <summary>The architecture of the name, or null.</summary>
    public static RpmArchitecture? Find(string name) => All.FirstOrDefault(architecture => architecture.Name == name);
}
