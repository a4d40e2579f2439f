using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Build;

/// <summary>Packaging a folder without MSBuild.</summary>
public sealed class PackagerTests
{
    [Fact]
    public async Task A_console_program_packages_a_folder()
    {
        Availability.RequireProgram("dpkg-deb");
        using var tree = new TemporaryTree();
        Directory.CreateDirectory(tree.PathOf("/acme"));
        await File.WriteAllTextAsync(tree.PathOf("/acme/run.sh"), "#!/bin/sh\nexec sleep 1000\n", TestContext.Current.CancellationToken);
        using var output = new StringWriter();

        Assert.Equal(0, ConsolePackager.Run(
            [
                tree.PathOf("/acme"), tree.PathOf("/out"), "deb+rpm", "ServiceExecutable=run.sh", "ServicePackageVersion=1.2.3",
                "ServicePackageMaintainer=Acme <ops@acme.example>", "ServiceDescription=Runs",
            ],
            output));

        Assert.Equal(2, Directory.GetFiles(tree.PathOf("/out")).Length);
        var package = Assert.Single(Directory.GetFiles(tree.PathOf("/out"), "*.deb"));
        var contents = (await ProcessRunner.RunAsync("dpkg-deb", "--contents", package)).Succeeded().Text;
        Assert.Contains("./usr/libexec/acme/run.sh", contents, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_is_reported_and_nothing_is_written()
    {
        using var tree = new TemporaryTree();
        Directory.CreateDirectory(tree.PathOf("/acme"));
        using var output = new StringWriter();

        Assert.Equal(1, ConsolePackager.Run([tree.PathOf("/acme"), tree.PathOf("/out"), "deb", "ServiceType=Daemon"], output));

        Assert.Contains("ServiceType is 'Daemon'", output.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(tree.PathOf("/out")));
    }

    [Theory]
    [InlineData("other", "", true)]
    [InlineData("exe", "", false)]
    [InlineData("other", "ServicePackageRelease=2", false)]
    public void Other_contents_with_the_identity_of_an_earlier_package_are_reported(string second, string setting, bool isReported)
    {
        using var tree = new TemporaryTree();
        using var output = new StringWriter();
        byte[] program = [0x4D, 0x5A, .. new byte[58], 0x40, 0, 0, 0, 0x50, 0x45, 0, 0, .. new byte[20], 0x0B, 0x02, .. new byte[110]];
        string[] Settings() => [tree.PathOf("/acme"), tree.PathOf("/out"), "msi", "ServiceExecutable=acme.exe", "ServicePackageVersion=1.2.3", "ServiceDescription=Runs"];

        tree.Write("/acme/data.txt", "exe");
        File.WriteAllBytes(tree.PathOf("/acme/acme.exe"), program);
        Assert.True(ConsolePackager.Run(Settings(), output) == 0, output.ToString());
        Assert.DoesNotContain("SVCPKG5011", output.ToString(), StringComparison.Ordinal);
        tree.Write("/acme/data.txt", second);
        Assert.True(ConsolePackager.Run([.. Settings(), .. setting.Split(' ', StringSplitOptions.RemoveEmptyEntries)], output) == 0, output.ToString());

        Assert.Equal(isReported, output.ToString().Contains("SVCPKG5011", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_format_is_reported()
    {
        using var tree = new TemporaryTree();
        using var output = new StringWriter();

        Assert.Equal(1, ConsolePackager.Run([tree.PathOf("/"), tree.PathOf("/out"), "dep"], output));
        Assert.Contains("SVCPKG1001", output.ToString(), StringComparison.Ordinal);
    }
}
