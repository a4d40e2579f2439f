namespace ServicePackaging.Sdk.Tests;

/// <summary>What ServicePackage may say, and how it may arrive.</summary>
public sealed class FormatRequestTests(SdkFeed feed)
{
    private readonly Workspace _workspace = new(feed);

    [Theory]
    [InlineData("deb")]
    [InlineData("DEB")]
    [InlineData("All", "deb+rpm+pkg+msi")]
    [InlineData("deb%3B", "deb")]
    [InlineData("deb+rpm", "deb+rpm")]
    [InlineData("deb%3Brpm", "deb+rpm")]
    [InlineData("deb%2Crpm", "deb+rpm")]
    [InlineData("\"deb;rpm\"", "deb+rpm")]
    [InlineData("\"deb,rpm\"", "deb+rpm")]
    [InlineData("deb|rpm", "deb+rpm")]
    [InlineData("deb rpm", "deb+rpm")]
    [InlineData("all+deb", "deb+rpm+pkg+msi+deb")]
    [InlineData("msi%3BDeb", "msi+deb")]
    public async Task Every_separator_that_arrives_is_one(string written, string read = "deb")
    {
        var result = await _workspace.DotnetAsync("msbuild", _workspace.AddService(), $"-p:ServicePackage={written}", "-getProperty:_ServicePackageFormats");
        Assert.Equal(read, result.Succeeded().Text);
    }

    [Fact]
    public async Task The_environment_a_publish_profile_and_the_project_can_ask()
    {
        var project = _workspace.AddService();
        _workspace.Environment["ServicePackage"] = "deb;deb";
        Assert.Single(await _workspace.PublishAsync(project, Workspace.FrameworkDependent));
        _workspace.Environment.Remove("ServicePackage");

        const string Request = "<PropertyGroup><ServicePackage>deb+msi</ServicePackage></PropertyGroup>";
        _workspace.Write("app/Properties/PublishProfiles/Installers.pubxml", $"<Project>{Request}</Project>");
        Assert.Equal(2, (await _workspace.PublishAsync(project, Workspace.FrameworkDependent, "-p:PublishProfile=Installers")).Count);

        Assert.Equal(2, (await _workspace.PublishAsync(_workspace.AddService(Request, "other"), Workspace.FrameworkDependent)).Count);
    }

    [Theory]
    [InlineData("SVCPKG1001", "'dbe' is not a package format. Write deb, rpm, pkg, msi or all; join several with +", "-p:ServicePackage=deb+dbe")]
    [InlineData("SVCPKG1001", "'everything' is not a package format", "-p:ServicePackage=all+everything")]
    [InlineData("SVCPKG1003", "A publish for 'win-x64' cannot become a deb package", "-p:ServicePackage=deb", "-r", "win-x64")]
    [InlineData("SVCPKG1003", "A publish for 'osx-arm64' cannot become a deb package", "-p:ServicePackage=deb", "-r", "osx-arm64")]
    [InlineData("SVCPKG1003", "A publish for 'win-x64' cannot become a deb package", "-p:ServicePackage=deb", "-p:ServicePackageRuntimeIdentifiers=win-x64")]
    [InlineData("SVCPKG1003", "A publish for 'linux-x64' cannot become a msi package", "-p:ServicePackage=msi", "-r", "linux-x64")]
    [InlineData("SVCPKG1003", "A publish for 'linux-x64' cannot become a msi package", "-p:ServicePackage=msi", "-p:ServicePackageRuntimeIdentifiers=linux-x64")]
    [InlineData("SVCPKG1003", "A publish for 'linux-x64' cannot become a pkg package", "-p:ServicePackage=pkg", "-r", "linux-x64")]
    [InlineData("SVCPKG1003", "A publish for 'win-x64' cannot become a pkg package", "-p:ServicePackage=pkg", "-p:ServicePackageRuntimeIdentifiers=win-x64")]
    [InlineData("SVCPKG1003", "such as win-x64", "-p:ServicePackage=deb+msi", "-r", "osx-arm64")]
    [InlineData("SVCPKG1004", "Publish for linux-x64 instead", "-p:ServicePackage=deb", "-r", "linux-musl-x64")]
    public async Task What_cannot_be_made_is_refused_before_anything_is_restored_or_built(string code, string says, params string[] arguments)
    {
        var output = await _workspace.FailAsync(code, _workspace.AddService(), arguments);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.File("app", "bin")));
    }

    [Fact]
    public async Task A_runtime_identifier_of_the_project_is_not_blamed_on_the_command_line()
    {
        var project = _workspace.AddService(properties: "<RuntimeIdentifier>win-x64</RuntimeIdentifier>");

        var output = await _workspace.FailAsync("SVCPKG1003", project, Workspace.Deb);

        Assert.Contains("sets RuntimeIdentifier to 'win-x64': add -r linux-x64 to the command", output, StringComparison.Ordinal);
    }
}
