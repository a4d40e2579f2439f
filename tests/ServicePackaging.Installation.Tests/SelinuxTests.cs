using System.Text.RegularExpressions;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>
/// Packaged services where SELinux is in enforcing mode: <c>./build.sh --target=Selinux</c>. That a service runs proves little: both
/// policies let most programs start in systemd's own domain, init_t, where Fedora's then denies them network connections.
/// </summary>
public sealed partial class SelinuxTests(PackageFactory packages)
{
    // What a service does that policies deny in init_t, and more: all of it has to work.
    private const string Checks =
        "dns https http2-socket connect system-log sqlite file-lock memory-mapped-file temporary-file file-watcher home-directory"
        + " certificate-store named-mutex timer cultures time-zones proc-files compiled-code load-library locked-memory process-start"
        + " process-list";

    private const string ExecutableMemory = "executable-memory";

    // On an emulated processor, .NET needs 20 seconds to start: the limits of the sample are for real machines.
    private const string Batch = """
        printf 'enforce: '; getenforce
        drop_in() { mkdir -p /etc/systemd/system/$1.service.d; printf "[Service]\n$2\n" >/etc/systemd/system/$1.service.d/test.conf; }
        drop_in memexd 'CPUQuota=\nTimeoutStartSec=10min\nWatchdogSec=5min'
        drop_in probe-default 'Environment="PROBE_CHECKS=LIST"'
        main() { systemctl show --property MainPID --value memexd; }
        # running STEP PID: waits until memexd runs as another process, and prints the domain and the answer of that.
        running() {
            local attempt
            for ((attempt = 0; attempt < 300; attempt++)); do
                if [ "$(systemctl is-active memexd)" = active ] && [ "$(main)" != "$2" ]; then break; fi
                sleep 1
            done
            printf '%s label: %s\n' "$1" "$(ps -o label= -p "$(main)")"
            printf '%s health: %s\n' "$1" "$(curl -s --retry 300 --retry-connrefused --retry-delay 1 http://127.0.0.1:8765/health)"
            systemctl --quiet is-active memexd || systemctl status --no-pager --full --lines=20 memexd
            # Several starts within five minutes are what this test does, and not a crash loop.
            systemctl reset-failed memexd
        }
        INSTALL packages/memexd?1.4.0*
        running install 0
        systemctl reload memexd && echo reloaded
        running reload 0
        old=$(main); kill -KILL "$old"
        running kill "$old"
        old=$(main); INSTALL packages/memexd?1.5.0*
        running upgrade "$old"
        old=$(main); INSTALL packages/memexd?1.6.0*
        running shared-runtime "$old"
        INSTALL packages/probe-default*
        systemctl start probe-default
        journalctl --sync
        journalctl --no-pager --output=cat --unit=probe-default
        # The log is complete when it has this message.
        auditctl -m end-of-batch
        until grep -q end-of-batch /var/log/audit/audit.log; do sleep 0.2; done
        grep 'avc: *denied' /var/log/audit/audit.log
        """;

    [Fact(Explicit = true)]
    public async Task The_deb_runs_with_the_policy_of_Debian()
    {
        var sample = await packages.SampleAsync("Memexd", "1.6.0", "-p:ServicePackageSelfContained=false");
        var probe = await packages.ProgramAsync("SandboxProbe", "1.0.0", "-p:Level=Default");
        string[] debs = [await packages.MemexdAsync(), await packages.MemexdAsync("1.5.0"), sample.Deb, probe.Deb];

        await RunAsync(SelinuxPolicy.Debian, "dpkg --force-depends --install", debs);
    }

    [Fact(Explicit = true)]
    public async Task The_rpm_runs_with_the_policy_of_Fedora()
    {
        var sample = await packages.SampleAsync("Memexd", "1.6.0", "-p:ServicePackageSelfContained=false");
        var probe = await packages.ProgramAsync("SandboxProbe", "1.0.0", "-p:Level=Default");
        string[] rpms = [await packages.MemexdRpmAsync(), await packages.MemexdRpmAsync("1.5.0"), sample.Rpm, probe.Rpm];

        await RunAsync(SelinuxPolicy.Fedora, "rpm --upgrade --nodeps", rpms);
    }

    private static async Task RunAsync(SelinuxPolicy policy, string install, string[] files)
    {
        var batch = Batch.Replace("INSTALL", install, StringComparison.Ordinal)
            .Replace("LIST", $"{Checks} {ExecutableMemory}", StringComparison.Ordinal);

        var output = await VirtualMachine.RunAsync(policy, batch, files);

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.Contains("enforce: Enforcing\n", output, StringComparison.Ordinal);
        Assert.Contains("\nreloaded\n", output, StringComparison.Ordinal);
        foreach (var (step, version) in new[]
        {
            ("install", "1.4.0"), ("reload", "1.4.0"), ("kill", "1.4.0"), ("upgrade", "1.5.0"), ("shared-runtime", "1.6.0"),
        })
        {
            Assert.Matches($"(?m)^{step} label: system_u:system_r:{policy.ServiceDomain}:s0$", output);
            Assert.Matches($"(?m)^{step} health: .*\"version\":\"{Regex.Escape(version)}\"", output);
        }

        var lines = output.Split('\n');
        foreach (var check in Checks.Split(' '))
        {
            Assert.Contains($"{check}: ok", lines);
        }

        // The one difference, by a boolean of Debian's policy. It also proves that denials are seen.
        Assert.Contains($"{ExecutableMemory}: {(policy.DeniesExecutableMemory ? "refused Permission denied" : "ok")}", lines);
        var denials = lines.Where(line => line.Contains("avc:", StringComparison.Ordinal) && NamesService(line, policy)).ToList();
        Assert.Equal(policy.DeniesExecutableMemory, denials.RemoveAll(line => line.Contains("{ execmem }", StringComparison.Ordinal)) > 0);
        Assert.Equal([], denials);
    }

    // A thread of .NET has a name of its own: the domain tells whose it is.
    private static bool NamesService(string denial, SelinuxPolicy policy) =>
        denial.Contains($":{policy.ServiceDomain}:", StringComparison.Ordinal) || Names().IsMatch(denial);

    [GeneratedRegex("memexd|probe", RegexOptions.IgnoreCase)]
    private static partial Regex Names();
}
