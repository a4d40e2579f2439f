using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Systemd;

/// <summary>Complete generated units.</summary>
public sealed class UnitTextTests
{
    private const string Sandbox = """
        NoNewPrivileges=yes
        ProtectSystem=strict
        ProtectHome=yes
        PrivateTmp=yes
        PrivateDevices=yes
        PrivateMounts=yes
        DevicePolicy=closed
        ProtectClock=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        ProtectControlGroups=yes
        ReadOnlyPaths=-/sys/fs/cgroup/system.slice/%n/memory.pressure
        ProtectProc=invisible
        CapabilityBoundingSet=
        AmbientCapabilities=
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        RemoveIPC=yes
        """;

    private const string SystemCalls = """
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        SystemCallFilter=~@privileged
        SystemCallErrorNumber=EPERM
        """;

    [Fact]
    public void A_minimal_service() => AssertUnits(Services.Minimal, ("/usr/lib/systemd/system/acme.service", $"""
        [Unit]
        Description=Collects what there is to collect
        Wants=network-online.target
        After=network-online.target
        RequiresMountsFor=/var/lib/acme
        StartLimitIntervalSec=12h
        StartLimitBurst=360

        [Service]
        Type=exec
        User=acme
        Group=acme
        WorkingDirectory=/var/lib/acme
        Environment=CONFIGURATION_DIRECTORY=/etc/acme
        Environment=HOME=/var/lib/acme
        Environment=DOTNET_CONTENTROOT=/usr/libexec/acme
        Environment=DOTNET_USE_POLLING_FILE_WATCHER=1
        EnvironmentFile=-/etc/default/acme
        ExecStart=/usr/libexec/acme/Acme
        TimeoutStopSec=45s
        SuccessExitStatus=143
        UMask=0027
        Restart=always
        RestartSec=5s
        RestartSteps=4
        RestartMaxDelaySec=1min
        StandardOutput=journal
        SyslogIdentifier=acme
        StateDirectory=acme
        StateDirectoryMode=0750
        {Sandbox}
        KeyringMode=private
        {SystemCalls}

        [Install]
        WantedBy=multi-user.target

        """));

    [Fact]
    public void A_service_with_all_settings() => AssertUnits(Services.Full, ("/usr/lib/systemd/system/acme.service", $"""
        [Unit]
        Description=Collects 100 %% of what there is
        Documentation=https://acme.example/100%%25?a=b
        Wants=network-online.target postgresql.service
        Requires=rabbitmq.service
        After=network-online.target postgresql.service rabbitmq.service time-sync.target
        RequiresMountsFor=/var/lib/acme "/srv/big data"
        StartLimitIntervalSec=5min
        StartLimitBurst=3
        PartOf=acme.target

        [Service]
        Type=notify
        User=acme
        Group=acme
        WorkingDirectory=/var/lib/acme
        Environment=CONFIGURATION_DIRECTORY=/etc/acme
        Environment=HOME=/var/lib/acme
        Environment=DOTNET_CONTENTROOT=/usr/libexec/acme
        Environment=DOTNET_USE_POLLING_FILE_WATCHER=1
        Environment=DOTNET_ENVIRONMENT=Production
        Environment="GREETING=say \"hi\" to C:\\temp for 5 %% $MORE"
        EnvironmentFile=-/etc/default/acme
        ExecStart=/usr/libexec/acme/Acme --config /etc/acme/acme.toml --greeting "hello 'world' $$HOME 50%%"
        ExecReload=/bin/kill -HUP $MAINPID
        ExecStop=/usr/libexec/acme/Acme --stop
        PIDFile=/run/acme/acme.pid
        TimeoutStartSec=infinity
        TimeoutStopSec=1500ms
        SuccessExitStatus=143
        WatchdogSec=30s
        TimeoutAbortSec=1500ms
        UMask=0007
        Nice=-5
        Restart=always
        RestartSec=10s
        StandardOutput=append:/var/log/acme-output/acme.log
        StandardError=journal
        SyslogIdentifier=collector
        RuntimeDirectory=acme
        RuntimeDirectoryMode=0750
        StateDirectory=acme
        StateDirectoryMode=0750
        CacheDirectory=acme
        CacheDirectoryMode=0700
        LogsDirectory=acme
        LogsDirectoryMode=0750
        ReadWritePaths=/srv/acme
        MemoryHigh=25%
        MemoryMax=2G
        MemorySwapMax=0
        CPUQuota=150%
        CPUWeight=50
        IOWeight=20
        TasksMax=100
        LimitNOFILE=4096
        LimitNPROC=64
        {Sandbox}
        {SystemCalls}
        PrivateUsers=yes
        PrivateIPC=yes
        OOMScoreAdjust=-100
        KeyringMode=inherit

        [Install]
        WantedBy=multi-user.target

        """));

    [Fact]
    public void Instances_share_a_template_and_one_with_overrides_has_a_unit()
    {
        var planned = Services.Instances.PlanWithoutFindings();

        var template = planned.Text("/usr/lib/systemd/system/acme@.service");
        Assert.Contains("\nExecStart=/usr/libexec/acme/Acme --name %i\n", template, StringComparison.Ordinal);
        Assert.Contains("\nEnvironmentFile=-/etc/default/acme\nEnvironmentFile=-/etc/default/acme-%i\n", template, StringComparison.Ordinal);
        Assert.Contains("\nStateDirectory=acme/%i\n", template, StringComparison.Ordinal);
        Assert.Equal(
            template.Replace("/acme/Acme --name %i\n", "/acme/Acme --name us --fast\n", StringComparison.Ordinal)
                .Replace("\nEnvironmentFile=-/etc/default/acme\n", "\nEnvironment=REGION=us\nEnvironment=\"MODE=a b\"\nEnvironmentFile=-/etc/default/acme\n", StringComparison.Ordinal)
                .Replace("acme/%i\n", "acme/us\n", StringComparison.Ordinal),
            planned.Text("/usr/lib/systemd/system/acme@us.service"));
    }

    [Fact]
    public void A_socket_comes_before_its_service_and_keeps_its_directory()
    {
        var planned = Services.Socket.PlanWithoutFindings();

        Assert.Equal(
            """
            [Unit]
            Description=Sockets of acme

            [Socket]
            ListenStream=8080
            ListenDatagram=127.0.0.1:9000
            ListenStream=/run/acme/acme.sock
            SocketMode=0600
            SocketUser=acme
            SocketGroup=acme
            RemoveOnStop=yes

            [Install]
            WantedBy=sockets.target

            """,
            planned.Text("/usr/lib/systemd/system/acme.socket"));
        var service = planned.Text("/usr/lib/systemd/system/acme.service");
        Assert.Contains("\nRequires=acme.socket\nAfter=network-online.target acme.socket\n", service, StringComparison.Ordinal);
        Assert.Contains("\nRuntimeDirectoryPreserve=yes\n", service, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_instance_has_its_own_socket()
    {
        var planned = Services.SocketInstances.PlanWithoutFindings();

        Assert.Equal(
            """
            [Unit]
            Description=Sockets of acme (%i)

            [Socket]
            ListenStream=127.0.0.1:%i
            ListenStream=/run/acme/%i/acme.sock
            SocketMode=0600
            SocketUser=acme
            SocketGroup=acme
            RemoveOnStop=yes

            [Install]
            WantedBy=sockets.target

            """,
            planned.Text("/usr/lib/systemd/system/acme@.socket"));
        Assert.Equal("link to acme@.socket", planned.Describe("/usr/lib/systemd/system/acme@7001.socket"));
        Assert.Equal("link to acme@.socket", planned.Describe("/usr/lib/systemd/system/acme@7002.socket"));
        Assert.All([("", "%i"), ("7002", "7002")], instance => Assert.Superset(
            new HashSet<string> { "Requires=acme@%i.socket", "After=network-online.target acme@%i.socket", $"RuntimeDirectory=acme/{instance.Item2}", "RuntimeDirectoryPreserve=yes" },
            planned.Text($"/usr/lib/systemd/system/acme@{instance.Item1}.service").Split('\n').ToHashSet()));
    }

    [Fact]
    public void The_socket_of_an_instance_with_another_account_is_that_accounts()
    {
        var planned = Services.SocketInstances.Item("ServiceInstance", "7003", ("User", "root")).Plan();

        Assert.Contains("\nSocketUser=root\nSocketGroup=root\n", planned.Text("/usr/lib/systemd/system/acme@7003.socket"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Automatic", "acme@7001.socket acme@7002.socket acme@7001.service acme@7002.service", "")]
    [InlineData("Manual", "acme@7001.socket acme@7002.socket", " acme@7001.service acme@7002.service")]
    public void Sockets_of_instances_are_enabled_before_or_instead_of_their_services(string startMode, string enabled, string stoppedToo)
    {
        var service = Services.SocketInstances.With("ServiceStartMode", startMode);
        var deb = service.PlanWithoutFindings();
        var rpm = service.PlanRpmWithoutFindings();

        Assert.Equal(enabled.Split(' '), deb.Script(MaintainerScript.Postinst).Split('\n').Where(line => line.StartsWith("enable_unit acme", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]));
        Assert.Contains($"deb-systemd-invoke stop {enabled}{stoppedToo} ", deb.Script(MaintainerScript.Prerm), StringComparison.Ordinal);
        Assert.Contains($"\tforget {enabled}\n", deb.Script(MaintainerScript.Postrm), StringComparison.Ordinal);
        Assert.Equal(string.Concat(enabled.Split(' ').Select(unit => $"enable {unit}\n")), rpm.Text("/usr/lib/systemd/system-preset/50-acme.preset"));
        Assert.Contains($"systemctl stop {enabled}{stoppedToo} ", rpm.Scriptlet("preun"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_replaces_the_start_at_boot()
    {
        var planned = Services.Timer.PlanWithoutFindings();

        Assert.Equal(
            """
            [Unit]
            Description=Schedule of acme

            [Timer]
            OnCalendar=*-*-* 03:00:00
            OnActiveSec=0
            OnUnitActiveSec=1h
            RandomizedDelaySec=10min
            Persistent=yes

            [Install]
            WantedBy=timers.target

            """,
            planned.Text("/usr/lib/systemd/system/acme.timer"));
        Assert.DoesNotContain("[Install]", planned.Text("/usr/lib/systemd/system/acme.service"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_users_service_has_no_account_and_requests_only_what_a_user_may_do() => AssertUnits(Services.User, ("/usr/lib/systemd/user/acme.service", $"""
        [Unit]
        Description=Collects what there is to collect
        StartLimitIntervalSec=12h
        StartLimitBurst=360

        [Service]
        Type=exec
        WorkingDirectory=%S/acme
        Environment=DOTNET_CONTENTROOT=/usr/libexec/acme
        Environment=DOTNET_USE_POLLING_FILE_WATCHER=1
        EnvironmentFile=-/etc/default/acme
        ExecStart=/usr/libexec/acme/Acme --data %S/acme
        TimeoutStopSec=45s
        SuccessExitStatus=143
        UMask=0027
        Restart=always
        RestartSec=5s
        RestartSteps=4
        RestartMaxDelaySec=1min
        StandardOutput=journal
        SyslogIdentifier=acme
        StateDirectory=acme
        StateDirectoryMode=0750
        NoNewPrivileges=yes
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        {SystemCalls}

        [Install]
        WantedBy=default.target

        """));

    [Fact]
    public void A_users_strict_service_has_its_own_mounts_and_drops_no_capabilities() => Assert.Contains($"""

        NoNewPrivileges=yes
        ProtectSystem=strict
        ProtectHome=read-only
        PrivateTmp=yes
        PrivateMounts=yes
        ProtectHostname=yes
        ProtectKernelTunables=yes
        ProtectControlGroups=yes
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        {SystemCalls}
        PrivateUsers=yes

        [Install]

        """, Services.User.With("ServiceHardening", "Strict").PlanWithoutFindings().Text("/usr/lib/systemd/user/acme.service"), StringComparison.Ordinal);

    // A start limit would count the administrator's own starts, and an upgrade would be the second one.
    [Theory]
    [InlineData("None", "Restart=no")]
    [InlineData("Reboot", "FailureAction=reboot")]
    public void Where_the_first_failure_is_the_last_no_start_is_counted(string action, string expected)
    {
        var unit = new Service().Item("ServiceFailureAction", action).Plan().Text("/usr/lib/systemd/system/acme.service");

        Assert.Contains(expected + "\n", unit, StringComparison.Ordinal);
        Assert.Contains("Restart=no\n", unit, StringComparison.Ordinal);
        Assert.DoesNotContain("StartLimitAction", unit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Restart 1s", "RestartSec=1s", "StartLimitIntervalSec=0")]
    [InlineData("Restart 1s;Restart 10s;Restart 1min", "RestartSec=1s\nRestartSteps=2\nRestartMaxDelaySec=1min", "StartLimitIntervalSec=0")]
    [InlineData("Restart 2s;Restart 2s;None", "RestartSec=2s", "StartLimitIntervalSec=184s\nStartLimitBurst=3")]
    [InlineData("Restart 2s;Reboot", "RestartSec=2s", "StartLimitIntervalSec=122s\nStartLimitBurst=2\nStartLimitAction=reboot")]
    public void Failure_actions_become_delays_and_a_start_limit(string actions, string delays, string limit)
    {
        var service = actions.Split(';').Select(action => action.Split(' ')).Aggregate(new Service(), (service, words) =>
            words is [var kind, var delay] ? service.Item("ServiceFailureAction", kind, ("Delay", delay)) : service.Item("ServiceFailureAction", words[0]));

        var unit = service.Plan().Text("/usr/lib/systemd/system/acme.service");

        Assert.Contains($"\nRestart=always\n{delays}\nStandardOutput", unit, StringComparison.Ordinal);
        Assert.Contains($"\n{limit}\n\n[Service]\n", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_never_runs_into_the_next_one()
    {
        var unit = new Service().With("ServiceDescription", @"Ends with \").With("ServiceLogIdentifier", @"C:\").PlanWithoutFindings()
            .Text("/usr/lib/systemd/system/acme.service");

        Assert.Contains("Description=Ends with \\ \nWants=", unit, StringComparison.Ordinal);
        Assert.Contains("SyslogIdentifier=C:\\ \nStateDirectory=", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_has_no_full_stop_because_systemd_adds_one()
    {
        var unit = new Service().With("ServiceDescription", "Bans addresses after failed logins.").PlanWithoutFindings()
            .Text("/usr/lib/systemd/system/acme.service");

        Assert.Contains("Description=Bans addresses after failed logins\n", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void A_developers_unit_replaces_the_generated_one()
    {
        var planned = new Service().Source("my.service", "[Service]\r\nExecStart=/bin/true\r\n")
            .Item("ServicePackageTemplate", "my.service", ("Replaces", "systemd/service")).PlanWithoutFindings();

        Assert.Equal("[Service]\nExecStart=/bin/true\n", planned.Text("/usr/lib/systemd/system/acme.service"));
    }

    private static void AssertUnits(Service service, params (string Path, string Text)[] units)
    {
        var planned = service.PlanWithoutFindings();
        Assert.Equal(units.Select(unit => unit.Path), planned.Plan.Entries.OfType<FileEntry>().Select(entry => entry.Path).Where(path => path.Contains("/systemd/", StringComparison.Ordinal)));
        Assert.All(units, unit => Assert.Equal(unit.Text, planned.Text(unit.Path)));
    }
}
