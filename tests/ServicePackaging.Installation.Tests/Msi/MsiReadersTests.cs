using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>What programs of others read in the packages.</summary>
public sealed class MsiReadersTests(PackageFactory packages) : IDisposable
{
    private static readonly string[] Tables =
    [
        "AdminExecuteSequence", "AdminUISequence", "AdvtExecuteSequence", "AppSearch", "Component", "CreateFolder", "CustomAction", "Directory", "Environment", "Feature",
        "FeatureComponents", "File", "InstallExecuteSequence", "InstallUISequence", "LaunchCondition", "Media", "MsiFileHash", "MsiLockPermissionsEx",
        "MsiServiceConfig", "Property", "RegLocator", "Registry", "RemoveFile", "ServiceControl", "ServiceInstall", "Upgrade", "_Validation",
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("servicepackaging-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Msitools_list_tables_streams_and_summary()
    {
        Availability.RequireProgram("msiinfo");
        var package = (await packages.MemexdMsiAsync()).Msi;

        var tables = (await ReadAsync("msiinfo", "tables", package)).Split('\n');
        Assert.Equal(Tables, tables.Where(name => name is not ("_SummaryInformation" or "_ForceCodepage")).Order(StringComparer.Ordinal));
        Assert.Contains(".cab", await ReadAsync("msiinfo", "streams", package), StringComparison.Ordinal);
        var summary = await ReadAsync("msiinfo", "suminfo", package);
        string[] lines =
        [
            "Title: Installation Database", "Subject: Memory eXchange Daemon", "Author: Example Workspace", "Template: x64;1033", "Version: 500", "Source: 2",
            "Security: 2",
        ];
        Assert.All(lines, line => Assert.Contains(line, summary, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("memexd", "Example Workspace", "bin", "config.toml.default")]
    [InlineData("probe", "Acme", "hooks", "probe.conf.default")]
    public async Task Msiextract_brings_out_what_was_published(string name, string vendor, string more, string configuration)
    {
        Availability.RequireProgram("msiextract");
        var package = await PackageAsync(name);

        await ReadAsync("msiextract", "-C", _directory.FullName, package.Msi);

        var program = Path.Combine(_directory.FullName, "PFiles64", vendor, name);
        var difference = await ProcessRunner.RunAsync("diff", "-r", package.Published, program);
        Assert.Equal($"Only in {program}: {more}\nOnly in {program}: sbom", difference.Text);
        Assert.True(File.Exists(Path.Combine(_directory.FullName, "CommApp", vendor, name, configuration)));
    }

    [Theory]
    [InlineData("memexd")]
    [InlineData("probe")]
    public async Task Seven_zip_and_cabextract_check_and_unpack_the_cabinet(string name)
    {
        Availability.RequireProgram("7z");
        Availability.RequireProgram("cabextract");
        var package = await PackageAsync(name);

        await ReadAsync("7z", "t", package.Msi);
        await ReadAsync("7z", "x", $"-o{_directory.FullName}/7z", package.Msi);
        await ReadAsync("msidump", "-s", "-d", _directory.FullName, package.Msi);
        var cabinet = Assert.Single(Directory.GetFiles(_directory.FullName, "*.cab", SearchOption.AllDirectories));
        await ReadAsync("cabextract", "-q", "-d", $"{_directory.FullName}/cab", cabinet);

        Assert.Equal("", await ReadAsync("diff", "-r", "--exclude=*.idt", $"{_directory.FullName}/cab", $"{_directory.FullName}/7z"));
    }

    [Theory]
    [InlineData("memexd")]
    [InlineData("probe")]
    public async Task Olefile_finds_no_defect(string name)
    {
        var python = await PythonWithOlefileAsync();
        var package = await PackageAsync(name);
        const string script = """
            import sys, olefile
            ole = olefile.OleFileIO(sys.argv[1], raise_defects=olefile.DEFECT_POTENTIAL)
            sizes = [len(ole.openstream(stream).read()) == ole.get_size(stream) for stream in ole.listdir()]
            print(ole.root.clsid, ole.get_metadata().num_pages, all(sizes), len(ole.parsing_issues))
            """;

        Assert.Equal("000C1084-0000-0000-C000-000000000046 500 True 0", await ReadAsync(python, "-c", script, package.Msi));
    }

    private static async Task<string> ReadAsync(string program, params string[] arguments)
    {
        var options = new ProcessOptions { Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8" } };
        return (await ProcessRunner.RunAsync(options, program, arguments)).Succeeded().Text;
    }

    // The distribution's packages belong to its own interpreter, which need not be the first one on the search path.
    private static async Task<string> PythonWithOlefileAsync()
    {
        var directories = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        foreach (var python in directories.Select(directory => Path.Combine(directory, "python3")).Where(File.Exists))
        {
            if ((await ProcessRunner.RunAsync(python, "-c", "import olefile")).ExitCode == 0)
            {
                return python;
            }
        }

        Availability.Require(Availability.Missing(ToolList.Olefile));
        throw new InvalidOperationException();
    }

    private Task<WindowsPackage> PackageAsync(string name) => name == "memexd" ? packages.MemexdMsiAsync() : packages.ProbeMsiAsync();
}
