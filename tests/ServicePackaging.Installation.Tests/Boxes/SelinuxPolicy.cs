using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>A policy of SELinux that a virtual machine runs with.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Archive">The archive with its /etc/selinux/targeted; null if the system has it.</param>
/// <param name="ServiceDomain">The domain of services for which the policy has no special one.</param>
/// <param name="DeniesExecutableMemory">Whether they may not have memory that is writable and executable at once.</param>
internal sealed record SelinuxPolicy(string Name, string? Archive, string ServiceDomain, bool DeniesExecutableMemory)
{
    private const string Variable = "SERVICEPACKAGING_FEDORA_POLICY";

    /// <summary>Debian 13's own.</summary>
    public static SelinuxPolicy Debian { get; } = new("Debian", null, "initrc_t", DeniesExecutableMemory: true);

    /// <summary>Fedora's, compiled. It is no part of the repository (GPL-2.0-or-later): a variable names the archive.</summary>
    public static SelinuxPolicy Fedora { get; } = new(
        "Fedora",
        Path.GetFullPath(
            Environment.GetEnvironmentVariable(Variable)
            ?? Path.Combine(Repository.Root, "..", "shared", "data", "selinux", "fedora-targeted-fd1d996.tar.xz")),
        "unconfined_service_t",
        DeniesExecutableMemory: false);

    /// <summary>Skips the running test aloud where the policy is not here.</summary>
    public void Require() => Availability.Require(Archive is null || File.Exists(Archive)
        ? null
        : new Lack($"The policy of {Name} is not in {Archive}", $"{Variable}=an archive (.tar.xz) with etc/selinux/targeted"));

    public override string ToString() => Name;
}
