using System.Collections.Frozen;

namespace ServicePackaging.Platforms;

/// <summary>Names of users and groups that already exist in operating systems or well-known packages: a service with such a name would get
/// their files and rights.</summary>
internal static class SystemAccounts
{
    // Debian: base-passwd 3.6.1, and accounts that packages of a usual installation create. Fedora and RHEL: setup (uidgid). openSUSE:
    // system-users. root is not in the list: it is allowed, with a warning.
    private const string LinuxSystems = """
        _apt _chrony _rpc _ssh abrt adm admin at audio avahi avahi-autoipd backup bin bluetooth brlapi cdrom chrony cockpit-ws
        cockpit-wsinstance colord crontab cups-pk-helper daemon dbus dhcpd dialout dip disk dnsmasq fax flatpak floppy ftp fwupd-refresh
        games gdm geoclue gnome-initial-setup haclient hacluster halt input irc kmem kvm landscape ldap libstoragemgmt lightdm list
        locate lock lp lpadmin lxc lxd mail maildrop mailnull man mem messagebus named netdev news nfsnobody nm-openconnect nm-openvpn
        nobody nogroup nscd nslcd ntadmin ntp ntpsec openvpn operator pipewire pkiuser plugdev polkitd polkituser pollinate printadmin
        proxy pulse pulse-access qemu radvd rdma render rpc rpcuser rpm rtkit saned sanlock sasl saslauth scanner scard screen sddm
        setroubleshoot sgx shadow shutdown slocate smmsp src ssh sshd ssl-cert sssd staff stap-server stapdev stapsys stapusr statd sudo
        sync sys syslog tape tcpdump tftp tss tty unbound usbauth usbmux usbmuxd users utempter utmp uucp uuidd video vnc voice vscan
        wbpriv wheel whoopsie www www-data wwwrun
        """;

    // Packages of the distributions, to which the account belongs. Members of docker, lxd, incus-admin and libvirt can become root.
    private const string LinuxPackages = """
        amanda amandabackup amavis apache asterisk bacula bind caddy cassandra ceph clamav couchdb cyrus dba docker dockerroot dovecot
        dovenull elasticsearch epmd exim firebird frr gitlab grafana haproxy httpd icinga incus incus-admin influxdb jenkins kibana
        libvirt libvirt-qemu libvirtd libvirtdbus lighttpd logstash mailman mariadb memcache memcached mongod mongodb mosquitto munge
        munin mysql nagios nginx ntop oinstall opendkim openldap opensearch openvswitch oracle pdns pgbouncer podman postdrop postfix
        postgres postgresql postgrey privoxy proftpd prometheus puppet quagga rabbitmq radiusd redis salt snmp snort squid stunnel4 svn
        tomcat tor traefik ulogd valkey varnish vboxusers vmail wireshark zabbix
        """;

    // Apple's files-972, DefaultLocalDB/Default: users and groups, without root and wheel.
    private const string MacOSSystem = """
        _accessoryupdater _amavisd _analyticsd _analyticsusers _aonsensed _appinstalld _appleevents _applepay _appowner _appserver
        _appserveradm _appserverusr _appstore _ard _assetcache _astris _atsserver _audiomxd _avbdeviced _avphidbridge _backgroundassets
        _biome _calendar _captiveagent _ces _clamav _cmiodalassistants _coreaudiod _coremediaiod _coreml _corespeechd _ctkd _cvms
        _cvmsroot _cvs _cyrus _darwindaemon _datadetectors _demod _detachedsig _devdocs _developer _devicemgr _diagnosticservicesd
        _diskimagesiod _displaypolicyd _distnote _dovecot _dovenull _dpaudio _driverkit _eligibilityd _eppc _findmydevice _fpsd _ftp
        _gamecontrollerd _geod _guest _hidd _iconservices _installassistant _installcoordinationd _installer _jabber _kadmin_admin
        _kadmin_changepw _keytabusers _knowledgegraphd _krb_anonymous _krb_changepw _krb_kadmin _krb_kerberos _krb_krbtgt _krbfast
        _krbtgt _launchservicesd _lda _locationd _logd _lp _lpadmin _lpoperator _mailman _mbsetupuser _mcxalr _mdnsresponder _mds_stores
        _mmaintenanced _mobileasset _mobilegestalthelper _modelmanagerd _mysql _naturallanguaged _nearbyd _netbios _netstatistics
        _networkd _neuralengine _notification_proxy _nsurlsessiond _oahd _odchpass _ondemand _postdrop _postfix _postgres _qtss
        _reportmemoryexception _reportsystemmemory _rmd _sandbox _screensaver _scsd _securityagent _sntpd _softwareupdate _spinandd
        _spotlight _sshd _svn _swtransparencyd _systemstatusd _taskgated _teamsserver _terminusd _timed _timezone _tokend _trustd
        _trustevaluationagent _unknown _update_sharing _usbmuxd _uucp _warmd _webauthserver _webdeveloper _windowserver _www _wwwproxy
        _xserverdocs accessibility admin authedusers bin certusers consoleusers daemon dialer everyone group interactusers kmem
        localaccounts mail netaccounts netusers network nobody nogroup operator owner procmod procview staff sys tty utmp
        """;

    // Microsoft, "Local Accounts" and "Active Directory Accounts".
    private const string WindowsUsers = "Administrator DefaultAccount Guest HelpAssistant KRBTGT WDAGUtilityAccount";

    private static readonly FrozenSet<string> Linux = Names(LinuxSystems, LinuxPackages);
    private static readonly FrozenSet<string> MacOS = Names(MacOSSystem);
    private static readonly FrozenSet<string> Windows = WindowsUsers.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Domains of Windows itself. LocalService, NetworkService and SYSTEM are read before.
    private static readonly string[] WindowsDomains =
        [@"NT AUTHORITY\", @"BUILTIN\", @"APPLICATION PACKAGE AUTHORITY\", @"Window Manager\", @"Font Driver Host\"];

    /// <summary>Whether Linux systems have a user or group of that name. The accounts of systemd's own services start with
    /// systemd-.</summary>
    public static bool IsOnLinux(string name) => Linux.Contains(name) || name.StartsWith("systemd-", StringComparison.Ordinal);

    /// <summary>Whether macOS has a user or group of that name.</summary>
    public static bool IsOnMacOS(string name) => MacOS.Contains(name);

    /// <summary>Whether Windows has a user of that name, with or without its domain.</summary>
    public static bool IsOnWindows(string name) =>
        Windows.Contains(name[(name.LastIndexOf('\\') + 1)..])
        || Array.Exists(WindowsDomains, domain => name.StartsWith(domain, StringComparison.OrdinalIgnoreCase));

    private static FrozenSet<string> Names(params string[] texts) =>
        texts.SelectMany(text => text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)).ToFrozenSet(StringComparer.Ordinal);
}
