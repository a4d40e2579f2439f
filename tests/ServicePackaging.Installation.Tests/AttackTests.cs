using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>A service that puts links in every directory that it may write to. Whatever root does with the package and the machine then, it
/// never follows one.</summary>
public sealed class AttackTests(PackageFactory packages)
{
    // What root must not change: files of the names that the links have, and directories where some names are those of directories.
    private const string Prepare = """
        mkdir -p /etc/victim/queue/deep /etc/victim/deep /etc/victim/sub /etc/victim/thumbs /etc/victim/rules /etc/victim/inner /etc/victim/data
        for name in x.log x.log.1 x.log.1.gz out.log out.log.1 attacker.sock attacker.pid attacker.conf written.txt planted logrotate.status; do
            echo secret >"/etc/victim/$name"
            echo secret >"/etc/victim/queue/$name"
            echo secret >"/etc/victim/sub/$name"
        done
        echo secret >/etc/victim/queue/deep/secret
        chmod -R go= /etc/victim
        """;

    private const string Victim = "find /etc/victim -printf '%p %U:%G %m %s %T@ %l\\n' | sort";

    public static TheoryData<bool, bool> Cases => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Root_never_follows_a_link_of_the_service(bool isRpm, bool hasInstances)
    {
        string[] properties = hasInstances ? ["-p:Instances=true"] : [];
        var (first, second) = (await packages.ProgramAsync("Attacker", "1.0.0", properties), await packages.ProgramAsync("Attacker", "2.0.0", properties));
        await using var box = isRpm ? await RpmWorld.BootAsync() : await SystemdBox.StartAsync();
        await box.ReadAsync(Prepare);
        var before = await box.ReadAsync(Victim);
        var planted = hasInstances ? "/var/lib/attacker/a/planted" : "/var/lib/attacker/planted";

        foreach (var (name, act) in Acts(box, isRpm, first, second))
        {
            await act();

            Assert.Equal((name, before), (name, await box.ReadAsync(Victim)));
            if (await box.ReadAsync("command -v attackerctl || true") is { Length: > 0 })
            {
                await box.UntilAsync($"test -L {planted}");
            }
        }
    }

    private static IEnumerable<(string Name, Func<Task> Act)> Acts(SystemdBox box, bool isRpm, LinuxPackages first, LinuxPackages second)
    {
        yield return ("install", Install(first));
        yield return ("restart", Run("attackerctl restart"));
        yield return ("stop and start", Run("attackerctl stop; attackerctl start"));
        yield return ("sockets", Run("systemctl stop 'attacker*.service'; systemctl restart 'attacker*.socket'; attackerctl start"));
        yield return ("rotate", Run("logrotate -f /etc/logrotate.conf 2>&1 || logrotate -f /etc/logrotate.d/attacker 2>&1 || true"));
        yield return ("directories", Run("systemd-tmpfiles --create /usr/lib/tmpfiles.d/attacker.conf 2>&1 || true"));
        yield return ("upgrade", Install(second));
        yield return ("again", isRpm ? Run($"rpm --upgrade --replacepkgs {box.Share(second.Rpm)} 2>&1") : Run($"dpkg -i {box.Share(second.Deb)} 2>&1"));
        yield return ("health", Run("attackerctl status; attackerctl logs --no-follow 2>&1 || true"));
        yield return ("remove", isRpm ? Run("rpm --erase attacker 2>&1") : Run("apt-get remove -y -qq attacker 2>&1"));
        yield return ("install where it was", Install(second));
        yield return ("purge", isRpm ? Run("rpm --erase attacker 2>&1") : Run("apt-get purge -y -qq attacker 2>&1"));
        yield return ("install after that", Install(first));

        Func<Task> Run(string script) => () => box.ReadAsync(script);

        Func<Task> Install(LinuxPackages package) => () => isRpm ? box.RpmUpgradeAsync(package.Rpm) : box.InstallAsync(package.Deb);
    }
}
