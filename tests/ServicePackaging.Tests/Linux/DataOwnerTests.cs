using ServicePackaging.Formats.Deb;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Linux;

/// <summary>Data that is older than the package, and data of the account of an earlier version, is given to the service.</summary>
public sealed class DataOwnerTests
{
    private static readonly Service Base = new Service().Item("ServiceLog", ".").Item("ServiceDirectory", "queue").Item("ServiceDirectory", "/srv/acme")
        .Item("ServiceDirectory", "rules", ("Kind", "Configuration"));

    /// <summary>The owners of /var/lib/acme, /var/log/acme and /srv/acme before, and which of them are given to the service.</summary>
    public static TheoryData<string, string, string, string> Owners => new()
    {
        { "root:root", "root:root", "root:root", "/var/lib/acme /var/log/acme" },
        { "acme:acme", "acme:acme", "acme:acme", "" },
        { "acme:acme", "root:adm", "root:root", "/var/log/acme" },
        { "acme:users", "acme:acme", "acme:acme", "/var/lib/acme" },
        { "former:former", "former:former", "former:former", "/var/lib/acme /var/log/acme /srv/acme" },
        { "former:former", "former:former", "media:media", "/var/lib/acme /var/log/acme" },
        { "root:root", "root:root", "media:media", "/var/lib/acme /var/log/acme" },
    };

    [Theory]
    [MemberData(nameof(Owners))]
    public async Task Data_of_another_account_is_given_to_the_service(string state, string logs, string other, string given)
    {
        var sandbox = new MaintainerScriptSandbox
        {
            Files = new Dictionary<string, string>
            {
                ["/var/lib/acme/"] = "",
                ["/var/log/acme/"] = "",
                ["/srv/acme/"] = "",
                ["/etc/acme/rules/"] = "",
                ["/sandbox/bin/stat"] = $$"""
                    #!/bin/sh
                    case $3 in
                    /var/lib/acme) owner={{state}} ;;
                    /var/log/acme) owner={{logs}} ;;
                    /srv/acme) owner={{other}} ;;
                    /etc/*) owner=root:root ;;
                    *) exit 1 ;;
                    esac
                    test ! -e "/run/given$(echo "$3" | tr / _)" || owner=acme:acme
                    echo "$owner"
                    """,
                ["/sandbox/bin/systemd-tmpfiles"] = """
                    #!/bin/sh
                    case $* in
                    *" -") read -r type path mode user group; echo "$type $path $mode $user:$group" >>/run/calls; touch "/run/given$(echo "$path" | tr / _)" ;;
                    esac
                    """,
            },
            Answers = [new("dpkg-statoverride --list")],
        };
        sandbox = sandbox with { Stubs = [.. MaintainerScriptSandbox.ActingCommands.Where(name => name != "systemd-tmpfiles")] };
        var expected = given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(path => $"Z {path} - acme:acme").Order();

        var deb = await ScriptTable.RunAsync(Base.PlanWithoutFindings(), sandbox, "postinst configure 1.0");
        var rpm = await ScriptTable.RunAsync(Base.PlanRpmWithoutFindings(), sandbox, "post 2");

        Assert.Equal(expected, deb.Rows[0].Calls.Where(call => call.StartsWith("Z ", StringComparison.Ordinal)).Order());
        Assert.Equal(expected, rpm.Rows[0].Calls.Where(call => call.StartsWith("Z ", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task A_state_directory_that_is_declared_by_its_path_is_given_as_well()
    {
        var service = new Service().Item("ServiceDirectory", "{StateDirectory}", ("Mode", "0700"));
        var script = service.PlanWithoutFindings().Script(MaintainerScript.Postinst);

        Assert.Contains("\tgive /var/lib/acme acme:acme ", script, StringComparison.Ordinal);
        (await ProcessRunner.RunAsync(new ProcessOptions { StandardInput = script }, "sh", "-n")).Succeeded();
    }

    [Fact]
    public void What_systemd_gives_to_the_service_tmpfiles_does_not_give_first() => Assert.Equal(
        ["d /etc/acme 0755 root acme", "d /etc/acme/rules 0750 acme acme", "d /srv/acme 0750 acme acme", "d /var/lib/acme 0750 - -", "d /var/lib/acme/queue 0750 acme acme",
            "d /var/log/acme 0750 - -"],
        Base.PlanWithoutFindings().Text("/usr/lib/tmpfiles.d/acme.conf").TrimEnd('\n').Split('\n'));

    [Theory]
    [InlineData("/srv/data", "d /srv/data 0750 acme acme")] // no directive creates it
    [InlineData("/var/lib/other", "d /var/lib/other 0750 - -")]
    public void A_directory_elsewhere_is_given_by_its_creator(string directory, string line)
    {
        var planned = new Service().With("ServiceStateDirectory", directory).PlanWithoutFindings();

        Assert.Equal(line + "\n", planned.Text("/usr/lib/tmpfiles.d/acme.conf"));
        Assert.Contains($"\tgive {directory} acme:acme 'Z {directory} - acme acme'\n", planned.Script(Formats.Deb.MaintainerScript.Postinst), StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_has_its_state_directory_for_a_home()
    {
        const string Unit = "/usr/lib/systemd/system/acme.service";

        Assert.Contains("\nEnvironment=\"HOME=/srv/my data\"\n", new Service().With("ServiceStateDirectory", "/srv/my data").Plan().Text(Unit), StringComparison.Ordinal);
        Assert.Contains("\nEnvironment=HOME=/var/lib/acme\n", new Service().With("ServiceUser", "root").Plan().Text(Unit), StringComparison.Ordinal);
        Assert.Contains("\nEnvironment=HOME=/var/lib/acme/%i\n", Services.Instances.Plan().Text("/usr/lib/systemd/system/acme@.service"), StringComparison.Ordinal);
        Assert.Equal(
            ["HOME=/var/lib/acme/own"],
            new Service().Item("ServiceEnvironment", "HOME", ("Value", "{StateDirectory}/own")).Plan().Text(Unit).Split('\n')
                .Where(line => line.StartsWith("Environment=HOME", StringComparison.Ordinal)).Select(line => line["Environment=".Length..]));
        Assert.DoesNotContain("HOME", Services.User.Plan().Text("/usr/lib/systemd/user/acme.service"), StringComparison.Ordinal);
    }
}
