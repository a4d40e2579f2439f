using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>A package that cannot be made is a coded error, and nothing half-written.</summary>
public sealed class FailureTests(SdkFeed feed)
{
    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task A_file_in_the_place_of_the_output_directory()
    {
        _workspace.Write("out", "in the way");
        await _workspace.FailAsync("SVCPKG3010", _workspace.AddService(), Workspace.Deb, Workspace.FrameworkDependent, "-o", "out");
        Assert.Equal("in the way", File.ReadAllText(_workspace.File("out")));
    }

    [Fact]
    public async Task What_only_the_format_itself_refuses_is_coded_as_well()
    {
        // rpm unpacks under a longer name first.
        var name = new string('n', 250);
        _workspace.Write($"app/{name}", "");
        var project = _workspace.AddService($"<ItemGroup><Content Include=\"{name}\" CopyToPublishDirectory=\"Always\" /></ItemGroup>");
        await _workspace.FailAsync("SVCPKG3012", project, "-p:ServicePackage=rpm", Workspace.FrameworkDependent);
        Assert.NotEmpty(await _workspace.PublishDebAsync(project));
    }

    [Theory]
    [InlineData("deb", "app_1.2.3-1_amd64.deb")]
    [InlineData("msi", "app-1.2.3-1.x64.msi")]
    public async Task A_full_disk_leaves_the_older_package(string format, string name)
    {
        Availability.RequireProgram("unshare");
        Availability.Require(Environment.UserName == "root" ? null : new Lack("mounting needs root", "run the tests as root"));
        File.WriteAllBytes(Directory.CreateDirectory(_workspace.File("app")).FullName + "/noise", RandomNumberGenerator.GetBytes(1 << 20));
        var project = _workspace.AddService("""<ItemGroup><ServicePackageFile Include="noise" TargetPath="noise" /></ItemGroup>""");
        Directory.CreateDirectory(_workspace.File("disk"));
        var result = await RunAsync(
            feed.Servers.SharedCompilation, "unshare", "--mount", "sh", "-c",
            $"""
            mount -t tmpfs -o size=256k tmpfs disk && echo older > disk/{name}
            dotnet publish '{project}' -p:ServicePackage={format} {Workspace.FrameworkDependent} -o disk
            echo "exit code $?"; ls -A disk; cat disk/*
            """);
        Assert.Contains("error SVCPKG3010: The package '", result.StandardOutput, StringComparison.Ordinal);
        Assert.EndsWith($"exit code 1\n{name}\nolder\n", result.StandardOutput, StringComparison.Ordinal);
    }

    // An .msi holds no file of 2 GiB, and more of them.
    [Theory]
    [InlineData("deb", "app_1.2.3-1_amd64.deb", 1, 6L << 30)]
    [InlineData("msi", "app-1.2.3-1.x64.msi", 4, 3L << 29)]
    public async Task A_cancelled_build_leaves_the_older_package(string format, string name, int count, long length)
    {
        for (var i = 0; i < count; i++)
        {
            using var large = File.Create(_workspace.File(Directory.CreateDirectory(_workspace.File("app", "large")).FullName, $"{i}"));
            large.SetLength(length);
        }

        var project = _workspace.AddService("""<ItemGroup><ServicePackageFile Include="large/*" TargetPath="large/%(Filename)" /></ItemGroup>""");
        // No server: the signal would reach one that this build starts.
        var result = await RunAsync(
            new Dictionary<string, string?>(), "sh", "-c",
            $"""
            mkdir out && echo older > out/{name}
            env --default-signal=INT setsid dotnet publish '{project}' -p:ServicePackage={format} {Workspace.FrameworkDependent} -o out & build=$!
            until ls out/*.partial > /dev/null 2>&1 || ! kill -0 $build; do sleep 0.05; done
            kill -INT -$build; wait $build
            echo "exit code $?"; ls -A out; cat out/*
            """);
        Assert.Matches($"exit code [^0].*\n{Regex.Escape(name)}\nolder\n$", result.StandardOutput);
    }

    [Fact]
    public async Task A_value_of_the_wrong_kind_names_its_property()
    {
        var output = await _workspace.FailAsync(
            "SVCPKG2001", _workspace.AddService(), Workspace.Deb, Workspace.FrameworkDependent,
            "-p:ServiceRestartDelay=soon", "-p:ServicePackageEmitSource=perhaps");
        Assert.Contains("ServiceRestartDelay is 'soon'", output, StringComparison.Ordinal);
        Assert.Contains("ServicePackageEmitSource is 'perhaps'", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.File("app", "bin", "Release", "packages")));
    }

    [Fact]
    public async Task Warnings_can_be_silenced_and_made_errors()
    {
        string[] publish = ["publish", _workspace.AddService(), Workspace.Deb, Workspace.FrameworkDependent, "-p:ServiceUser=root"];
        Assert.Contains("warning SVCPKG2010", (await _workspace.DotnetAsync(publish)).Succeeded().StandardOutput, StringComparison.Ordinal);
        var silenced = (await _workspace.DotnetAsync([.. publish, "-p:NoWarn=SVCPKG2010", "-p:ServiceNice=1"])).Succeeded();
        Assert.DoesNotContain("SVCPKG2010", silenced.StandardOutput, StringComparison.Ordinal);
        var result = await _workspace.DotnetAsync([.. publish, "-p:MSBuildTreatWarningsAsErrors=true", "-p:ServiceNice=2"]);
        Assert.Contains("error SVCPKG2010", result.StandardOutput, StringComparison.Ordinal);
        Assert.NotEqual(0, result.ExitCode);
        Assert.NotEqual(0, (await _workspace.DotnetAsync([.. publish, "-p:MSBuildTreatWarningsAsErrors=true", "-p:ServiceNice=2"])).ExitCode);
    }

    private Task<ProcessResult> RunAsync(IReadOnlyDictionary<string, string?> environment, string program, params string[] arguments) =>
        ProcessRunner.RunAsync(new ProcessOptions { WorkingDirectory = _workspace.Root, Environment = environment }, program, arguments);
}
