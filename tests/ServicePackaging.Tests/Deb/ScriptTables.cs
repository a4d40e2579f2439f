namespace ServicePackaging.Tests.Deb;

/// <summary>What the scripts of each kind of service have to do on a booted system, written down from debhelper 13.24: a line of forms, and below
/// it the calls of each of them.</summary>
internal static class ScriptTables
{
    public const string StopBefore = $"""
        preinst install | install 1.0 2.0 | abort-upgrade 2.0 | unheard-of
        preinst upgrade 1.0 2.0
          deb-systemd-invoke stop acme.service
        postinst configure | configure 1.0 | abort-upgrade 2.0 | abort-remove | abort-remove in-favour other 3.0 | abort-deconfigure in-favour other 3.0 | abort-deconfigure in-favour other 3.0 removing third 4.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke start acme.service
          systemctl --quiet is-active acme.service
        postinst triggered /some/path | unheard-of
        {RemovalAndPurge}

        """;

    // If $2 is set, the service restarts: also for a removed package that is installed again, and a canceled upgrade.
    public const string RestartAfter = $"""
        preinst install | install 1.0 2.0 | upgrade 1.0 2.0 | abort-upgrade 2.0 | unheard-of
        postinst configure | abort-upgrade 2.0 | abort-remove | abort-remove in-favour other 3.0 | abort-deconfigure in-favour other 3.0 | abort-deconfigure in-favour other 3.0 removing third 4.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke start acme.service
          systemctl --quiet is-active acme.service
        postinst configure 1.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke restart acme.service
          systemctl --quiet is-active acme.service
        postinst triggered /some/path | unheard-of
        {RemovalAndPurge}

        """;

    // Only the administrator enables it. A service that runs is restarted, and nothing else is started.
    public const string Manual = $"""
        preinst install | install 1.0 2.0 | upgrade 1.0 2.0 | abort-upgrade 2.0 | unheard-of
        postinst configure | abort-remove
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper debian-installed acme.service
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          deb-systemd-helper update-state acme.service
          systemctl --system daemon-reload
        postinst configure 1.0 | abort-upgrade 2.0 | abort-remove in-favour other 3.0 | abort-deconfigure in-favour other 3.0 | abort-deconfigure in-favour other 3.0 removing third 4.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper debian-installed acme.service
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          deb-systemd-helper update-state acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke try-restart acme.service
        postinst triggered /some/path | unheard-of
        {RemovalAndPurge}

        """;

    public const string Instances = """
        preinst install | install 1.0 2.0 | abort-upgrade 2.0 | unheard-of
        preinst upgrade 1.0 2.0
          deb-systemd-invoke stop acme@east.service acme@west.service
        postinst configure | configure 1.0 | abort-upgrade 2.0 | abort-remove | abort-remove in-favour other 3.0 | abort-deconfigure in-favour other 3.0 | abort-deconfigure in-favour other 3.0 removing third 4.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper unmask acme@east.service
          deb-systemd-helper --quiet was-enabled acme@east.service
          deb-systemd-helper enable acme@east.service
          deb-systemd-helper unmask acme@west.service
          deb-systemd-helper --quiet was-enabled acme@west.service
          deb-systemd-helper enable acme@west.service
          systemctl --system daemon-reload
          deb-systemd-invoke start acme@east.service acme@west.service
          systemctl --quiet is-active acme@east.service
          systemctl --quiet is-active acme@west.service
        postinst triggered /some/path | unheard-of
        prerm remove | remove in-favour other 3.0
          deb-systemd-invoke stop acme@east.service acme@west.service
        prerm upgrade 2.0 | failed-upgrade 1.0 | deconfigure in-favour other 3.0 | deconfigure in-favour other 3.0 removing third 4.0 | unheard-of
        postrm remove
          systemctl --system daemon-reload
        postrm purge
          deb-systemd-helper purge acme@east.service
          deb-systemd-helper purge acme@west.service
          rm -rf --one-file-system /var/lib/acme
        postrm upgrade 2.0 | failed-upgrade 1.0 | disappear other 3.0 | abort-install | abort-install 1.0 | abort-upgrade 1.0 | unheard-of

        """;

    // The socket starts with its service, in one call and before it.
    public const string Socket = """
        preinst install | install 1.0 2.0 | upgrade 1.0 2.0 | abort-upgrade 2.0 | unheard-of
        postinst configure | abort-upgrade 2.0 | abort-remove | abort-remove in-favour other 3.0 | abort-deconfigure in-favour other 3.0 | abort-deconfigure in-favour other 3.0 removing third 4.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper unmask acme.socket
          deb-systemd-helper --quiet was-enabled acme.socket
          deb-systemd-helper enable acme.socket
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke start acme.socket acme.service
          systemctl --quiet is-active acme.service
        postinst configure 1.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper unmask acme.socket
          deb-systemd-helper --quiet was-enabled acme.socket
          deb-systemd-helper enable acme.socket
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke restart acme.socket acme.service
          systemctl --quiet is-active acme.service
        postinst triggered /some/path | unheard-of
        prerm remove | remove in-favour other 3.0
          deb-systemd-invoke stop acme.socket acme.service
        prerm upgrade 2.0 | failed-upgrade 1.0 | deconfigure in-favour other 3.0 | deconfigure in-favour other 3.0 removing third 4.0 | unheard-of
        postrm remove
          systemctl --system daemon-reload
        postrm purge
          deb-systemd-helper purge acme.socket
          deb-systemd-helper purge acme.service
          rm -rf --one-file-system /var/lib/acme
        postrm upgrade 2.0 | failed-upgrade 1.0 | disappear other 3.0 | abort-install | abort-install 1.0 | abort-upgrade 1.0 | unheard-of

        """;

    // The service has no [Install]: only the timer is enabled and started. Removal also stops a run in progress.
    public const string Timer = """
        preinst install | install 1.0 2.0 | abort-upgrade 2.0 | unheard-of
        preinst upgrade 1.0 2.0
          deb-systemd-invoke stop acme.timer acme.service
        postinst configure | configure 1.0 | abort-upgrade 2.0 | abort-remove | abort-remove in-favour other 3.0 | abort-deconfigure in-favour other 3.0 | abort-deconfigure in-favour other 3.0 removing third 4.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper unmask acme.timer
          deb-systemd-helper --quiet was-enabled acme.timer
          deb-systemd-helper enable acme.timer
          systemctl --system daemon-reload
          deb-systemd-invoke start acme.timer
        postinst triggered /some/path | unheard-of
        prerm remove | remove in-favour other 3.0
          deb-systemd-invoke stop acme.timer acme.service
        prerm upgrade 2.0 | failed-upgrade 1.0 | deconfigure in-favour other 3.0 | deconfigure in-favour other 3.0 removing third 4.0 | unheard-of
        postrm remove
          systemctl --system daemon-reload
        postrm purge
          deb-systemd-helper purge acme.timer
          rm -rf --one-file-system /var/lib/acme
        postrm upgrade 2.0 | failed-upgrade 1.0 | disappear other 3.0 | abort-install | abort-install 1.0 | abort-upgrade 1.0 | unheard-of

        """;

    // The users' managers that run start it, and no user's files are purged.
    public const string User = """
        preinst install | install 1.0 2.0 | upgrade 1.0 2.0 | abort-upgrade 2.0 | unheard-of
        postinst configure | configure 1.0 | abort-upgrade 2.0 | abort-remove | abort-remove in-favour other 3.0 | abort-deconfigure in-favour other 3.0 | abort-deconfigure in-favour other 3.0 removing third 4.0
          deb-systemd-helper --user unmask acme.service
          deb-systemd-helper --user --quiet was-enabled acme.service
          deb-systemd-helper --user enable acme.service
        postinst triggered /some/path | unheard-of
        prerm remove | upgrade 2.0 | failed-upgrade 1.0 | remove in-favour other 3.0 | deconfigure in-favour other 3.0 | deconfigure in-favour other 3.0 removing third 4.0 | unheard-of
        postrm remove | upgrade 2.0 | failed-upgrade 1.0 | disappear other 3.0 | abort-install | abort-install 1.0 | abort-upgrade 1.0 | unheard-of
        postrm purge
          deb-systemd-helper --user purge acme.service

        """;

    // There is no account to create.
    public const string Root = $"""
        preinst install | install 1.0 2.0 | upgrade 1.0 2.0 | abort-upgrade 2.0 | unheard-of
        postinst configure | abort-upgrade 2.0 | abort-remove | abort-remove in-favour other 3.0 | abort-deconfigure in-favour other 3.0 | abort-deconfigure in-favour other 3.0 removing third 4.0
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke start acme.service
          systemctl --quiet is-active acme.service
        postinst configure 1.0
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke restart acme.service
          systemctl --quiet is-active acme.service
        postinst triggered /some/path | unheard-of
        {RemovalAndPurge}

        """;

    // Each stage once: AfterInstall and AfterUpgrade before the service starts, BeforeRemove while it runs, Purge before the data is deleted.
    public const string Hooks = """
        preinst install
          usermod hook BeforeInstall
        preinst install 1.0 2.0 | upgrade 1.0 2.0 | abort-upgrade 2.0 | unheard-of
        postinst configure
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          usermod hook AfterInstall
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke start acme.service
          systemctl --quiet is-active acme.service
        postinst configure 1.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          usermod hook AfterUpgrade
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke restart acme.service
          systemctl --quiet is-active acme.service
        postinst triggered /some/path | unheard-of
        postinst abort-upgrade 2.0 | abort-remove | abort-remove in-favour other 3.0 | abort-deconfigure in-favour other 3.0 | abort-deconfigure in-favour other 3.0 removing third 4.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke start acme.service
          systemctl --quiet is-active acme.service
        prerm remove | remove in-favour other 3.0
          usermod hook BeforeRemove
          deb-systemd-invoke stop acme.service
        prerm upgrade 2.0 | failed-upgrade 1.0 | deconfigure in-favour other 3.0 | deconfigure in-favour other 3.0 removing third 4.0 | unheard-of
        postrm remove
          systemctl --system daemon-reload
          usermod hook AfterRemove
        postrm purge
          usermod hook Purge
          deb-systemd-helper purge acme.service
          rm -rf --one-file-system /var/lib/acme
        postrm upgrade 2.0 | failed-upgrade 1.0 | disappear other 3.0 | abort-install | abort-install 1.0 | abort-upgrade 1.0 | unheard-of

        """;

    // The owner exists only after the account is created, and the file has its owner before the service starts.
    public const string OwnedFile = $"""
        preinst install | install 1.0 2.0 | upgrade 1.0 2.0 | abort-upgrade 2.0 | unheard-of
        postinst configure | abort-upgrade 2.0 | abort-remove | abort-remove in-favour other 3.0 | abort-deconfigure in-favour other 3.0 | abort-deconfigure in-favour other 3.0 removing third 4.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          dpkg-statoverride --list /etc/acme/acme.conf
          systemd-tmpfiles --create -
          < z "/etc/acme/acme.conf" 0640 root acme
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke start acme.service
          systemctl --quiet is-active acme.service
        postinst configure 1.0
          systemd-sysusers acme.conf
          systemd-tmpfiles --create acme.conf
          dpkg-statoverride --list /etc/acme/acme.conf
          systemd-tmpfiles --create -
          < z "/etc/acme/acme.conf" 0640 root acme
          deb-systemd-helper unmask acme.service
          deb-systemd-helper --quiet was-enabled acme.service
          deb-systemd-helper enable acme.service
          systemctl --system daemon-reload
          deb-systemd-invoke restart acme.service
          systemctl --quiet is-active acme.service
        postinst triggered /some/path | unheard-of
        {RemovalAndPurge}

        """;

    private const string RemovalAndPurge = """
        prerm remove | remove in-favour other 3.0
          deb-systemd-invoke stop acme.service
        prerm upgrade 2.0 | failed-upgrade 1.0 | deconfigure in-favour other 3.0 | deconfigure in-favour other 3.0 removing third 4.0 | unheard-of
        postrm remove
          systemctl --system daemon-reload
        postrm purge
          deb-systemd-helper purge acme.service
          rm -rf --one-file-system /var/lib/acme
        postrm upgrade 2.0 | failed-upgrade 1.0 | disappear other 3.0 | abort-install | abort-install 1.0 | abort-upgrade 1.0 | unheard-of
        """;
}
