using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

public sealed class ProcessRunnerTests
{
    [Fact]
    public async Task A_program_that_takes_too_long_is_killed_with_its_children()
    {
        Availability.RequireProgram("sh");
        var hurried = new ProcessOptions { Timeout = TimeSpan.FromSeconds(0.3) };

        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => ProcessRunner.RunAsync(hurried, "sh", "-c", "echo begun; sleep 86398 & wait"));

        Assert.Contains("begun", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await ProcessRunner.RunAsync("pgrep", "-x", "-f", "sleep 86398")).ExitCode);
    }

    [Fact]
    public void A_build_does_not_inherit_the_test_hosts_own_variables()
    {
        var environment = new Dictionary<string, string?>
        {
            ["MSBuildSDKsPath"] = "/x",
            ["MSBUILDLOADMICROSOFTTARGETSREADONLY"] = "true",
            ["VSTEST_HOST_DEBUG"] = "1",
            ["DOTNET_HOST_PATH"] = "/x",
            ["DOTNET_ROOT"] = "/usr/lib/dotnet",
            ["PATH"] = "/usr/bin",
        };

        ProcessRunner.CleanEnvironment(environment);

        Assert.Equal(
            ["DOTNET_CLI_USE_MSBUILD_SERVER", "DOTNET_ROOT", "MSBUILDDISABLENODEREUSE", "PATH", "UseSharedCompilation"],
            environment.Keys.Order(StringComparer.Ordinal));
    }
}
