namespace ServicePackaging.Formats.Rpm;

/// <summary>An architecture in rpm's terms (rpm, rpmrc.in, arch_canon; installplatform, %__isa_name and %__isa_bits).</summary>
/// <param name="Name">The name in packages and file names.</param>
/// <param name="LeadNumber">The number in the lead, which file(1) shows and which rpm no longer reads.</param>
/// <param name="Isa">The text in parentheses after a package's name in relations to a specific architecture; null for noarch.</param>
public sealed record RpmArchitecture(string Name, short LeadNumber, string? Isa)
{
    /// <summary>The architectures for which packages can be written.</summary>
    public static IReadOnlyList<RpmArchitecture> All { get; } =
    [
        // rpmbuild writes the number of the build machine. file(1) shows this one as noarch, and it is the same on all machines.
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

    /// <summary>Finds an architecture by its name, or returns null.</summary>
    public static RpmArchitecture? Find(string name) => All.FirstOrDefault(architecture => architecture.Name == name);
}
