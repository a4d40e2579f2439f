namespace ServicePackaging.Tests.Rpm;

/// <summary>What the scriptlets of each kind of service do on a booted system with systemd's helper for packages, where there is no account yet and
/// the service runs: rpm's order and numbers are those of rpm-scriptlets(7), the calls those of systemd's macros for packages.</summary>
internal static class ScriptletTables
{
    // A running process must not see its files change: it is stopped before, and comes back at the end of the transaction.
    public const string StopBefore = $"""
        pre 1
        {Account}
          systemctl is-active acme.service
        pre 2 | 3
        {Account}
          systemctl is-active acme.service
          systemctl stop acme.service
        post 1
          systemd-tmpfiles --create acme.conf
          systemd-update-helper install-system-units acme.service
          systemctl daemon-reload
          systemctl --quiet is-enabled acme.service
          systemctl start acme.service
          systemctl --quiet is-active acme.service
        post 2 | 3
          systemd-tmpfiles --create acme.conf
        {Rest}

        """;

    // The old program runs until the new one is complete.
    public const string RestartAfter = $"""
        pre 1
        {Account}
          systemctl is-active acme.service
        pre 2 | 3
        {Account}
          systemctl is-active acme.service
        post 1
          systemd-tmpfiles --create acme.conf
          systemd-update-helper install-system-units acme.service
          systemctl daemon-reload
          systemctl --quiet is-enabled acme.service
          systemctl start acme.service
          systemctl --quiet is-active acme.service
        post 2 | 3
          systemd-tmpfiles --create acme.conf
        {Rest}

        """;

    // Only the administrator enables or starts it; a service that ran is running again after an upgrade.
    public const string Manual = $"""
        pre 1
        {Account}
          systemctl is-active acme.service
        pre 2 | 3
        {Account}
          systemctl is-active acme.service
          systemctl stop acme.service
        post 1
          systemd-tmpfiles --create acme.conf
          systemd-update-helper install-system-units acme.service
        post 2 | 3
          systemd-tmpfiles --create acme.conf
        {Rest}

        """;

    // One template, and each instance separately.
    public const string Instances = $"""
        pre 1
        {Account}
          systemctl is-active acme@east.service
          systemctl is-active acme@west.service
        pre 2 | 3
        {Account}
          systemctl is-active acme@east.service
          systemctl is-active acme@west.service
          systemctl stop acme@east.service acme@west.service
        post 1
          systemd-tmpfiles --create acme.conf
          systemd-update-helper install-system-units acme@east.service acme@west.service
          systemctl daemon-reload
          systemctl --quiet is-enabled acme@east.service
          systemctl --quiet is-enabled acme@west.service
          systemctl start acme@east.service acme@west.service
          systemctl --quiet is-active acme@east.service
          systemctl --quiet is-active acme@west.service
        post 2 | 3
          systemd-tmpfiles --create acme.conf
        preun 0
          systemd-update-helper remove-system-units acme@east.service acme@west.service
          systemctl stop acme@east.service acme@west.service
        preun 1 | 2
        postun 0 | 1 | 2
          systemctl daemon-reload
        posttrans 0 | 1
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
        posttrans 1 noted
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
          systemctl daemon-reload
          systemctl restart acme@east.service acme@west.service
          systemctl --quiet is-active acme@east.service
          systemctl --quiet is-active acme@west.service

        """;

    // The socket comes back with its service, in one call and before it.
    public const string Socket = $"""
        pre 1
        {Account}
          systemctl is-active acme.socket
          systemctl is-active acme.service
        pre 2 | 3
        {Account}
          systemctl is-active acme.socket
          systemctl is-active acme.service
        post 1
          systemd-tmpfiles --create acme.conf
          systemd-update-helper install-system-units acme.socket acme.service
          systemctl daemon-reload
          systemctl --quiet is-enabled acme.socket
          systemctl --quiet is-enabled acme.service
          systemctl start acme.socket acme.service
          systemctl --quiet is-active acme.service
        post 2 | 3
          systemd-tmpfiles --create acme.conf
        preun 0
          systemd-update-helper remove-system-units acme.socket acme.service
          systemctl stop acme.socket acme.service
        preun 1 | 2
        postun 0 | 1 | 2
          systemctl daemon-reload
        posttrans 0 | 1
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
        posttrans 1 noted
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
          systemctl daemon-reload
          systemctl restart acme.socket acme.service
          systemctl --quiet is-active acme.service

        """;

    // Only the socket is enabled and started; a service that it has started is stopped and started with it.
    public const string OnDemand = $"""
        pre 1
        {Account}
          systemctl is-active acme.socket
          systemctl is-active acme.service
        pre 2 | 3
        {Account}
          systemctl is-active acme.socket
          systemctl is-active acme.service
          systemctl stop acme.socket acme.service
        post 1
          systemd-tmpfiles --create acme.conf
          systemd-update-helper install-system-units acme.socket
          systemctl daemon-reload
          systemctl --quiet is-enabled acme.socket
          systemctl start acme.socket
        post 2 | 3
          systemd-tmpfiles --create acme.conf
        preun 0
          systemd-update-helper remove-system-units acme.socket
          systemctl stop acme.socket acme.service
        preun 1 | 2
        postun 0 | 1 | 2
          systemctl daemon-reload
        posttrans 0 | 1
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
        posttrans 1 noted
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
          systemctl daemon-reload
          systemctl restart acme.socket acme.service

        """;

    // Only the timer is enabled, started and started again. A run in progress is stopped.
    public const string Timer = $"""
        pre 1
        {Account}
          systemctl is-active acme.timer
        pre 2 | 3
        {Account}
          systemctl is-active acme.timer
          systemctl stop acme.timer acme.service
        post 1
          systemd-tmpfiles --create acme.conf
          systemd-update-helper install-system-units acme.timer
          systemctl daemon-reload
          systemctl --quiet is-enabled acme.timer
          systemctl start acme.timer
        post 2 | 3
          systemd-tmpfiles --create acme.conf
        preun 0
          systemd-update-helper remove-system-units acme.timer
          systemctl stop acme.timer acme.service
        preun 1 | 2
        postun 0 | 1 | 2
          systemctl daemon-reload
        posttrans 0 | 1
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
        posttrans 1 noted
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
          systemctl daemon-reload
          systemctl restart acme.timer

        """;

    // A run in progress continues.
    public const string TimerRestartAfter = $"""
        pre 1
        {Account}
          systemctl is-active acme.timer
        pre 2 | 3
        {Account}
          systemctl is-active acme.timer
        post 1
          systemd-tmpfiles --create acme.conf
          systemd-update-helper install-system-units acme.timer
          systemctl daemon-reload
          systemctl --quiet is-enabled acme.timer
          systemctl start acme.timer
        post 2 | 3
          systemd-tmpfiles --create acme.conf
        preun 0
          systemd-update-helper remove-system-units acme.timer
          systemctl stop acme.timer acme.service
        preun 1 | 2
        postun 0 | 1 | 2
          systemctl daemon-reload
        posttrans 0 | 1
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
        posttrans 1 noted
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
          systemctl daemon-reload
          systemctl restart acme.timer

        """;

    // systemd notifies users' managers at the end of the transaction.
    public const string User = """
        post 1
          systemd-update-helper install-user-units acme.service
        post 2 | 3
        preun 0
          systemd-update-helper remove-user-units acme.service
        preun 1 | 2
        postun 0 | 1 | 2

        """;

    // There is no account to create.
    public const string Root = """
        pre 1
          systemctl is-active acme.service
        pre 2 | 3
          systemctl is-active acme.service
        post 1
          systemd-tmpfiles --create acme.conf
          systemd-update-helper install-system-units acme.service
          systemctl daemon-reload
          systemctl --quiet is-enabled acme.service
          systemctl start acme.service
          systemctl --quiet is-active acme.service
        post 2 | 3
          systemd-tmpfiles --create acme.conf
        preun 0
          systemd-update-helper remove-system-units acme.service
          systemctl stop acme.service
        preun 1 | 2
        postun 0 | 1 | 2
          systemctl daemon-reload
        posttrans 0 | 1
        posttrans 1 noted
          systemctl daemon-reload
          systemctl restart acme.service
          systemctl --quiet is-active acme.service

        """;

    // There is a group to create, and no user.
    public const string RootWithGroup = """
        pre 1
          getent group collectors
          groupadd --system collectors
          systemctl is-active acme.service
        pre 2 | 3
          getent group collectors
          groupadd --system collectors
          systemctl is-active acme.service
        post 1
          systemd-tmpfiles --create acme.conf
          systemd-update-helper install-system-units acme.service
          systemctl daemon-reload
          systemctl --quiet is-enabled acme.service
          systemctl start acme.service
          systemctl --quiet is-active acme.service
        post 2 | 3
          systemd-tmpfiles --create acme.conf
        preun 0
          systemd-update-helper remove-system-units acme.service
          systemctl stop acme.service
        preun 1 | 2
        postun 0 | 1 | 2
          systemctl daemon-reload
        posttrans 0 | 1
          getent passwd root
          getent group collectors
          groupadd --system collectors
          systemd-tmpfiles --create acme.conf
        posttrans 1 noted
          getent passwd root
          getent group collectors
          groupadd --system collectors
          systemd-tmpfiles --create acme.conf
          systemctl daemon-reload
          systemctl restart acme.service
          systemctl --quiet is-active acme.service

        """;

    // Each stage once: AfterInstall and AfterUpgrade before the service starts, BeforeRemove while it runs; there is no purge.
    public const string Hooks = $"""
        pre 1
        {Account}
          usermod hook BeforeInstall
          systemctl is-active acme.service
        pre 2 | 3
        {Account}
          systemctl is-active acme.service
        post 1
          systemd-tmpfiles --create acme.conf
          usermod hook AfterInstall
          systemd-update-helper install-system-units acme.service
          systemctl daemon-reload
          systemctl --quiet is-enabled acme.service
          systemctl start acme.service
          systemctl --quiet is-active acme.service
        post 2 | 3
          systemd-tmpfiles --create acme.conf
          usermod hook AfterUpgrade
        preun 0
          usermod hook BeforeRemove
          systemd-update-helper remove-system-units acme.service
          systemctl stop acme.service
        preun 1 | 2
        postun 0
          systemctl daemon-reload
          usermod hook AfterRemove
        postun 1 | 2
          systemctl daemon-reload
        posttrans 0 | 1
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
        posttrans 1 noted
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
          systemctl daemon-reload
          systemctl restart acme.service
          systemctl --quiet is-active acme.service

        """;

    private const string Account = """
          getent group acme
          groupadd --system acme
          getent passwd acme
          useradd --system --gid acme --home-dir /var/lib/acme --no-create-home --shell /sbin/nologin --comment acme acme
        """;

    private const string Rest = $"""
        preun 0
          systemd-update-helper remove-system-units acme.service
          systemctl stop acme.service
        preun 1 | 2
        postun 0 | 1 | 2
          systemctl daemon-reload
        posttrans 0 | 1
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
        posttrans 1 noted
          getent passwd acme
        {Account}
          systemd-tmpfiles --create acme.conf
          systemctl daemon-reload
          systemctl restart acme.service
          systemctl --quiet is-active acme.service
        """;
}
