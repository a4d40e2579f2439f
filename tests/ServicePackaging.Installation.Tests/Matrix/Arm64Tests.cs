using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Matrix;

/// <summary>
/// Packages for arm64 where each program is an arm64 one: the package managers, the tools of the scripts, and the service itself.
/// </summary>
public sealed class Arm64Tests(PackageFactory packages)
{
    // The service starts under QEMU's emulation of programs, by hand, because a container has no service manager.
    private const string Start = """
        start() {
            setpriv --reuid=memexd --regid=memexd --init-groups \
                /usr/libexec/memexd/memexd --config=/etc/memexd/config.toml --state-directory=/var/lib/memexd >/tmp/log 2>&1 &
            printf '%s: ' "$1"
            curl --silent --retry 240 --retry-connrefused --retry-delay 1 http://127.0.0.1:8765/health || cat /tmp/log
            echo
            kill -TERM $!; wait $!; echo "$1 ended: $?"
        }
        places() {
            getent passwd memexd | cut -d: -f6,7
            stat -c '%a %U:%G %n' /var/lib/memexd /var/log/memexd /etc/memexd/config.toml
        }
        left() { find /etc /usr /var/lib /var/log -name '*memexd*' -not -path '/var/log/apt/*'; }
        """;

    private const string DebBatch = Start + """

        echo "system: $(uname -m) $(dpkg --print-architecture)"
        dpkg --install packages/memexd_1.4.0-1_arm64.deb && echo installed
        echo "verified: $(dpkg --verify memexd; dpkg --audit)"
        places
        readlink /etc/systemd/system/multi-user.target.wants/memexd.service
        echo "version: $(/usr/libexec/memexd/memexd --version)"
        start first
        echo '# mine' >>/etc/memexd/config.toml
        dpkg --install packages/memexd_9.9.0-1_arm64.deb && echo upgraded
        echo "kept: $(tail -1 /etc/memexd/config.toml)"
        start second
        dpkg --remove memexd && echo removed
        echo "after removal: $(find /etc/memexd -name config.toml; find /usr/libexec -name memexd)"
        dpkg --purge memexd && echo purged
        echo "left: $(left)"
        """;

    private const string RpmBatch = Start + """

        set -o pipefail
        # The rights over priorities are not a namespace's to give: of a niced test run, rpm says so before each script.
        rpm() { command rpm --define '_dbpath /var/lib/rpm' "$@" 2>&1 | sed 's/warning: Unable to reset nice value: Permission denied//g'; }
        echo "system: $(uname -m) $(rpm --version)"
        rpm --query --package --queryformat 'package: %{ARCH} %{OS}\n' packages/memexd-1.4.0-1.aarch64.rpm
        rpm --checksig packages/memexd-1.4.0-1.aarch64.rpm
        # No package of rpm is here to meet requirements: what is asked of libraries is compared with those of the system.
        find /usr/lib/aarch64-linux-gnu /usr/lib/ld-linux-aarch64.so.1 -name '*.so*' | /usr/lib/rpm/elfdeps --provides \
            | sort -u >/tmp/provided
        rpm --query --package --requires packages/memexd-1.4.0-1.aarch64.rpm | grep -F '()(64bit)' | grep -v '^(' | sort -u >/tmp/required
        echo "required: $(grep -c . /tmp/required)"
        echo "missing: $(comm -23 /tmp/required /tmp/provided)"
        rpm --upgrade --nodeps --test packages/memexd-1.4.0-1.aarch64.rpm && echo tested
        rpm --upgrade --nodeps packages/memexd-1.4.0-1.aarch64.rpm && echo installed
        echo "verified: $(rpm --verify --nodeps memexd)"
        places
        start first
        rpm --upgrade --nodeps packages/memexd-9.9.0-1.aarch64.rpm && echo upgraded
        echo "version: $(/usr/libexec/memexd/memexd --version)"
        rm -rf /var/lib/memexd/* /var/log/memexd/*
        rpm --erase memexd && echo removed
        echo "left: $(left)"
        """;

    [Fact(Explicit = true)]
    public async Task The_deb_is_installed_runs_and_is_purged()
    {
        var (first, second) = await SamplesAsync();

        var output = await ForeignRoot.RunAsync(DebBatch, first.Deb, second.Deb);

        Check(
            output,
            "system: aarch64 arm64", "installed", "verified: ", "/var/lib/memexd:/usr/sbin/nologin", "750 memexd:memexd /var/lib/memexd",
            "750 memexd:memexd /var/log/memexd", "640 root:memexd /etc/memexd/config.toml", "/lib/systemd/system/memexd.service",
            "version: memexd 1.4.0", "first ended: 0", "upgraded", "kept: # mine", "second ended: 0", "removed",
            "after removal: /etc/memexd/config.toml", "purged", "left: ");
        Assert.Matches("(?m)^first: .*\"version\":\"1.4.0\"", output);
        Assert.Matches("(?m)^second: .*\"version\":\"9.9.0\"", output);
    }

    [Fact(Explicit = true)]
    public async Task The_rpm_is_installed_runs_and_is_removed()
    {
        var (first, second) = await SamplesAsync();

        var output = await ForeignRoot.RunAsync(RpmBatch, first.Rpm, second.Rpm);

        Check(
            output,
            "system: aarch64 RPM version 4.20.1", "package: aarch64 linux", "packages/memexd-1.4.0-1.aarch64.rpm: digests OK",
            "missing: ", "tested", "installed", "verified: ", "/var/lib/memexd:/sbin/nologin",
            "750 memexd:memexd /var/lib/memexd", "750 memexd:memexd /var/log/memexd",
            "640 root:memexd /etc/memexd/config.toml", "first ended: 0", "upgraded", "version: memexd 9.9.0", "removed", "left: ");
        Assert.Matches("(?m)^required: [1-9][0-9]*$", output);
        Assert.Matches("(?m)^first: .*\"version\":\"1.4.0\"", output);
    }

    // Each line is in the output, in this order.
    private static void Check(string output, params string[] expected)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        var lines = output.Split('\n');
        var place = 0;
        foreach (var line in expected)
        {
            place = Array.IndexOf(lines, line, place) + 1;
            Assert.True(place > 0, $"'{line}' is missing, or not in its place:\n{output}");
        }
    }

    private async Task<(LinuxPackages First, LinuxPackages Second)> SamplesAsync() => (
        await packages.SampleAsync("Memexd", "", "-r", "linux-arm64"), await packages.SampleAsync("Memexd", "9.9.0", "-r", "linux-arm64"));
}
