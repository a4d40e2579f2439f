using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Model;

/// <summary>The properties that set a service's directories, and their tokens.</summary>
public sealed class LayoutTests
{
    private static readonly string[] Properties =
        ["ServiceInstallDirectory", "ServiceConfigDirectory", "ServiceStateDirectory", "ServiceLogDirectory"];

    private static readonly string[] Tokens =
        ["{InstallDirectory}", "{StateDirectory}", "{CacheDirectory}", "{Instance}", "{DataDirectory}"];

    public static MatrixTheoryData<string, string> All => new(Properties, Tokens);

    [Theory]
    [MemberData(nameof(All))]
    public void A_token_in_one_of_them_is_an_error_on_each_platform(string property, string token)
    {
        var path = $"/srv/{token}/x";

        Assert.Equal(["SVCPKG2019"], new Service().With(property, path).Plan().Codes);
        Assert.Equal(["SVCPKG2019"], new Service().With(property, path).PlanRpm().Codes);
        Assert.Equal(["SVCPKG2019"], new Service().OnMacOS().With(property, path).PlanPkg().Codes);
        Assert.Equal(["SVCPKG2019"], new Service().OnWindows().With(property, $@"ProgramData\{token}\x").PlanMsi().Codes);
    }

    [Theory]
    [InlineData("ServiceStateDirectory", "~/{StateDirectory}")]
    [InlineData("ServiceLogDirectory", "~/.acme/{LogDirectory}")]
    public void Nor_is_there_one_in_a_users_home(string property, string path)
    {
        var service = new Service().With("ServiceScope", "User").With(property, path);

        Assert.Equal(["SVCPKG2019"], service.Plan().Codes);
        Assert.Equal(["SVCPKG2019"], service.OnMacOS().PlanPkg().Codes);
    }

    [Fact]
    public void The_message_names_the_property_the_token_and_a_path() => Assert.Equal(
        "ServiceStateDirectory is '/srv/{StateDirectory}', and the token '{StateDirectory}' cannot be used there. "
        + "Write the whole path, such as '/var/lib/acme'.",
        Assert.Single(new Service().With("ServiceStateDirectory", "/srv/{StateDirectory}").Plan().Findings).Message);

    [Fact]
    public void An_instance_may_have_a_directory_beside_the_services()
    {
        var service = new Service().With("ServiceStateDirectory", "/srv/acme")
            .Item("ServiceInstance", "dev", ("StateDirectory", "{StateDirectory}-dev"));

        Assert.Equal("/srv/acme-dev", Assert.Single(service.Read().Definition.Instances).Service.Layout.State);
        Assert.Empty(service.Plan().Findings);
    }

    [Theory]
    [InlineData("{StateDirectory}")]
    [InlineData("{InstallDirectory}")]
    [InlineData("{LogDirectory}.log")]
    public void Output_goes_to_a_file_in_a_directory(string path)
    {
        foreach (var scope in new[] { "System", "User" })
        {
            var service = new Service().With("ServiceScope", scope).With("ServiceStandardOutput", path);
            Assert.Equal(["SVCPKG2007"], service.Plan().Codes);
            Assert.Equal(["SVCPKG2007"], service.OnMacOS().PlanPkg().Codes);
        }
    }
}
