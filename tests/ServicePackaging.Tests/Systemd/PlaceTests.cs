using ServicePackaging.Formats.Archives;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Systemd;

/// <summary>Where a program finds its files, and where it may write.</summary>
public sealed class PlaceTests
{
    [Fact]
    public void A_dotnet_program_starts_in_its_data_directory_and_finds_its_settings_beside_itself()
    {
        var lines = Lines(new Service());

        Assert.Contains("WorkingDirectory=/var/lib/acme", lines);
        Assert.Contains("Environment=DOTNET_CONTENTROOT=/usr/libexec/acme", lines);
        Assert.Contains("Environment=DOTNET_USE_POLLING_FILE_WATCHER=1", lines);
    }

    [Fact]
    public void Settings_of_the_developer_win()
    {
        var beside = Lines(new Service().With("ServiceWorkingDirectory", "{InstallDirectory}"));
        var own = Lines(new Service().Item("ServiceEnvironment", "DOTNET_CONTENTROOT", ("Value", "/srv/www"))
            .Item("ServiceEnvironment", "DOTNET_USE_POLLING_FILE_WATCHER", ("Value", "0")));

        Assert.Contains("WorkingDirectory=/usr/libexec/acme", beside);
        Assert.DoesNotContain(beside, line => line.Contains("CONTENTROOT", StringComparison.Ordinal));
        Assert.Equal(["Environment=DOTNET_CONTENTROOT=/srv/www", "Environment=DOTNET_USE_POLLING_FILE_WATCHER=0"], own.Where(line => line.Contains("=DOTNET_", StringComparison.Ordinal)));
    }

    [Fact]
    public void Another_program_starts_beside_its_files()
    {
        var lines = Lines(new Service().WithoutDotNet().PublishesScript("run.sh", "#!/bin/sh").With("ServiceExecutable", "run.sh"));

        Assert.Contains("WorkingDirectory=/usr/libexec/acme", lines);
        Assert.DoesNotContain(lines, line => line.Contains("DOTNET_", StringComparison.Ordinal));
    }

    [Fact]
    public void The_variables_name_directories_wherever_they_are()
    {
        var lines = Lines(new Service().With("ServiceStateDirectory", "/srv/acme").With("ServiceLogDirectory", "/srv/log").With("ServiceConfigDirectory", "/srv/conf")
            .Item("ServiceLog", "."));

        Assert.Contains("Environment=STATE_DIRECTORY=/srv/acme", lines);
        Assert.Contains("Environment=LOGS_DIRECTORY=/srv/log", lines);
        Assert.Contains("Environment=CONFIGURATION_DIRECTORY=/srv/conf", lines);
        // systemd sets it.
        Assert.DoesNotContain(Lines(new Service()), line => line.Contains("STATE_DIRECTORY", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_program_writes_beside_itself_is_in_its_data_directory()
    {
        var planned = new Service().Item("ServiceWritablePath", "config/").Item("ServiceWritablePath", "data.db").PlanWithoutFindings();

        Assert.Contains("d /var/lib/acme/config 0750 acme acme\n", planned.Text("/usr/lib/tmpfiles.d/acme.conf"), StringComparison.Ordinal);
        Assert.Equal(
            ["/usr/libexec/acme/config -> /var/lib/acme/config", "/usr/libexec/acme/data.db -> /var/lib/acme/data.db"],
            planned.Plan.Entries.OfType<SymlinkEntry>().Select(link => $"{link.Path} -> {link.Target}").Where(link => link.Contains("/var/lib", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("../data")]
    [InlineData("/srv/data")]
    public void A_writable_path_is_below_the_program(string path) =>
        Assert.Equal(["SVCPKG2001"], new Service().Item("ServiceWritablePath", path).Plan().Codes);

    [Fact]
    public void Instances_and_users_cannot_share_a_writable_path()
    {
        Assert.Equal(["SVCPKG2009"], Services.Instances.Item("ServiceWritablePath", "data.db").Plan().Codes);
        Assert.Contains("SVCPKG2009", Services.User.Item("ServiceWritablePath", "data.db").Plan().Codes);
    }

    [Theory]
    [InlineData("--verbose {Environment:OPTIONS}", "--verbose $OPTIONS")]
    [InlineData("--log={Environment:LEVEL}", "--log=${LEVEL}")]
    [InlineData("{Environment:A}{Environment:B} $HOME", "${A}${B} $$HOME")]
    [InlineData("{Environment:1A}", "{Environment:1A}")]
    public void The_administrator_adds_arguments(string arguments, string expected) =>
        Assert.Contains($"ExecStart=/usr/libexec/acme/Acme {expected}", Lines(new Service().With("ServiceArguments", arguments)));

    [Fact]
    public void Only_systemd_reads_variables_in_arguments() =>
        Assert.Equal(["SVCPKG2009"], Services.OnMacOS.With("ServiceArguments", "{Environment:OPTIONS}").PlanPkg().Codes);

    private static string[] Lines(Service service) => service.PlanWithoutFindings().Text("/usr/lib/systemd/system/acme.service").Split('\n');
}
