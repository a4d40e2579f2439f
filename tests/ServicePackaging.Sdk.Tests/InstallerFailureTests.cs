namespace ServicePackaging.Sdk.Tests;

/// <summary>What Windows or its Installer cannot have is a coded error, or a warning where the rest can be made, and never half a package.</summary>
public sealed class InstallerFailureTests(SdkFeed feed, SharedWorkspace shared) : IClassFixture<SharedWorkspace>
{
    private readonly Workspace _workspace = new(feed);

    [Theory]
    [InlineData("SVCPKG5001", "'256.0.0', and the first two numbers of a Windows Installer version are at most 255", "Version=256.0.0")]
    [InlineData("SVCPKG5001", "'1.2.3.4', and Windows Installer ignores the fourth number", "Version=1.2.3.4")]
    [InlineData("SVCPKG5001", "'1.2.65536', and the third number of a Windows Installer version is at most 65535", "ServicePackageVersion=1.2.65536")]
    [InlineData("SVCPKG2006", "ServiceName is 'a/b'", "ServiceName=a/b")]
    [InlineData("SVCPKG2006", @"WindowsServiceName is 'a\b'", @"WindowsServiceName=a\b")]
    [InlineData("SVCPKG2006", "ServiceName is 'app[1]'", "ServiceName=app[1]")]
    [InlineData("SVCPKG1005", "no architecture for the runtime identifier 'win-arm'", "RuntimeIdentifier=win-arm", "UseAppHost=false")]
    public async Task A_value_that_Windows_Installer_cannot_have(string code, string says, params string[] properties)
    {
        var workspace = shared.Workspace;
        var output = await workspace.FailAsync(
            code, workspace.AddService(), [Workspace.Msi, Workspace.FrameworkDependent, .. properties.Select(property => $"-p:{property}")]);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.File("app", "bin", "Release", "packages")));
    }

    [Theory]
    [InlineData("SVCPKG5005", "MsiProperty 'ProductCode' is computed", """<MsiProperty Include="ProductCode" Value="{2C4F0B5E-8D0B-4B7C-9C1B-0F4E5D6A7B8C}" />""")]
    [InlineData("SVCPKG2001", "UpgradeCode", """<MsiProperty Include="UpgradeCode" Value="mine" />""")]
    [InlineData("SVCPKG5004", "'hook.cmd' has Stage 'BeforeInstall'", """<ServicePackageScript Include="hook.cmd" Stage="BeforeInstall" />""")]
    [InlineData("SVCPKG3004", "'gone.ps1'", """<ServicePackageScript Include="gone.ps1" Stage="AfterInstall" />""")]
    [InlineData("SVCPKG5009", "'data/aux.json' cannot be installed on Windows", """<Content Include="data/aux.json" CopyToPublishDirectory="Always" />""")]
    [InlineData("SVCPKG5009", "'data/a?b' cannot be installed on Windows", """<Content Include="data/a%3Fb" CopyToPublishDirectory="Always" />""")]
    public async Task An_item_that_Windows_Installer_cannot_have(string code, string says, string item)
    {
        var workspace = shared.Workspace;
        foreach (var name in new[] { "hook.cmd", "data/aux.json", "data/a?b" })
        {
            workspace.Write($"items/{name}", "x");
        }

        var older = workspace.Write("out/app-1.2.3-1.x64.msi", "older");
        var project = workspace.AddService($"<ItemGroup>{item}</ItemGroup>", "items", properties: "<AssemblyName>app</AssemblyName>");
        var output = await workspace.FailAsync(code, project, Workspace.Msi, Workspace.FrameworkDependent, "-o", "out");
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.Equal([older], Directory.GetFileSystemEntries(workspace.File("out")));
        Assert.Equal("older", File.ReadAllText(older));
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_are_one_on_Windows_and_two_elsewhere()
    {
        var project = _workspace.AddService(
            """
            <Target Name="Add" AfterTargets="Publish">
              <WriteLinesToFile File="$(PublishDir)README.txt" Lines="1" />
              <WriteLinesToFile File="$(PublishDir)readme.txt" Lines="2" />
            </Target>
            """);
        var output = await _workspace.FailAsync("SVCPKG3005", project, Workspace.Msi, Workspace.FrameworkDependent);
        Assert.Contains(@"app\readme.txt' would be in the package twice", output, StringComparison.Ordinal);
        Assert.Contains("readme.txt", Packages.Payload(await _workspace.PublishDebAsync(project)));
    }

    [Fact]
    public async Task A_hook_in_another_system_s_language_is_left_out_and_said_so()
    {
        _workspace.Write("app/hook.sh", "#!/bin/sh\necho hook\n");
        _workspace.Write("app/hook.ps1", "Write-Output hook\n");
        var project = _workspace.AddService(
            """
            <ItemGroup>
              <ServicePackageScript Include="hook.sh;hook.ps1" Stage="AfterInstall" />
            </ItemGroup>
            """);
        var output = (await _workspace.DotnetAsync("publish", project, "-p:ServicePackage=deb+msi", Workspace.FrameworkDependent, "-o", "out")).Succeeded().StandardOutput;
        Assert.Contains("warning SVCPKG2011: ServicePackageScript 'hook.ps1' is left out on Linux", output, StringComparison.Ordinal);
        Assert.Contains("warning SVCPKG2011: ServicePackageScript 'hook.sh' is left out on Windows", output, StringComparison.Ordinal);
        var hook = Assert.Single(Installers.Payload(_workspace.File("out", "app-1.2.3-1.x64.msi")), file => file.StartsWith("hooks/", StringComparison.Ordinal));
        Assert.EndsWith(".ps1", hook, StringComparison.Ordinal);
        Assert.Contains(Installers.Rows(_workspace.File("out", "app-1.2.3-1.x64.msi"), "CustomAction"), row => row.Contains("powershell.exe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gap_of_one_platform_does_not_stop_the_package_of_another()
    {
        var output = (await _workspace.DotnetAsync(
            "publish", _workspace.AddService(), "-p:ServicePackage=all", Workspace.FrameworkDependent, "-p:ServiceMemoryMax=1G", "-p:NoWarn=SVCPKG5003"))
            .Succeeded().StandardOutput;
        Assert.Equal(2, output.Split('\n').Count(line => line.Contains("warning SVCPKG2011: ServiceMemoryMax", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_payload_beyond_what_an_installer_can_hold_leaves_the_older_package()
    {
        Directory.CreateDirectory(_workspace.File("app"));
        using (var large = File.Create(_workspace.File("app", "large")))
        {
            large.SetLength((1L << 31) + (1 << 28));
        }

        var older = _workspace.Write("out/app-1.2.3-1.x64.msi", "older");
        var project = _workspace.AddService("""<ItemGroup><ServicePackageFile Include="large" TargetPath="large" /></ItemGroup>""");
        var output = await _workspace.FailAsync("SVCPKG5007", project, Workspace.Msi, Workspace.FrameworkDependent, "-o", "out");
        Assert.Contains(older, output, StringComparison.Ordinal);
        Assert.Equal([older], Directory.GetFileSystemEntries(_workspace.File("out")));
        Assert.Equal("older", File.ReadAllText(older));
    }
}
