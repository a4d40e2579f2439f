// Targets: Build, Generate, Pack, Demo, Test, TestTools, Bench.

var target = Argument("target", "Demo");
var configuration = Argument("configuration", "Release");

const string Solution = "ServicePackaging.sln";
const string SampleProject = "samples/Memexd/Memexd.csproj";
var packages = Directory("artifacts/packages");
var demo = Directory("artifacts/demo");
var unpacked = Directory("artifacts/demo-unpacked");
var testResults = Directory("artifacts/test-results");

// The programs that tests ask for and the Debian packages that contain them, the same list that the tests read. On other systems the tests that need
// one say so and are skipped.
var testTools = System.IO.File.ReadLines("tests/Shared/tools.txt")
    .Where(line => line.Length > 0 && line[0] != '#')
    .Select(line => line.Split(' ', 2))
    .ToDictionary(words => words[0], words => words[1].Trim());

Task("Build")
    .Description("Compiles everything.")
    .Does(() => DotNetBuild(Solution, new DotNetBuildSettings { Configuration = configuration }));

Task("Generate")
    .Description("Writes the files that are generated from the code again: targets, tables, reference pages.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var program = MakeAbsolute(File($"artifacts/bin/ServicePackaging.Tests/{configuration.ToLowerInvariant()}/ServicePackaging.Tests.dll"));
    var exitCode = StartProcess("dotnet", new ProcessSettings
    {
        Arguments = $"{program} --filter-class *GeneratedFileTests",
        EnvironmentVariables = new Dictionary<string, string> { ["SERVICEPACKAGING_UPDATE"] = "1" },
    });
    if (exitCode != 0)
    {
        throw new Exception("The generated files could not be written.");
    }
});

Task("Pack")
    .Description("Creates the NuGet packages of the SDK and of the templates in artifacts/packages.")
    .Does(() =>
{
    CleanDirectory(packages);
    DotNetPack("sdk", new DotNetPackSettings { Configuration = configuration });
    DotNetPack("templates", new DotNetPackSettings { Configuration = configuration });

    // NuGet never unpacks the same version twice: without this a sample would be built with the package of an earlier run.
    var cached = Directory(NuGetPackages()) + Directory("servicepackaging.sdk/1.0.0");
    if (DirectoryExists(cached))
    {
        DeleteDirectory(cached, new DeleteDirectorySettings { Recursive = true, Force = true });
    }
});

Task("Demo")
    .Description("Packages the sample Memexd with the packed SDK and shows the results.")
    .IsDependentOn("Pack")
    .Does(() =>
{
    CleanDirectory(demo);
    DotNetPublish(SampleProject, new DotNetPublishSettings
    {
        OutputDirectory = demo,
        MSBuildSettings = new DotNetMSBuildSettings().WithProperty("ServicePackage", "all"),
    });
    foreach (var package in GetFiles(demo.Path + "/*.*").OrderBy(file => file.FullPath))
    {
        Information("\n{0}, {1:N0} bytes", package.FullPath, new System.IO.FileInfo(package.FullPath).Length);
    }

    // Where a system's own tools are here, they show what they make of its package.
    string Package(string extension) => GetFiles(demo.Path + "/*" + extension).Single().FullPath;
    if (FindTool("dpkg-deb"))
    {
        Run("dpkg-deb", $"--info {Package(".deb")}");
        Run("dpkg-deb", $"--contents {Package(".deb")}");
    }
    else
    {
        DotNetMSBuild(SampleProject, new DotNetMSBuildSettings().WithTarget("PreviewServicePackage").WithProperty("ServicePackage", "deb"));
    }

    if (FindTool("msiinfo"))
    {
        foreach (var table in new[] { "ServiceInstall", "ServiceControl", "MsiLockPermissionsEx" })
        {
            Run("msiinfo", $"export {Package(".msi")} {table}");
        }
    }

    if (FindTool("bsdtar"))
    {
        CleanDirectory(unpacked);
        Run("bsdtar", $"-xf {Package(".pkg")} -C {unpacked.Path}");
        Run("bsdtar", $"-tvf {unpacked.Path}/memexd.pkg/Payload");
    }
});

Task("Tools")
    .Description("Installs the tools that tests need, where that is possible (Debian, as root).")
    .Does(() =>
{
    var missing = testTools.Where(tool => !FindTool(tool.Key)).ToList();
    if (missing.Count == 0)
    {
        return;
    }

    var command = $"apt-get install -y --no-install-recommends {string.Join(' ', missing.Select(tool => tool.Value).Distinct())}";
    if (FindTool("apt-get") && Environment.UserName == "root")
    {
        Run("apt-get", "update -qq");
        Run("apt-get", command["apt-get ".Length..]);
    }
    else
    {
        Warning("Not installed: {0}. The tests that need them are skipped. On Debian: {1}", string.Join(", ", missing.Select(tool => tool.Key)), command);
    }
});

Task("Format")
    .Description("Fails when the code is not formatted as .editorconfig says.")
    .IsDependentOn("Build")
    .Does(() => Run("dotnet", $"format {Solution} --verify-no-changes --no-restore"));

Task("Test")
    .Description("Installs what is missing and runs every test.")
    .IsDependentOn("Tools")
    .IsDependentOn("Demo")
    .IsDependentOn("Format")
    .Does(() =>
{
    CleanDirectory(testResults);
    var exitCode = StartProcess("dotnet", new ProcessSettings
    {
        Arguments = $"test --solution {Solution} --configuration {configuration} --no-build --max-parallel-test-modules 1"
            + " --filter-not-class *.TestToolsTests" // Has a target of its own.
            + $" --report-xunit-trx --results-directory {MakeAbsolute(testResults).FullPath}",
    });
    var (passed, failed, skipped) = (0, 0, 0);
    foreach (var report in GetFiles(testResults.Path + "/*.trx"))
    {
        var counters = System.Xml.Linq.XDocument.Load(report.FullPath).Descendants().Single(element => element.Name.LocalName == "Counters");
        int Count(string name) => (int)counters.Attribute(name);
        passed += Count("passed");
        failed += Count("failed") + Count("error") + Count("timeout") + Count("aborted");
        skipped += Count("total") - Count("passed") - Count("failed") - Count("error") - Count("timeout") - Count("aborted");
    }

    // The line that continuous integration reads.
    Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
    if (exitCode != 0 || failed > 0 || passed == 0)
    {
        throw new CakeException("Tests failed.");
    }
});

Task("TestTools")
    .Description("Installs the tools that tests need in a new Debian root, and checks that all are there (as root, minutes).")
    .IsDependentOn("Build")
    .Does(() => Run(
        $"artifacts/bin/ServicePackaging.Installation.Tests/{configuration.ToLowerInvariant()}/ServicePackaging.Installation.Tests",
        "--explicit only --filter-class *.TestToolsTests"));

Task("Bench")
    .Description("Compares with the tools a user would pick instead; prints a table.")
    .IsDependentOn("Pack")
    .Does(() => Run("dotnet", $"run -c Release --project tests/ServicePackaging.Benchmarks -- {Argument("arguments", "")}"));

RunTarget(target);

string NuGetPackages() => EnvironmentVariable("NUGET_PACKAGES")
    ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

bool FindTool(string name) => (EnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
    .Any(directory => FileExists(System.IO.Path.Combine(directory, name)));

void Run(string program, string arguments)
{
    var exitCode = StartProcess(program, new ProcessSettings { Arguments = arguments });
    if (exitCode != 0)
    {
        throw new CakeException($"{program} {arguments} exited with {exitCode}.");
    }
}
