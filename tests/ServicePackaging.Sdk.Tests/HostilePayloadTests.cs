using System.Text;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Files that only their authors love, from the project to the package.</summary>
public sealed class HostilePayloadTests(SdkFeed feed, SharedWorkspace shared) : IClassFixture<SharedWorkspace>
{
    private static readonly string[] Names =
    [
        "with space.txt", "späte-日本.txt", "it's \"quoted\".txt", "semi;colon,comma.txt", "per%20cent%3B.txt", "at@(x)%(y).txt",
        "$(dollar).txt", "#hash&!.txt", "-dash", ".dot", "empty", string.Join('/', Enumerable.Repeat(new string('n', 49), 6)) + "/x",
    ];

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task Every_name_that_a_file_may_have_arrives_in_the_package()
    {
        Availability.RequireProgram("dpkg-deb");
        foreach (var name in Names)
        {
            _workspace.Write($"app/data/{name}", name == "empty" ? "" : name);
        }

        var project = _workspace.AddService(
            """
            <ItemGroup><Content Include="data/**" CopyToPublishDirectory="PreserveNewest" /></ItemGroup>
            <Target Name="Links" AfterTargets="Publish">
              <Exec Command="printf x > 'back\slash'; ln -sfn app.dll link.dll; ln -sfn . here" WorkingDirectory="$(PublishDir)" />
            </Target>
            """);
        var package = await _workspace.PublishDebAsync(project);
        var root = _workspace.File("unpacked");
        (await ProcessRunner.RunAsync("dpkg-deb", "-x", package, root)).Succeeded();

        var installed = Path.Combine(root, "usr", "libexec", "app");
        var data = Path.Combine(installed, "data");
        Assert.Equal(
            Names.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(data, file)).Order(StringComparer.Ordinal));
        Assert.All(Names, name => Assert.Equal(name == "empty" ? "" : name, File.ReadAllText(Path.Combine(data, name))));
        Assert.Equal("app.dll", new FileInfo(Path.Combine(installed, "link.dll")).LinkTarget);
        Assert.Equal(".", new FileInfo(Path.Combine(installed, "here")).LinkTarget);
        Assert.Equal("x", File.ReadAllText(Path.Combine(installed, "back\\slash")));
    }

    [Theory]
    [InlineData("SVCPKG3003", "ln -sfn /etc/passwd out")]
    [InlineData("SVCPKG3003", "ln -sfn ../../obj out")]
    [InlineData("SVCPKG3002", "printf x > \"$(printf 'new\\nline')\"")]
    [InlineData("SVCPKG3009", "rm -f pipe; mkfifo pipe")]
    public async Task What_no_package_can_hold_is_refused(string code, string command)
    {
        var workspace = shared.Workspace;
        workspace.Write("app/hook.sh", command + "\n");
        var project = workspace.AddService(
            """
            <Target Name="Hook" AfterTargets="Publish">
              <Exec Command="sh $(MSBuildProjectDirectory)/hook.sh" WorkingDirectory="$(PublishDir)" />
            </Target>
            """);
        await workspace.FailAsync(code, project, Workspace.Deb, Workspace.FrameworkDependent);
        Assert.False(Directory.Exists(workspace.File("app", "bin", "Release", "packages")));
    }

    [Fact]
    public async Task Fifty_thousand_files_and_one_of_three_gigabytes()
    {
        var data = _workspace.File("data");
        for (var directory = 0; directory < 50; directory++)
        {
            Directory.CreateDirectory(Path.Combine(data, $"{directory}"));
            for (var file = 0; file < 1000; file++)
            {
                File.WriteAllText(Path.Combine(data, $"{directory}", $"{file}.txt"), $"{directory} {file}", Encoding.ASCII);
            }
        }

        using (var large = File.Create(Path.Combine(data, "large.bin")))
        {
            large.SetLength(3L << 30);
        }

        // Linked and not copied: the .NET SDK's copying is not what is specified here.
        var project = _workspace.AddService(
            $"""
            <Target Name="AddData" AfterTargets="Publish">
              <Exec Command="cp -al &quot;{data}&quot; &quot;$(PublishDir)data&quot;" Condition="!Exists('$(PublishDir)data')" />
            </Target>
            """);
        Assert.Equal(50_006, Packages.Payload(await _workspace.PublishDebAsync(project)).Count);
    }

    [Fact]
    public async Task An_installer_of_seventy_thousand_files()
    {
        // A cabinet counts 65,535.
        var project = _workspace.AddService(
            """
            <Target Name="AddData" AfterTargets="Publish">
              <Exec Command="for d in %24(seq 70); do mkdir -p data/$d; (cd data/$d; seq 1000 | split -l 1 -a 3 -); done" WorkingDirectory="$(PublishDir)" />
            </Target>
            """);
        Assert.Equal(70_005, Installers.Payload(await _workspace.PublishMsiAsync(project)).Count);
    }
}
