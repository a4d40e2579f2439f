using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

/// <summary>What rpmlint has to say about the sample, and why that is so.</summary>
public sealed class RpmlintTests(PackageFactory packages)
{
    private static readonly (string Finding, string Reason)[] Accepted =
    [
        ("E: no-signature", "whoever publishes the package signs it, with a key that a build does not have"),
        ("E: no-group-tag", "the tag is \"Unspecified\", as rpmbuild writes it where a spec has none"),
        ("W: invalid-license Apache-2.0", "an SPDX identifier, as distributions ask for today; rpmlint's list is older"),
        ("W: no-manual-page-for-binary memexdctl", "'memexdctl help' says all that there is to say"),
        ("W: non-standard-uid /var/lib/memexd memexd", "the service's own account"),
        ("W: non-standard-gid /var/lib/memexd memexd", "the service's own account"),
        ("E: non-standard-dir-perm /var/lib/memexd 750", "the service's data are no other account's business"),
        ("W: non-standard-uid /var/log/memexd memexd", "the service's own account"),
        ("W: non-standard-gid /var/log/memexd memexd", "the service's own account"),
        ("E: non-standard-dir-perm /var/log/memexd 750", "nor are its logs"),
        ("W: non-standard-gid /etc/memexd/config.toml memexd", "the sample asks for it: only root and the service read the file"),
        ("E: non-readable /etc/memexd/config.toml 640", "the sample asks for it: a configuration may hold secrets"),
        ("W: non-standard-gid /etc/sysconfig/memexd memexd", "the administrator's variables may hold secrets too"),
        ("E: non-readable /etc/sysconfig/memexd 640", "the administrator's variables may hold secrets too"),
        ("W: only-non-binary-in-usr-lib", "units, tmpfiles.d and sysusers.d have their places there; later versions of rpmlint know"),
        ("W: dangerous-command-in-%posttrans rm", "of a file in /run, which only these scripts write: what ran before an upgrade"),
    ];

    [Fact]
    public async Task Rpmlint_finds_nothing_but_what_has_a_reason()
    {
        Availability.RequireProgram("rpmlint");

        var rpmlint = await ProcessRunner.RunAsync("rpmlint", await packages.MemexdRpmAsync());

        const string package = "memexd.x86_64: ";
        var found = rpmlint.StandardOutput.Split('\n')
            .Where(line => line.StartsWith(package, StringComparison.Ordinal))
            .Select(line => line[package.Length..].TrimEnd());
        Assert.Equal(Accepted.Select(row => row.Finding).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }
}
