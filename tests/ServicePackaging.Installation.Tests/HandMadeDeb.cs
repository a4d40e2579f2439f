using ServicePackaging.Installation.Tests.Boxes;

namespace ServicePackaging.Installation.Tests;

/// <summary>A small package, as one would write it by hand, that shows what a box can do.</summary>
internal static class HandMadeDeb
{
    private static readonly Dictionary<string, string> Files = new()
    {
        ["DEBIAN/control"] = """
            Package: greeter
            Version: 1.0
            Architecture: all
            Maintainer: Box <box@example.com>
            Depends: libc6, libicu72, libssl3, systemd | systemd-standalone-sysusers | systemd-sysusers
            Description: a service that does nothing but run

            """,
        ["DEBIAN/conffiles"] = "/etc/greeter.conf\n",
        ["DEBIAN/postinst"] = """
            #!/bin/sh
            set -e
            systemd-sysusers greeter.conf
            [ "$1" = configure ] || exit 0
            if [ -x /usr/bin/deb-systemd-helper ]; then deb-systemd-helper enable greeter.service; fi
            if [ -d /run/systemd/system ]; then
                systemctl daemon-reload
                deb-systemd-invoke start greeter.service
            fi

            """,
        ["DEBIAN/prerm"] = """
            #!/bin/sh
            set -e
            if [ "$1" = remove ] && [ -d /run/systemd/system ]; then deb-systemd-invoke stop greeter.service; fi

            """,
        ["DEBIAN/postrm"] = """
            #!/bin/sh
            set -e
            if [ "$1" = purge ] && [ -x /usr/bin/deb-systemd-helper ]; then deb-systemd-helper purge greeter.service; fi

            """,
        ["etc/greeter.conf"] = "greeting=hello\n",
        ["usr/lib/sysusers.d/greeter.conf"] = "u greeter - \"Greeter\"\n",
        ["usr/lib/greeter/greeter"] = """
            #!/bin/sh
            . /etc/greeter.conf
            echo "$greeting from $(id -un)"
            exec sleep infinity

            """,
        ["lib/systemd/system/greeter.service"] = """
            [Unit]
            Description=Greeter
            [Service]
            ExecStart=/usr/lib/greeter/greeter
            User=greeter
            Restart=on-failure
            RestartSec=0
            [Install]
            WantedBy=multi-user.target

            """,
    };

    /// <summary>Builds the package in the box, with the box's own tools.</summary>
    /// <returns>Its path there.</returns>
    public static async Task<string> BuildAsync(Box box)
    {
        var tree = Path.Combine(box.ShareDirectory, "greeter");
        foreach (var (path, text) in Files)
        {
            var file = Path.Combine(tree, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        const string build = """
            cp -R /share/greeter /tmp
            cd /tmp/greeter
            chmod -R u=rwX,go=rX .
            chmod 755 DEBIAN/p* usr/lib/greeter/greeter
            dpkg-deb --root-owner-group --build . /share/greeter.deb
            """;
        (await box.ShellAsync(build)).Succeeded();
        return "/share/greeter.deb";
    }
}
