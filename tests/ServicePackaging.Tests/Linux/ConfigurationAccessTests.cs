using ServicePackaging.Formats.Deb;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Linux;

/// <summary>Configuration contains passwords: the service reads it, and other users cannot.</summary>
public sealed class ConfigurationAccessTests
{
    private static readonly Service Base = new Service().Publishes("appsettings.json").Publishes("appsettings.Staging.json").Publishes("wwwroot/appsettings.json")
        .Source("acme.conf").Source("acme.env");

    public static TheoryData<string, string, string?, string?, string> Files => new()
    {
        // path, scope, Mode, Group, expected
        { "/etc/acme/acme.conf", "System", null, null, "0640 root:collectors" },
        { "/etc/acme/acme.conf", "System", "0640", null, "0640 root:collectors" },
        { "/etc/acme/acme.conf", "System", "0644", null, "0644 root:collectors" },
        { "/etc/acme/acme.conf", "System", "0600", null, "0600 acme:collectors" },
        { "/etc/acme/acme.conf", "System", "0400", null, "0400 acme:collectors" },
        { "/etc/acme/acme.conf", "System", null, "adm", "0640 root:adm" },
        { "/etc/acme/acme.conf", "System", "0644", "root", "0644 root:root" },
        { "/etc/acme/acme.conf", "User", null, null, "0644 root:root" },
        { "/etc/acme/appsettings.json", "System", null, null, "0640 root:collectors" },
        { "/etc/acme/appsettings.json", "User", null, null, "0644 root:root" },
        { "/usr/libexec/acme/appsettings.Staging.json", "System", null, null, "0640 root:collectors" },
        { "/usr/libexec/acme/appsettings.Staging.json", "User", null, null, "0644 root:root" },
        { "/usr/libexec/acme/wwwroot/appsettings.json", "System", null, null, "0644 root:root" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_has_its_mode_and_owner(string path, string scope, string? mode, string? group, string expected)
    {
        var service = With(scope, mode, group);

        Assert.EndsWith(" " + expected, service.PlanWithoutFindings().Describe(path), StringComparison.Ordinal);
        Assert.EndsWith($" {expected} {path}", service.PlanRpmWithoutFindings().File(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System", "0640 root:collectors")]
    [InlineData("User", "0644 root:root")]
    public void The_administrators_variables_are_guarded_too(string scope, string expected)
    {
        var generated = With(scope, null, null);
        var own = generated.Item("ServiceEnvironmentFile", "acme.env");

        Assert.Equal("conffile " + expected, generated.PlanWithoutFindings().Describe("/etc/default/acme"));
        Assert.Equal("conffile " + expected, own.PlanWithoutFindings().Describe("/etc/default/acme"));
        Assert.EndsWith($" {expected} /etc/sysconfig/acme", generated.PlanRpmWithoutFindings().File("/etc/sysconfig/acme"), StringComparison.Ordinal);
        Assert.Equal("file 0644 root:root", own.Item("ServiceLog", "~/x.log").Plan().Describe("/usr/lib/systemd/" + scope.ToLowerInvariant() + "/acme.service"));
    }

    [Fact]
    public void Only_a_mode_never_locks_the_service_out()
    {
        var service = Base.Item("ServiceConfigFile", "acme.conf", ("Mode", "0600")).Item("ServiceEnvironmentFile", "acme.env", ("Mode", "0600"));

        Assert.Equal("conffile 0600 acme:acme", service.PlanWithoutFindings().Describe("/etc/acme/acme.conf"));
        // systemd reads it as root.
        Assert.Equal("conffile 0600 root:acme", service.PlanWithoutFindings().Describe("/etc/default/acme"));
        Assert.Equal("conffile 0600 root:root", service.With("ServiceUser", "root").Plan().Describe("/etc/acme/acme.conf"));

        var appsettings = Base.Source("appsettings.json").Item("ServiceConfigFile", "appsettings.json", ("Mode", "0600"));
        Assert.Equal("conffile 0600 acme:acme", appsettings.PlanWithoutFindings().Describe("/etc/acme/appsettings.json"));

        var finding = Assert.Single(With("User", "0640", null).Plan().Findings);
        Assert.StartsWith("ServiceConfigFile 'acme.conf' Mode is '0640'. Write a mode that lets every user read the file", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_variables_of_an_instance_belong_to_its_account()
    {
        var service = Base.Source("eu.env").Item("ServiceInstance", "eu", ("User", "root")).Item("ServiceInstance", "us").Source("us.env")
            .Item("ServiceEnvironmentFile", "eu.env", ("Instance", "eu")).Item("ServiceEnvironmentFile", "us.env", ("Instance", "us"))
            .Item("ServiceEnvironmentFile", "acme.env");

        Assert.Equal("conffile 0640 root:root", service.Plan().Describe("/etc/default/acme-eu"));
        Assert.Equal("conffile 0640 root:acme", service.Plan().Describe("/etc/default/acme-us"));
        Assert.Equal("conffile 0640 root:acme", service.Plan().Describe("/etc/default/acme"));
    }

    // dpkg gives a file with a group that does not exist yet to root, and keeps the mode and owner of an earlier version's conffile; rpm keeps those of an
    // edited file.
    [Theory]
    [InlineData("root:root 644", "acme:collectors", true)]
    [InlineData("root:root 640", "acme:collectors", true)]
    [InlineData("root:root 600", "acme:collectors", false)]
    [InlineData("root:former 640", "former:former", true)]
    [InlineData("root:adm 640", "former:former", false)]
    [InlineData("root:collectors 640", "acme:collectors", false)]
    [InlineData("root:adm 640", "acme:collectors", false)]
    [InlineData("root:root 644", "UNKNOWN:UNKNOWN", true)]
    [InlineData("root:UNKNOWN 640", "UNKNOWN:UNKNOWN", false)]
    public async Task After_an_upgrade_it_is_the_services_unless_the_administrator_gave_it_away(string file, string state, bool isGiven)
    {
        var deb = await ScriptTable.RunAsync(With("System", null, null).Plan(), Sandbox(file, state), "postinst configure 1.0");
        var rpm = await ScriptTable.RunAsync(With("System", null, null).PlanRpm(), Sandbox(file, state), "post 2");

        Assert.Equal(isGiven, deb.Rows[0].Calls.Contains("< z \"/etc/acme/acme.conf\" 0640 root collectors"));
        Assert.Equal(isGiven, rpm.Rows[0].Calls.Contains("< z \"/etc/acme/acme.conf\" 0640 root collectors"));
    }

    [Fact]
    public async Task Where_there_is_no_proc_the_owner_is_changed_without_systemd()
    {
        var script = With("System", null, null).Plan().Script(MaintainerScript.Postinst).Replace("/proc/self", "/no/proc", StringComparison.Ordinal);
        await MaintainerScriptSandbox.RequireAsync();
        var run = await Sandbox("root:root 644", "acme:collectors").RunAsync(script, "configure");

        Assert.Contains("chown -h root:collectors /etc/acme/acme.conf", run.Calls);
        Assert.Contains("chmod 0640 /etc/acme/acme.conf", run.Calls);
        Assert.DoesNotContain("< z \"/etc/acme/acme.conf\" 0640 root collectors", run.Calls);
    }

    private static Service With(string scope, string? mode, string? group)
    {
        (string, string)[] metadata = [.. mode is null ? [] : new[] { ("Mode", mode) }, .. group is null ? [] : new[] { ("Group", group) }];
        var service = Base.With("ServiceScope", scope).Item("ServiceConfigFile", "acme.conf", metadata);
        return scope == "User" ? service : service.With("ServiceGroup", "collectors");
    }

    private static MaintainerScriptSandbox Sandbox(string file, string state) => new()
    {
        Files = new Dictionary<string, string>
        {
            ["/var/lib/acme/"] = "",
            ["/sandbox/bin/stat"] = $"#!/bin/sh\ncase $3 in\n/var/lib/acme) echo {state} ;;\n/etc/acme/acme.conf) echo {file} ;;\n*) exit 1 ;;\nesac\n",
        },
        Answers = [new("dpkg-statoverride --list", ExitCode: 1)],
    };
}
