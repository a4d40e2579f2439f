using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Programs;

/// <summary>The command line of a service that specifies its program, and the errors if that is not possible.</summary>
public sealed class ProgramCommandTests
{
    private static readonly Service Folder = new Service().WithoutDotNet()
        .PublishesScript("bin/run.sh", "#!/bin/sh").Publishes("app.py", text: "print()").PublishesScript("windows.sh", "#!/bin/sh\r")
        .PublishesScript("vague", "#! python3").Publishes("app.exe", ExecutableKind.NativePortableExecutable).Publishes("app.dll", ExecutableKind.ManagedPortableExecutable)
        .Publishes("lib.so", ExecutableKind.ElfSharedObject).PublishesScript("python3", "#!/bin/sh").Publishes("node modules/a;b.js");

    [Theory]
    [InlineData("bin/run.sh", "/usr/libexec/acme/bin/run.sh", "/opt/acme/bin/run.sh")]
    [InlineData("./bin/run.sh", "/usr/libexec/acme/bin/run.sh", "/opt/acme/bin/run.sh")]
    [InlineData("{InstallDirectory}/bin/run.sh", "/usr/libexec/acme/bin/run.sh", "/opt/acme/bin/run.sh")]
    [InlineData("/usr/bin/python3", "/usr/bin/python3", "/usr/bin/python3")]
    [InlineData("python3", "/usr/bin/python3", "/usr/bin/python3")]
    [InlineData("sh", "/bin/sh", "/bin/sh")]
    [InlineData("bash", "/bin/bash", "/bin/bash")]
    [InlineData("perl", "/usr/bin/perl", "/usr/bin/perl")]
    [InlineData("ruby", "/usr/bin/ruby", "/usr/bin/ruby")]
    [InlineData("./python3", "/usr/libexec/acme/python3", "/opt/acme/python3")]
    [InlineData("/opt/vendor/bin/tool", "/opt/vendor/bin/tool", "/opt/vendor/bin/tool")]
    public void It_is_a_file_of_the_payload_a_path_of_the_target_or_an_interpreters_name(string said, string linux, string macOS)
    {
        var service = Folder.With("ServiceExecutable", said).With("ServiceArguments", "--port 80");

        Assert.Contains($"\nExecStart={linux} --port 80\n", Unit(service), StringComparison.Ordinal);
        Assert.Contains($"ProgramArguments.0 \"{macOS}\"", (service.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("osx-arm64") }).PlanPkgWithoutFindings()).Keys);
    }

    [Fact]
    public void Each_platform_may_have_its_own()
    {
        var service = Folder.With("ServiceExecutable", "bin/run.sh").With("MacOSServiceExecutable", "python3").With("WindowsServiceExecutable", "app.exe");

        Assert.Contains("ExecStart=/usr/libexec/acme/bin/run.sh\n", Unit(service), StringComparison.Ordinal);
        Assert.Contains("ProgramArguments.0 \"/usr/bin/python3\"", service.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("osx-x64") }).PlanPkgWithoutFindings().Keys);
        var msi = new Service().WithoutDotNet("win-x64").PublishesFolder("plugins").Publishes("sub/app.exe", ExecutableKind.NativePortableExecutable)
            .With("WindowsServiceExecutable", @"sub\app.exe").PlanMsiWithoutFindings();
        Assert.Contains(msi.Files, row => row.EndsWith("\tProgram\tapp.exe", StringComparison.Ordinal));
        Assert.Contains(msi.Rows(), row => row.StartsWith("ServiceInstall\tService\tacme\t", StringComparison.Ordinal));
        Assert.Contains(msi.Rows(), row => row.StartsWith("CreateFolder\t", StringComparison.Ordinal) && row.Contains("plugins", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dotnet_project_may_name_another_program_of_its_publish()
    {
        var service = new Service().PublishesScript("start.sh", "#!/bin/sh").With("ServiceExecutable", "start.sh");
        var planned = service.PlanWithoutFindings();

        Assert.Contains("ExecStart=/usr/libexec/acme/start.sh\n", planned.Text("/usr/lib/systemd/system/acme.service"), StringComparison.Ordinal);
        Assert.Contains("libicu", planned.Control("Depends"), StringComparison.Ordinal);
        Assert.Empty(service.Built(project => project with { UseAppHost = false }).Plan().Codes);
    }

    [Fact]
    public void The_program_may_be_run_whatever_its_mode_on_disk_and_what_a_link_leads_to_is_it()
    {
        var planned = new Service().WithoutDotNet().Publishes("v2/bin/tool", ExecutableKind.ElfProgram, ElfFiles.Library(null)).PublishesLink("current", "v2")
            .PublishesLink("tool", "./current/../current/bin/tool").Publishes("data.txt").PublishesFolder("plugins/empty").PublishesScript("helper", "#!/bin/sh")
            .With("ServiceExecutable", "tool").PlanWithoutFindings();

        Assert.Equal("file 0755 root:root", planned.Describe("/usr/libexec/acme/v2/bin/tool"));
        Assert.Equal("link to ./current/../current/bin/tool", planned.Describe("/usr/libexec/acme/tool"));
        Assert.Equal("file 0755 root:root", planned.Describe("/usr/libexec/acme/helper"));
        Assert.Equal("file 0644 root:root", planned.Describe("/usr/libexec/acme/data.txt"));
        Assert.Equal("directory 0755 root:root", planned.Describe("/usr/libexec/acme/plugins/empty"));
    }

    [Theory]
    [InlineData(null, "Error SVCPKG3013: The project does not set ServiceExecutable. Write <ServiceExecutable>app/run.sh</ServiceExecutable> with *")]
    [InlineData("bin/Run.sh", "Error SVCPKG3014: ServiceExecutable is 'bin/Run.sh', and 'publish/' contains no such file. Write bin/run.sh*")]
    [InlineData("run.sh", "* contains no such file. Write bin/run.sh*")]
    [InlineData("bin", "Error SVCPKG3014: *")]
    [InlineData("absent", "* contains no such file. Write *")]
    [InlineData("python", "Error SVCPKG3014: *")]
    [InlineData("bin/../../app.py", "Error SVCPKG3015: ServiceExecutable is 'bin/../../app.py', which leads out of the payload with '..'. Write a path below the payload, such as app/run.sh.")]
    [InlineData("bin//run.sh", "Error SVCPKG3015: *which is not the path of a file*")]
    [InlineData("bin/", "Error SVCPKG3015: *")]
    [InlineData("/usr/bin/../python3", "Error SVCPKG2007: *contains '.', '..', or a doubled*")]
    [InlineData("app.py", "Error SVCPKG3016: ServiceExecutable is 'app.py', which is neither machine code nor a script that begins with #!, so Linux cannot start it. Write python3, with {InstallDirectory}/app.py in ServiceArguments; or begin the file with #!/usr/bin/env python3.")]
    [InlineData("windows.sh", "*whose first line ends with a carriage return*Save the file with Unix line endings.")]
    [InlineData("vague", "*names 'python3', which is not an absolute path*")]
    [InlineData("app.exe", "*a program for Windows, which Linux cannot start*")]
    [InlineData("app.dll", "*a .NET assembly*")]
    [InlineData("lib.so", "*a library*")]
    public void What_Linux_could_not_start_is_refused_with_what_to_write(string? said, string message) => Assert.Matches(
        Pattern(message), Assert.Single((said is null ? Folder : Folder.With("ServiceExecutable", said)).Plan().Findings).ToString());

    [Theory]
    [InlineData("bin/run.sh", "Error SVCPKG3016: ServiceExecutable is 'bin/run.sh', a script, which Windows cannot start as a service. Write WindowsServiceExecutable *")]
    [InlineData("app.py", "Error SVCPKG3016: *")]
    [InlineData("app.dll", "Error SVCPKG3016: *")]
    [InlineData("python3", "Error SVCPKG3015: *the program of a Windows service is a file of its package. Write WindowsServiceExecutable *")]
    [InlineData("/usr/bin/python3", "Error SVCPKG3015: *")]
    [InlineData(@"C:\Python\python.exe", "Error SVCPKG3015: *")]
    [InlineData("absent.exe", @"Error SVCPKG3014: *Write *app.exe*")]
    [InlineData(null, "Error SVCPKG3013: *")]
    public void What_Windows_could_not_start_is_refused_with_what_to_write(string? said, string message)
    {
        var service = Folder.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("win-x64") });
        Assert.Matches(Pattern(message), Assert.Single((said is null ? service : service.With("ServiceExecutable", said)).PlanMsi().Findings).ToString());
    }

    [Fact]
    public void An_interpreter_that_macOS_does_not_contain_has_to_be_specified_by_its_path() => Assert.Equal(
        "Error SVCPKG3015: ServiceExecutable is 'node', which is not part of macOS. Set MacOSServiceExecutable to its full path, or write ./node for a file of the payload.",
        Assert.Single(Folder.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("osx-x64") }).With("ServiceExecutable", "node").PlanPkg().Findings).ToString());

    [Theory]
    [InlineData("{InstallDirectory}/app.py", null)]
    [InlineData("-m http.server", null)]
    [InlineData("'{InstallDirectory}/node modules/a;b.js'", null)]
    [InlineData("-u {InstallDirectory}/App.py --x", "Error SVCPKG3014: ServiceArguments is '{InstallDirectory}/App.py', and 'publish/' contains no such file. Write app.py*")]
    public void The_script_that_an_interpreter_is_to_read_has_to_be_there(string arguments, string? message)
    {
        var findings = Folder.With("ServiceExecutable", "python3").With("ServiceArguments", arguments).Plan().Findings;
        Assert.Equal(message is null ? 0 : 1, findings.Count);
        Assert.All(findings, finding => Assert.Matches(Pattern(message!), finding.ToString()));
    }

    [Fact]
    public void A_payload_may_not_contain_a_file_that_the_package_generates() => Assert.Equal(
        ["SVCPKG3005"],
        Folder.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("osx-x64") }).PublishesScript("uninstall.sh", "#!/bin/sh").With("ServiceExecutable", "python3").PlanPkg().Codes);

    [Theory]
    [InlineData("loop", "loop", "SVCPKG3014")]
    [InlineData("tool", "absent", "SVCPKG3014")]
    [InlineData("tool", "../../bin/sh", "SVCPKG3003 SVCPKG3014")]
    public void A_link_without_a_target_file_is_not_a_program(string link, string target, string codes) =>
        Assert.Equal(codes.Split(' '), Folder.PublishesLink(link, target).With("ServiceExecutable", link).Plan().Codes.Order(StringComparer.Ordinal));

    [Fact]
    public void Odd_names_are_quoted_where_the_service_manager_reads_them()
    {
        var service = new Service().WithoutDotNet().PublishesScript("späte dienste/100% $x*.sh", "#!/bin/sh").With("ServiceExecutable", "späte dienste/100% $x*.sh");
        Assert.Contains("\nExecStart=\"/usr/libexec/acme/späte dienste/100%% $x*.sh\"\n", Unit(service).Replace("$$", "$", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string Unit(Service service) => service.PlanWithoutFindings().Text("/usr/lib/systemd/system/acme.service");

    private static string Pattern(string message) => $"^{System.Text.RegularExpressions.Regex.Escape(message).Replace(@"\*", ".*", StringComparison.Ordinal)}$";
}
