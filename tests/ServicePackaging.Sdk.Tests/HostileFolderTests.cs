using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>Folders that only their authors love, packaged whole.</summary>
public sealed class HostileFolderTests(SdkFeed feed)
{
    private static readonly string[] Names =
    [
        "with space.txt", "späte-日本.txt", "it's \"quoted\".txt", "semi;colon,comma.txt", "per%20cent%3B.txt", "at@(x)%(y).txt", "$(dollar).txt", "star*question?.txt",
        "-dash", ".hidden/.dot", "empty", "..two dots..", "back\\slash", "*", "trailing ",
    ];

    private readonly Workspace _workspace = new(feed);

    [Fact]
    public async Task The_whole_content_arrives_hidden_files_links_and_empty_folders_too()
    {
        Availability.RequireProgram("dpkg-deb");
        var project = AddProject([.. Names.Select(name => (name, name == "empty" ? "" : name))]);
        var payload = _workspace.File("app", "payload");
        Directory.CreateDirectory(Path.Combine(payload, "plugins", "none"));
        (string Link, string Target)[] links = [("here", "."), ("up/again", "../up"), ("file", "./-dash"), ("broken", "absent")];
        foreach (var (link, target) in links)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(payload, link))!);
            File.CreateSymbolicLink(Path.Combine(payload, link), target);
        }

        var package = Assert.Single(await _workspace.PublishAsync(project, Workspace.Deb)).Identity;
        var root = _workspace.File("unpacked");
        (await ProcessRunner.RunAsync("dpkg-deb", "-x", package, root)).Succeeded();
        var found = (await ProcessRunner.RunAsync(
            new ProcessOptions { WorkingDirectory = Path.Combine(root, "usr", "libexec", "app") }, "find", ".", "-mindepth", "1", "-printf", "%P %y %l\\n")).Succeeded();
        var there = (await ProcessRunner.RunAsync(
            new ProcessOptions { WorkingDirectory = payload }, "find", ".", "-mindepth", "1", "-printf", "%P %y %l\\n")).Succeeded();
        Assert.Equal(Sorted(there.StandardOutput), Sorted(found.StandardOutput));
        Assert.All(Names, name => Assert.Equal(name == "empty" ? "" : name, File.ReadAllText(Path.Combine(root, "usr", "libexec", "app", name))));

        static IEnumerable<string> Sorted(string lines) => lines.Split('\n').Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("SVCPKG3003", "ln -s /etc/passwd out")]
    [InlineData("SVCPKG3003", "ln -s / root")]
    [InlineData("SVCPKG3002", "printf x > \"$(printf 'new\\nline')\"")]
    [InlineData("SVCPKG3009", "mkfifo pipe")]
    public async Task What_no_package_can_hold_is_refused(string code, string command)
    {
        var project = AddProject();
        (await ProcessRunner.RunAsync(new ProcessOptions { WorkingDirectory = _workspace.File("app", "payload") }, "sh", "-c", command)).Succeeded();
        await _workspace.FailAsync(code, project, Workspace.Deb);
        Assert.False(Directory.Exists(_workspace.File("app", "bin", "Release", "packages")));
    }

    [Fact]
    public async Task The_name_of_a_file_that_the_package_makes_is_taken() =>
        Assert.Contains("'/opt/app/uninstall.sh'", await _workspace.FailAsync("SVCPKG3005", AddProject(("uninstall.sh", "#!/bin/sh\n")), Workspace.Pkg), StringComparison.Ordinal);

    [Fact]
    public async Task What_tools_leave_behind_is_packaged_with_a_warning()
    {
        var project = AddProject((".git/config", "x"), (".git/HEAD", "x"), ("lib/__pycache__/x.pyc", "x"));
        var output = (await _workspace.DotnetAsync("publish", project, Workspace.Deb)).Succeeded().StandardOutput;
        Assert.Contains("warning SVCPKG3019: The payload contains '.git', which git left there", output, StringComparison.Ordinal);
        Assert.Contains("warning SVCPKG3019: The payload contains 'lib/__pycache__', which Python left there", output, StringComparison.Ordinal);
        Assert.Contains(".git/HEAD", Packages.Payload(_workspace.File("app", "bin", "Release", "packages", "app_1.2.3-1_all.deb")));
    }

    private string AddProject(params (string Path, string Text)[] files) =>
        _workspace.AddPayload("<ServiceExecutable>run</ServiceExecutable>", [("run", "#!/bin/sh\n"), .. files]);
}
