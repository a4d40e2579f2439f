using System.Globalization;
using System.Text.RegularExpressions;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Matrix;

/// <summary>
/// Services under a kernel with control groups of version 2, which today's distributions have: what the levels of the sandbox refuse there,
/// what becomes of the limits of memory, and what the garbage collector makes of a machine whose memory is full of cached files. One boot
/// serves all of it.
/// </summary>
public sealed partial class ControlGroupTests(PackageFactory packages)
{
    private const long Megabyte = 1 << 20;

    // Each part begins with a line "== NAME". A processor that is emulated takes 10 seconds for the start of a .NET program.
    private const string Batch = """
        part() { printf '== %s\n' "$*"; }
        wait_for() {
            local attempt
            for ((attempt = 0; attempt < 600; attempt++)); do if eval "$1"; then return 0; fi; sleep 0.5; done
            echo "never: $1"
        }
        # wish INSTANCE WORDS: what Hoarder is to do; ask waits for the answer, too.
        wish() {
            rm -f "/var/lib/memory-hoarder/$1/answer"
            printf '%s\n' "${*:2}" >"/var/lib/memory-hoarder/$1/wish.part"
            mv "/var/lib/memory-hoarder/$1/wish.part" "/var/lib/memory-hoarder/$1/wish"
        }
        ask() { wish "$@"; wait_for "[ -e /var/lib/memory-hoarder/$1/answer ]"; cat "/var/lib/memory-hoarder/$1/answer"; }
        # again UNIT DIRECTIVES: runs a unit with a drop-in, and prints what it logs.
        again() {
            local cursor
            mkdir -p "/run/systemd/system/$1.service.d"
            printf "[Service]\n$2\n" >"/run/systemd/system/$1.service.d/test.conf"
            systemctl daemon-reload
            cursor=$(journalctl --lines=0 --show-cursor | sed -n 's/^-- cursor: //p')
            systemctl start "$1"
            journalctl --sync
            journalctl --no-pager --output=cat --unit="$1" --after-cursor="$cursor"
        }
        group() { printf '/sys/fs/cgroup%s' "$(systemctl show --property ControlGroup --value "memory-hoarder@$1")"; }
        main() { systemctl show --property MainPID --value "memory-hoarder@$1"; }
        part system
        stat --file-system --format=%T /sys/fs/cgroup
        systemctl --version | head -1
        uname -r
        cat /sys/kernel/security/lsm; echo
        # Every account may read the kernel's log: the check of devices is about devices.
        sysctl --quiet kernel.dmesg_restrict=0
        part install
        dpkg --install packages/*.deb
        PREPARATION
        for level in none default strict; do
            part "probe-$level"
            systemctl start "probe-$level"
            journalctl --sync
            journalctl --no-pager --output=cat --unit="probe-$level"
        done
        part real-time
        again probe-default 'RestrictRealtime=no\nLimitRTPRIO=1\nEnvironment=PROBE_CHECKS=real-time'
        part mounts
        for level in default strict; do
            printf '%s: ' "$level"; again "probe-$level" 'ExecStart=\nExecStart=/bin/grep cgroup2 /proc/self/mountinfo' | grep -c cgroup2
        done
        part files
        for instance in limited slowed free; do
            for file in memory.max memory.high memory.swap.max cpu.max cpu.weight io.weight pids.max; do
                printf '%s %s: %s\n' "$instance" "$file" "$(cat "$(group $instance)/$file" 2>&1)"
            done
            printf '%s oom_score_adj: %s\n' "$instance" "$(cat "/proc/$(main $instance)/oom_score_adj")"
        done
        part full-cache
        truncate --size=3G /srv/large
        truncate --size=1G /srv/other
        dd if=/srv/large of=/dev/null bs=1M status=none
        grep -E '^(MemTotal|MemFree|MemAvailable|Cached):' /proc/meminfo
        printf 'free: '; ask free figures
        for level in none default strict; do
            printf '%s: ' "$level"; again "probe-$level" Environment=PROBE_CHECKS=gc-memory | grep gc-memory
        done
        part own-cache
        printf 'before: '; ask limited figures
        ask limited read /srv/other
        printf 'current: '; cat "$(group limited)/memory.current"
        printf 'after: '; ask limited figures
        ask limited take 64
        part kill
        old=$(main limited)
        wish limited take 512
        wait_for '[ "$(main limited)" != 0 ] && [ "$(main limited)" != "$old" ] && systemctl --quiet is-active memory-hoarder@limited'
        ask limited take 64
        systemctl show --property NRestarts --property ActiveState memory-hoarder@limited
        journalctl --sync
        journalctl --no-pager --output=cat --unit=memory-hoarder@limited
        dmesg | grep -o 'oom-kill:.*'
        part slow
        wish slowed take 512
        sleep 20
        cat "$(group slowed)/memory.events"
        printf 'current: '; cat "$(group slowed)/memory.current"
        systemctl show --property ActiveState --property NRestarts memory-hoarder@slowed
        ls /var/lib/memory-hoarder/slowed/answer 2>&1
        part purge
        dpkg --purge memory-hoarder probe-none probe-default probe-strict
        systemctl is-system-running
        """;

    [Fact(Explicit = true)]
    public async Task Limits_and_sandboxes_work_with_version_2()
    {
        var hoarder = await packages.ProgramAsync("Hoarder");
        var batch = Batch.Replace("PREPARATION", SandboxLevels.Preparation, StringComparison.Ordinal);

        var output = await VirtualMachine.RunAsync(batch, [hoarder.Deb, .. await SandboxLevels.DebsAsync(packages)]);

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        var parts = PartStart().Split(output).Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.DoesNotContain("never: ", output, StringComparison.Ordinal);
        Assert.StartsWith("cgroup2fs\n", parts["system"], StringComparison.Ordinal);
        Assert.Equal("default: 1\nstrict: 1\n", parts["mounts"]);
        CheckFiles(parts["files"]);
        CheckFullCache(parts["full-cache"]);
        CheckOwnCache(parts["own-cache"]);
        CheckKill(parts["kill"]);
        CheckSlow(parts["slow"]);
        Assert.Contains("real-time: ok\n", parts["real-time"], StringComparison.Ordinal);
        Assert.EndsWith("\nrunning", parts["purge"], StringComparison.Ordinal);

        // Last, because it has most to say.
        Assert.Equal(SandboxLevels.Expected, await SandboxLevels.ComparedAsync(level => Task.FromResult(parts[SandboxLevels.Unit(level)])));
    }

    // What the kernel has of each property of the project, and of the two instances that have other values.
    private static void CheckFiles(string part)
    {
        foreach (var (file, limited, slowed, free) in new[]
        {
            ("memory.max", "268435456", "1073741824", "max"),
            ("memory.high", "max", "100663296", "max"),
            ("memory.swap.max", "67108864", "67108864", "67108864"),
            ("cpu.max", "100000 100000", "100000 100000", "100000 100000"),
            ("cpu.weight", "50", "50", "50"),
            ("io.weight", "default 60", "default 60", "default 60"),
            ("pids.max", "70", "70", "70"),
            ("oom_score_adj", "80", "80", "80"),
        })
        {
            Assert.Contains($"limited {file}: {limited}\n", part, StringComparison.Ordinal);
            Assert.Contains($"slowed {file}: {slowed}\n", part, StringComparison.Ordinal);
            Assert.Contains($"free {file}: {free}\n", part, StringComparison.Ordinal);
        }
    }

    // Cached files are memory that is available, for a service without a limit as for the machine.
    private static void CheckFullCache(string part)
    {
        var machine = MemoryLine().Matches(part)
            .ToDictionary(match => match.Groups[1].Value, match => Number(match.Groups[2].Value) * 1024);
        Assert.True(machine["Cached"] > machine["MemTotal"] / 2 && machine["MemFree"] < machine["MemTotal"] / 10, part);

        var figures = Figures(part, "free");
        Assert.InRange(figures.Total, machine["MemTotal"] / 10 * 9, machine["MemTotal"]);
        Assert.InRange(figures.Load, 1, machine["MemTotal"] / 2);
        foreach (var level in SandboxTable.Levels)
        {
            Assert.Contains($"{level.ToLowerInvariant()}: gc-memory: ok\n", part, StringComparison.Ordinal);
        }
    }

    // So they are where the limit is the service's own: it may use three quarters of that, which is .NET's rule. Its quota
    // amounts to one of the two processors.
    private static void CheckOwnCache(string part)
    {
        Assert.Contains($"read {1024 * Megabyte}\n", part, StringComparison.Ordinal);
        Assert.InRange(Number(Regex.Match(part, "current: ([0-9]+)").Groups[1].Value), 192 * Megabyte, 256 * Megabyte);
        foreach (var figures in new[] { Figures(part, "before"), Figures(part, "after") })
        {
            Assert.Equal((192 * Megabyte, 1), (figures.Total, figures.Processors));
            Assert.InRange(figures.Load, 1, 128 * Megabyte);
        }

        Assert.EndsWith("took 64\n", part, StringComparison.Ordinal);
    }

    private static void CheckKill(string part)
    {
        Assert.DoesNotContain("took 512", part, StringComparison.Ordinal);
        foreach (var expected in new[]
        {
            "took 64\n", "NRestarts=1\n", "ActiveState=active\n", "Failed with result 'oom-kill'.\n",
            "oom-kill:constraint=CONSTRAINT_MEMCG",
        })
        {
            Assert.Contains(expected, part, StringComparison.Ordinal);
        }
    }

    // Above MemoryHigh, the kernel lets the service wait; it is not killed.
    private static void CheckSlow(string part)
    {
        Assert.True(Number(Regex.Match(part, "(?m)^high ([0-9]+)").Groups[1].Value) > 0, part);
        Assert.Contains("oom_kill 0\n", part, StringComparison.Ordinal);
        Assert.Contains("NRestarts=0\n", part, StringComparison.Ordinal);
        Assert.Contains("ActiveState=active\n", part, StringComparison.Ordinal);
        Assert.InRange(Number(Regex.Match(part, "current: ([0-9]+)").Groups[1].Value), 64 * Megabyte, 256 * Megabyte);
        Assert.Contains("No such file or directory", part, StringComparison.Ordinal);
    }

    private static (long Total, long Load, long Processors) Figures(string part, string name)
    {
        var match = Regex.Match(part, $"(?m)^{name}: total ([0-9]+) load ([0-9]+) processors ([0-9]+)$");
        Assert.True(match.Success, part);
        return (Number(match.Groups[1].Value), Number(match.Groups[2].Value), Number(match.Groups[3].Value));
    }

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex("^== (.*)\n", RegexOptions.Multiline)]
    private static partial Regex PartStart();

    [GeneratedRegex("^([A-Za-z]+): +([0-9]+) kB$", RegexOptions.Multiline)]
    private static partial Regex MemoryLine();
}
