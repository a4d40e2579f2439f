using System.Security.Cryptography;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>What a publish says, returns and leaves.</summary>
public sealed class OutputTests(SdkFeed feed)
{
    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task A_package_is_one_line_for_people_and_one_item_for_programs()
    {
        string[] asked = [_workspace.AddService(), Workspace.Deb, Workspace.FrameworkDependent, "-p:ServicePackageEmitSource=true"];
        var log = (await _workspace.DotnetAsync(["publish", .. asked])).Succeeded();
        var path = _workspace.File("app", "bin", "Release", "packages", "app_1.2.3-1_amd64.deb");
        Assert.Single(log.StandardOutput.Split('\n'), line => line.Contains($"app -> {path} (", StringComparison.Ordinal));
        Assert.DoesNotContain("packages, ", log.StandardOutput, StringComparison.Ordinal);

        Assert.Contains("Package: app\n", File.ReadAllText($"{path}.source/control"), StringComparison.Ordinal);
        Assert.Contains("ExecStart=/usr/libexec/app/app\n", File.ReadAllText($"{path}.source/usr/lib/systemd/system/app.service"), StringComparison.Ordinal);

        var package = Assert.Single(await _workspace.PublishAsync(asked[0], asked[1..]));
        var bytes = File.ReadAllBytes(path);
        Assert.Equal(
            new GeneratedPackage(path, "deb", "linux-x64", "1.2.3-1", $"{bytes.Length}", Convert.ToHexStringLower(SHA256.HashData(bytes))), package);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_preview_shows_the_tree_the_unit_the_scripts_and_the_control_file_and_writes_no_package(bool onTerminal)
    {
        string[] command = ["build", _workspace.AddService(), "-t:PreviewServicePackage", Workspace.Deb, Workspace.FrameworkDependent];
        var result = onTerminal ? await OnTerminalAsync(command) : await _workspace.DotnetAsync(command);
        var text = result.Succeeded().StandardOutput.ReplaceLineEndings("\n");
        string[] parts =
        [
            "app_1.2.3-1_amd64.deb", "-rwxr-xr-x root/root", "/usr/libexec/app/app\n", "==> control <==", "==> postinst <==",
            "==> /usr/lib/systemd/system/app.service <==", "[Service]\n",
        ];
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));

        Assert.Empty(Directory.GetFiles(_workspace.Root, "*.deb", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_preview_of_nothing_says_what_to_type()
    {
        var result = await _workspace.DotnetAsync("build", _workspace.AddService(), "-t:PreviewServicePackage");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("-p:ServicePackage=deb", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Someone_at_a_terminal_sees_where_each_package_is()
    {
        var result = (await OnTerminalAsync(
            "publish", _workspace.AddService(), Workspace.Deb, Workspace.FrameworkDependent,
            "-p:ServicePackageRuntimeIdentifiers=linux-x64+linux-arm64")).Succeeded();
        Assert.Contains("app_1.2.3-1_amd64.deb", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("app_1.2.3-1_arm64.deb", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("→ 2 packages, ", result.StandardOutput, StringComparison.Ordinal);
    }

    // A wide terminal: a long path is not folded.
    private async Task<ProcessResult> OnTerminalAsync(params string[] arguments)
    {
        Availability.RequireProgram("script");
        Dictionary<string, string?> environment = new(feed.Servers.SharedCompilation) { ["TERM"] = "xterm-256color" };
        var command = string.Join(' ', arguments.Prepend("dotnet").Select(argument => $"'{argument}'"));
        return await ProcessRunner.RunAsync(
            new ProcessOptions { WorkingDirectory = _workspace.Root, Environment = environment },
            "script", "-qec", $"stty cols 300; {command} --tl:on", "/dev/null");
    }
}
