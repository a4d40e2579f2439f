using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Nothing is written where nothing changed, and nothing stale is kept where something did.</summary>
public sealed class IncrementalTests(SdkFeed feed)
{
    // For a change after the first publish of a project, which has restored it.
    private const string NoRestore = "--no-restore";

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task A_package_is_written_again_when_and_only_when_what_it_is_made_of_has_changed()
    {
        const string Items =
            """
            <ItemGroup>
              <Content Include="data/**" CopyToPublishDirectory="Always" />
              <ServiceConfigFile Include="app.toml" Mode="0640" />
              <ServiceEnvironment Include="COLOUR" Value="red" />
              <ServiceDirectory Include="spool" Kind="State" />
              <ServicePackageScript Include="hook.sh" Stage="AfterInstall" />
              <ServicePackageTemplate Include="copyright.sbn" Replaces="deb/copyright" />
            </ItemGroup>
            """;
        _workspace.Write("app/data/one.txt", "1");
        _workspace.Write("app/data/two.txt", "2");
        _workspace.Write("app/app.toml", "a = 1\n");
        _workspace.Write("app/hook.sh", "#!/bin/sh\ntrue\n");
        _workspace.Write("app/copyright.sbn", "# one\n");
        var project = _workspace.AddService(Items);
        var package = await _workspace.PublishDebAsync(project);
        var before = await IdentityAsync(package);

        await Keeps();
        var log = (await _workspace.DotnetAsync("publish", project, Workspace.Deb, Workspace.FrameworkDependent, "-v:detailed")).Succeeded().StandardOutput;
        Assert.Contains($"The package '{package}' is up to date.", log, StringComparison.Ordinal);
        Assert.Equal(before, await IdentityAsync(package));

        await Rewrites(arguments: "-p:ServiceNice=5");
        await Rewrites();
        await Rewrites(() => Edit("Mode=\"0640\"", "Mode=\"0600\""));
        await Rewrites(() => Edit("Value=\"red\"", "Value=\"blue\""));
        await Rewrites(() => Edit("Kind=\"State\"", "Kind=\"Cache\""));
        await Rewrites(() => File.Delete(_workspace.File("app", "data", "two.txt")));
        Assert.DoesNotContain("data/two.txt", Packages.Payload(package));
        await Rewrites(() => _workspace.Write("app/app.toml", "a = 2\n"));
        await Rewrites(() => _workspace.Write("app/copyright.sbn", "# two\n"));
        await Rewrites(() => _workspace.Write("app/hook.sh", "#!/bin/sh\nfalse\n"));
        await Rewrites(() => File.SetLastWriteTimeUtc(_workspace.Write("app/app.toml", "a = 3\n"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        Assert.Equal("a = 3\n", Packages.Read(package, "/etc/app/app.toml"));
        await Rewrites(() => File.SetLastWriteTimeUtc(_workspace.Write("app/data/one.txt", "!"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        Assert.Equal("!", Packages.Read(package, "/usr/libexec/app/data/one.txt"));
        await Rewrites(() => _workspace.Environment["SOURCE_DATE_EPOCH"] = "1700000000");
        await Rewrites(() => File.Delete(package));
        await Keeps();
        Assert.StartsWith(_workspace.File("elsewhere"), await _workspace.PublishDebAsync(project, NoRestore, "-o", "elsewhere"), StringComparison.Ordinal);

        void Edit(string from, string to) => File.WriteAllText(project, File.ReadAllText(project).Replace(from, to, StringComparison.Ordinal));

        async Task Keeps()
        {
            await _workspace.PublishDebAsync(project, NoRestore);
            Assert.Equal(before, await IdentityAsync(package));
        }

        async Task Rewrites(Action? change = null, params string[] arguments)
        {
            change?.Invoke();
            Assert.Equal(package, await _workspace.PublishDebAsync(project, [NoRestore, .. arguments]));
            var after = await IdentityAsync(package);
            Assert.NotEqual(before, after);
            before = after;
        }
    }

    [Fact]
    public async Task An_installer_is_written_again_when_and_only_when_what_it_is_made_of_has_changed()
    {
        _workspace.WriteIcon("app/app.ico", 1);
        _workspace.Write("app/data/one.txt", "1");
        _workspace.Write("app/hook.cmd", "rem one\n");
        var project = _workspace.AddService(
            """
            <ItemGroup>
              <Content Include="data/**" CopyToPublishDirectory="Always" />
              <MsiProperty Include="ARPHELPTELEPHONE" Value="1234" />
              <ServicePackageScript Include="hook.cmd" Stage="AfterInstall" />
            </ItemGroup>
            """,
            properties: "<ApplicationIcon>app.ico</ApplicationIcon>");
        var package = await _workspace.PublishMsiAsync(project);
        var before = await IdentityAsync(package);

        await Rewrites(false);
        await Rewrites(true, () => _workspace.WriteIcon("app/app.ico", 2));
        await Rewrites(true, () => _workspace.Write("app/hook.cmd", "rem two\n"));
        await Rewrites(true, () => _workspace.Write("app/data/one.txt", "2"));
        Assert.Equal("2", Installers.Read(package, "one.txt"));
        await Rewrites(true, () => File.WriteAllText(project, File.ReadAllText(project).Replace("1234", "5678", StringComparison.Ordinal)));
        Assert.Equal("5678", Installers.Property(package, "ARPHELPTELEPHONE"));
        await Rewrites(true, () => _workspace.Environment["SOURCE_DATE_EPOCH"] = "1700000000");
        await Rewrites(false);
        // The .NET SDK restores for one runtime identifier at a time, and writes the runtime's configuration anew after another one's restore.
        var bytes = File.ReadAllBytes(package);
        await _workspace.PublishDebAsync(project);
        Assert.Equal(package, await _workspace.PublishMsiAsync(project));
        Assert.Equal(bytes, File.ReadAllBytes(package));

        async Task Rewrites(bool isExpected, Action? change = null)
        {
            change?.Invoke();
            Assert.Equal(package, await _workspace.PublishMsiAsync(project, isExpected ? [NoRestore] : []));
            var after = await IdentityAsync(package);
            Assert.Equal(isExpected, after != before);
            before = after;
        }
    }

    [Fact]
    public async Task A_macOS_package_is_written_again_when_and_only_when_what_it_is_made_of_has_changed()
    {
        _workspace.Write("app/welcome.txt", "one");
        _workspace.Write("app/hook.sh", "#!/bin/sh\ntrue\n");
        var project = _workspace.AddService(
            """
            <ItemGroup>
              <LaunchdKey Include="ProcessType" Value="Background" />
              <MacOSInstallerResource Include="welcome.txt" Page="Welcome" />
              <ServicePackageScript Include="hook.sh" Stage="AfterInstall" />
            </ItemGroup>
            """);
        var package = await _workspace.PublishPkgAsync(project);
        var before = await IdentityAsync(package);

        await Rewrites(false);
        await Rewrites(true, () => _workspace.Write("app/welcome.txt", "two"));
        await Rewrites(true, () => _workspace.Write("app/hook.sh", "#!/bin/sh\nfalse\n"));
        await Rewrites(true, () => File.WriteAllText(project, File.ReadAllText(project).Replace("Background", "Standard", StringComparison.Ordinal)));
        // The .NET SDK restores for one runtime identifier at a time, and writes the runtime's configuration anew after another one's restore.
        var bytes = File.ReadAllBytes(package);
        await _workspace.PublishDebAsync(project);
        Assert.Equal(package, await _workspace.PublishPkgAsync(project));
        Assert.Equal(bytes, File.ReadAllBytes(package));

        async Task Rewrites(bool isExpected, Action? change = null)
        {
            change?.Invoke();
            Assert.Equal(package, await _workspace.PublishPkgAsync(project, isExpected ? [NoRestore] : []));
            var after = await IdentityAsync(package);
            Assert.Equal(isExpected, after != before);
            before = after;
        }
    }

    [Fact]
    public async Task Two_configurations_that_share_a_directory_do_not_take_each_others_package_for_their_own()
    {
        var project = _workspace.AddService();
        var debug = await Publish("Debug");
        Assert.NotEqual(debug, await Publish("Release"));
        Assert.Equal(debug, await Publish("Debug"));

        async Task<string> Publish(string configuration)
        {
            var package = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb, Workspace.FrameworkDependent, "-c", configuration, "-o", "out"));
            Assert.Equal(package.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(package.Identity))));
            return package.Sha256;
        }
    }

    [Fact]
    public async Task What_a_target_of_the_project_added_goes_with_the_target()
    {
        const string Hook = """<Target Name="Add" AfterTargets="Publish"><WriteLinesToFile File="$(PublishDir)added.txt" Lines="x" /></Target>""";
        var package = await _workspace.PublishDebAsync(_workspace.AddService(Hook));
        Assert.Contains("added.txt", Packages.Payload(package));
        Assert.DoesNotContain("added.txt", Packages.Payload(await _workspace.PublishDebAsync(_workspace.AddService())));

        (await _workspace.DotnetAsync("clean", _workspace.File("app"), "-c", "Release")).Succeeded();
        Assert.False(Directory.Exists(_workspace.File("app", "obj", "servicepackage", "Release")));
    }

    private static async Task<string> IdentityAsync(string file) => (await ProcessRunner.RunAsync("stat", "-c", "%i %y", file)).Succeeded().Text;
}
