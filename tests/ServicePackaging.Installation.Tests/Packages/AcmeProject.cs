namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>The smallest service that shows what it was given: its environment, its arguments, its socket.</summary>
internal static class AcmeProject
{
    public const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <Sdk Name="ServicePackaging.Sdk" />
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <AssemblyName>acme</AssemblyName>
            <Authors>Acme &lt;acme@example.com&gt;</Authors>
            <Company>Acme</Company>
            <Description>says hello</Description>
            <ServicePackageCompression>None</ServicePackageCompression>
          </PropertyGroup>
          <!-- declarations -->
        </Project>
        """;

    public const string Program = """
        using System.Net.Sockets;
        using System.Runtime.InteropServices;

        string greeting = $"hello {Environment.GetEnvironmentVariable("GREETING") ?? "world"} {string.Join(' ', args)} from {Environment.UserName}";
        Console.WriteLine(greeting);
        if (args is ["once"])
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("LISTEN_FDS") == "1")
        {
            // SD_LISTEN_FDS_START, sd_listen_fds(3)
            var listener = new Socket(new SafeSocketHandle(3, ownsHandle: true));
            new Thread(() => { while (true) { using var peer = listener.Accept(); peer.Send("hello from the socket\n"u8); } }) { IsBackground = true }.Start();
        }

        using var stopped = new ManualResetEventSlim();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => { signal.Cancel = true; stopped.Set(); });
        stopped.Wait();
        """;

    public const string Instances = """
        <ItemGroup>
          <ServiceInstance Include="one" Environment="GREETING=alpha" />
          <ServiceInstance Include="two" Environment="GREETING=beta" Arguments="--loud" />
        </ItemGroup>
        """;

    public const string Timer = """
        <PropertyGroup><ServiceType>Oneshot</ServiceType><ServiceArguments>once</ServiceArguments></PropertyGroup>
        <ItemGroup><ServiceTimer Include="tick" Every="1s" /></ItemGroup>
        """;

    public const string UserScope = "<PropertyGroup><ServiceScope>User</ServiceScope></PropertyGroup>";

    /// <summary>Configuration of its own, and data that an earlier program may have left.</summary>
    public const string Guarded = "<ItemGroup><ServiceConfigFile Include='acme.conf' /></ItemGroup>";

    /// <summary>The same under another account.</summary>
    public const string GuardedOfAnother = "<PropertyGroup><ServiceUser>collector</ServiceUser></PropertyGroup>" + Guarded;

    /// <summary>Where packages of the SDK before 1.1 had the program, with variables that everybody may read.</summary>
    public const string AtTheOldPlace = """
        <PropertyGroup><ServiceInstallDirectory>/usr/lib/acme</ServiceInstallDirectory><NoWarn>$(NoWarn);SVCPKG4008</NoWarn></PropertyGroup>
        <ItemGroup>
          <Content Include='appsettings.json' CopyToPublishDirectory='Always' />
          <ServiceConfigFile Include='acme.conf' Mode='0644' Group='root' />
          <ServiceConfigFile Include='appsettings.json' Mode='0644' Group='root' />
        </ItemGroup>
        """;

    /// <summary>Its successor with nothing but defaults.</summary>
    public const string AtTheNewPlace = Guarded + "<ItemGroup><Content Include='appsettings.json' CopyToPublishDirectory='Always' /></ItemGroup>";

    /// <summary>The files that those declare.</summary>
    public static readonly (string Name, string Text)[] Settings = [("acme.conf", "password = none\n"), ("appsettings.json", "{}\n")];

    public const string Manual = "<PropertyGroup><ServiceStartMode>Manual</ServiceStartMode></PropertyGroup>";

    /// <summary>A command that prints what <see cref="Socket"/> answers.</summary>
    public const string Connect = "timeout 10 bash -c 'cat </dev/tcp/127.0.0.1/7001'";

    /// <summary>Makes data as root that is older than the package, with a link in it.</summary>
    public const string LeaveData = "mkdir -p /var/lib/acme/deep; touch /var/lib/acme/db /var/lib/acme/deep/db /root/secret; ln -s /root/secret /var/lib/acme/link";

    /// <summary>A command that prints whose the data is, and whose what the link points to.</summary>
    public const string DataOwners = "cd /var/lib/acme; stat -c '%n %U:%G' . db deep deep/db link; stat -L -c %U:%G link";

    /// <summary>A command that prints where things are after <see cref="AtTheNewPlace"/>.</summary>
    public static string Moved(string variables) => $"""
        test ! -e /usr/lib/acme; readlink /usr/libexec/acme/appsettings.json; stat -c '%a %U:%G' /etc/acme/acme.conf /etc/acme/appsettings.json {variables}; cat /etc/acme/appsettings.json
        """;

    /// <summary>What that prints.</summary>
    public const string AfterTheMove = "/etc/acme/appsettings.json\n640 root:acme\n640 root:acme\n640 root:acme\n{ }";

    /// <summary>What <see cref="DataOwners"/> prints where all is an account's.</summary>
    public static string DataOf(string account) =>
        string.Concat(new[] { ".", "db", "deep", "deep/db", "link" }.Select(name => $"{name} {account}:{account}\n")) + "root:root";

    private static readonly string[] Stages = ["BeforeInstall", "AfterInstall", "AfterUpgrade", "BeforeRemove", "AfterRemove", "Purge"];

    public static string Socket(string startMode) => $"""
        <PropertyGroup><ServiceStartMode>{startMode}</ServiceStartMode></PropertyGroup>
        <ItemGroup><ServiceSocket Include="127.0.0.1:7001" /></ItemGroup>
        """;

    /// <summary>A hook at every stage, which writes the state of the service to /root/hooks, and a restart after an upgrade.</summary>
    public static (string Declarations, (string Name, string Text)[] Files) HooksThatTellWhetherItRuns()
    {
        var declarations = $"""
            <PropertyGroup><ServiceUpgradeMode>RestartAfter</ServiceUpgradeMode></PropertyGroup>
            <ItemGroup>{string.Concat(Stages.Select(stage => $"<ServicePackageScript Include='{stage}.sh' Stage='{stage}' />"))}</ItemGroup>
            """;
        return (declarations, [.. Stages.Select(stage => ($"{stage}.sh", $"echo \"{stage}: $(systemctl is-active acme)\" >>/root/hooks\n"))]);
    }
}
