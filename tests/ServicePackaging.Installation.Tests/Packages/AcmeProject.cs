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
}
