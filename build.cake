// ./build.sh without arguments lists the targets.

var target = Argument("target", "Help");
var configuration = Argument("configuration", "Release");

const string Solution = "ServicePackaging.sln";
const string SampleProject = "samples/Memexd/Memexd.csproj";
var packages = Directory("artifacts/packages");
var demo = Directory("artifacts/demo");
var unpacked = Directory("artifacts/demo-unpacked");
var testResults = Directory("artifacts/test-results");
var publicApi = Directory("artifacts/public-api");
var coverage = Directory("artifacts/coverage");
var reproducible = Directory("artifacts/reproducible");
var siteSource = Directory("artifacts/site-source");
var site = Directory("artifacts/site");

// The mark of programs that only separate targets need.
const string laneMark = " (lanes)";

// The programs that tests ask for and the Debian packages that contain them, the same list that the tests read. On other systems the tests that need
// one say so and are skipped.
var testTools = System.IO.File.ReadLines("tests/Shared/tools.txt")
    .Where(line => line.Length > 0 && line[0] != '#')
    .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
    .ToLookup(words => words[1].EndsWith(laneMark), words => (Program: words[0], Packages: words[1].Replace(laneMark, "")));

// Test classes of ./build.sh --target=Matrix: other releases of Debian, checkers newer than this machine's, another kernel, and another processor.
var matrixTests = new[] { "*.ForkyDebTests", "*.ForkyRpmTests", "*.ForkyCheckerTests", "*.PiupartsTests", "*.ControlGroupTests", "*.Arm64Tests", "*.RepositoryClientTests", "*.RepositoryReaderTests" };

// Those, and the classes of other targets, are not in the ordinary run.
var separateTests = matrixTests.Concat(new[] { "*.TestToolsTests", "*.PublishingProcess", "*.ExamplePackagingTests", "*.LargeNativePackageTests", "*.HostileDefinitionTests", "*.HostileCommandTests", "*.SelinuxTests" });

// The compilers of this run share a server, which ends with the run: the start of each costs more than most of what it compiles.
var compilerServer = $"service-packaging-{Guid.NewGuid():N}";
Setup(_ =>
{
    if (target == "Help")
    {
        return;
    }

    System.Environment.SetEnvironmentVariable("UseSharedCompilation", "true");
    System.Environment.SetEnvironmentVariable("SharedCompilationId", compilerServer);
});

Teardown(_ =>
{
    if (target == "Help")
    {
        return;
    }

    var query = new ProcessSettings { Arguments = "msbuild sdk -getProperty:RoslynTargetsPath", RedirectStandardOutput = true };
    StartProcess("dotnet", query, out var lines);
    StartProcess("dotnet", $"{string.Concat(lines).Trim()}/bincore/VBCSCompiler.dll -shutdown -pipename:{compilerServer}");
});

Task("Help")
    .Description("Lists the targets.")
    .Does(() =>
{
    Console.WriteLine("Usage: ./build.sh --target=NAME (on Windows: ./build.ps1)\n");
    foreach (var task in Tasks)
    {
        Console.WriteLine($"{task.Name,-14}{task.Description}");
    }
});

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
        throw new CakeException("The generated files could not be written.");
    }
});

Task("PublicApi")
    .Description("Writes PublicAPI.Unshipped.txt of each assembly again, after a change of public types.")
    .Does(() =>
{
    // The analyzer itself names what is missing and what is gone, in a log of the compiler.
    CleanDirectory(publicApi);
    DotNetBuild("src/ServicePackaging.Tasks", new DotNetBuildSettings
    {
        Configuration = configuration,
        NoIncremental = true,
        Verbosity = DotNetVerbosity.Quiet,
        MSBuildSettings = new DotNetMSBuildSettings().WithProperty("WritePublicApi", "true"),
    });
    foreach (var log in GetFiles(publicApi.Path + "/*.sarif"))
    {
        var file = $"src/{log.GetFilenameWithoutExtension()}/PublicAPI.Unshipped.txt";
        var names = System.IO.File.ReadAllLines(file).Where(line => line.Length > 0 && line[0] != '#').ToHashSet();
        var results = System.Text.Json.JsonDocument.Parse(System.IO.File.ReadAllText(log.FullPath)).RootElement.GetProperty("runs")[0].GetProperty("results");
        foreach (var result in results.EnumerateArray())
        {
            var rule = result.GetProperty("ruleId").GetString();
            if (rule == "RS0016")
            {
                names.Add(result.GetProperty("properties").GetProperty("customProperties").GetProperty("APIName").GetString());
            }
            else if (rule == "RS0017")
            {
                var text = result.GetProperty("message").GetProperty("text").GetString();
                names.RemoveWhere(name => text.Contains($"'{name}'", StringComparison.Ordinal));
            }
        }

        System.IO.File.WriteAllText(file, "#nullable enable\n" + string.Concat(names.Order(StringComparer.Ordinal).Select(name => name + "\n")));
    }
});

Task("Pack")
    .Description("Creates the NuGet packages of the SDK and of the templates in artifacts/packages, and writes the version to samples/global.json.")
    .Does(() =>
{
    CleanDirectory(packages);
    DotNetPack("sdk", new DotNetPackSettings { Configuration = configuration });
    DotNetPack("templates", new DotNetPackSettings { Configuration = configuration });

    // The version is that of the git tag: docs/decisions.md, "Build and release".
    var package = GetFiles(packages.Path + "/ServicePackaging.Sdk.*.nupkg").Single();
    var version = package.GetFilenameWithoutExtension().ToString()["ServicePackaging.Sdk.".Length..];
    var samples = System.IO.File.ReadAllText("samples/global.json");
    System.IO.File.WriteAllText(
        "samples/global.json",
        System.Text.RegularExpressions.Regex.Replace(samples, "(?<=\"ServicePackaging.Sdk\": \")[^\"]*", version));

    // NuGet never unpacks the same version twice: without this a sample would be built with the package of an earlier run.
    var cached = Directory(NuGetPackages()) + Directory($"servicepackaging.sdk/{version}");
    if (DirectoryExists(cached))
    {
        DeleteDirectory(cached, new DeleteDirectorySettings { Recursive = true, Force = true });
    }

    Information("\nServicePackaging.Sdk {0} is in {1}. To use it:\n", version, package.GetDirectory());
    Information("  nuget.config  <add key=\"service-packaging\" value=\"{0}\" />", package.GetDirectory());
    Information("  project       <Sdk Name=\"ServicePackaging.Sdk\" Version=\"{0}\" />", version);
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

    Information("\nThe packages are in {0}. On Debian or Ubuntu, install one with: sudo apt install ./{1}", demo, demo + File(GetFiles(demo.Path + "/*.deb").Single().GetFilename().ToString()));
});

Task("Tools")
    .Description("Installs the tools that tests need, where that is possible (Debian, as root).")
    .Does(() => InstallTools(testTools[false]));

Task("LaneTools")
    .Description("Installs what separate targets such as Matrix need in addition (Debian, as root).")
    .IsDependentOn("Tools")
    .Does(() => InstallTools(testTools[true]));

void InstallTools(IEnumerable<(string Program, string Packages)> tools)
{
    var missing = tools.Where(tool => !FindTool(tool.Program)).ToList();
    if (missing.Count == 0)
    {
        return;
    }

    var command = $"apt-get install -y --no-install-recommends {string.Join(' ', missing.Select(tool => tool.Packages).Distinct())}";
    if (FindTool("apt-get") && Environment.UserName == "root")
    {
        Run("apt-get", "update -qq");
        Run("apt-get", command["apt-get ".Length..]);
    }
    else
    {
        Warning("Not installed: {0}. The tests that need them are skipped. On Debian: {1}", string.Join(", ", missing.Select(tool => tool.Program)), command);
    }
}

Task("Format")
    .Description("Fails when the code is not formatted as .editorconfig says.")
    .IsDependentOn("Build")
    // What a build does not check: white space, the order of usings, and the qualification with 'this.' (IDE0003, IDE0009).
    .Does(() =>
{
    Run("dotnet", "format whitespace src --folder --verify-no-changes");
    Run("dotnet", "format whitespace tests --folder --verify-no-changes");
    Run("dotnet", $"format style {Solution} --verify-no-changes --no-restore --diagnostics IDE0003 IDE0009");
});

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
            + $" --filter-not-class {string.Join(' ', separateTests)}"
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

Task("Site")
    .Description("Builds the documentation site in artifacts/site. Broken links are errors.")
    .Does(() =>
{
    // docfx resolves links below the directory of its configuration only, so that the pages are copied with the layout of the repository.
    CleanDirectory(siteSource);
    CleanDirectory(site);
    foreach (var file in GetFiles("docs/**/*") + GetFiles("*.md") + GetFiles("samples/*.md") + GetFiles(".github/workflows/*.yml") + GetFiles("LICENSE") + GetFiles("NOTICE"))
    {
        var copy = MakeAbsolute(siteSource).CombineWithFilePath(MakeAbsolute(Directory(".")).GetRelativePath(file));
        EnsureDirectoryExists(copy.GetDirectory());
        CopyFile(file, copy);
    }

    MoveFile(siteSource + File("docs/docfx.json"), siteSource + File("docfx.json"));
    MoveFile(siteSource + File("docs/navigation.yml"), siteSource + File("toc.yml"));
    System.IO.File.WriteAllText(siteSource + File("index.md"), "---\nredirect_url: docs/index.html\n---\n");
    Run("dotnet", $"docfx build {siteSource}/docfx.json --warningsAsErrors");
});

Task("Examples")
    .Description("Packages every example of the documentation (minutes).")
    .IsDependentOn("Build")
    .Does(() => Run(
        "dotnet",
        $"artifacts/bin/ServicePackaging.Sdk.Tests/{configuration.ToLowerInvariant()}/ServicePackaging.Sdk.Tests.dll --explicit only --filter-class *.ExamplePackagingTests"));

Task("Docs")
    .Description("Builds the documentation site, and packages every example in it.")
    .IsDependentOn("Site")
    .IsDependentOn("Examples");

Task("Coverage")
    .Description("Runs the unit tests and measures which lines they reach; the report is artifacts/coverage/coverage.cobertura.xml (minutes).")
    .IsDependentOn("Build")
    .Does(() =>
{
    CleanDirectory(coverage);
    Run("dotnet", $"build tests/Coverage/Coverage.csproj -restore -t:Coverage -p:Configuration={configuration} -nologo");
});

Task("Reproducible")
    .Description("Packs the last commit in two clones, and fails when the two packages differ (minutes).")
    .Does(() =>
{
    CleanDirectory(reproducible);
    var digests = new List<string>();
    var clones = new[] { "a", "elsewhere/b" }.Select(directory => MakeAbsolute(reproducible + Directory(directory)).FullPath).ToList();
    foreach (var clone in clones)
    {
        Run("git", $"clone --quiet . {clone}");
    }

    foreach (var (clone, timeZone) in clones.Zip(new[] { "UTC", "Asia/Kathmandu" }))
    {
        var exitCode = StartProcess("dotnet", new ProcessSettings
        {
            WorkingDirectory = clone,
            Arguments = $"pack sdk -c {configuration} -o packages -p:RunAnalyzers=false -p:UseSharedCompilation=false",
            EnvironmentVariables = new Dictionary<string, string> { ["TZ"] = timeZone },
        });
        if (exitCode != 0)
        {
            throw new CakeException($"The package could not be created in {clone}.");
        }

        var package = GetFiles(clone + "/packages/*.nupkg").Single();
        digests.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(package.FullPath))));
        Information("{0}  {1}", digests.Last(), package);
    }

    if (digests.Distinct().Count() > 1)
    {
        throw new CakeException("The two packages differ. Unpack both and compare them with diff -r.");
    }
});

Task("TestTools")
    .Description("Installs the tools that tests need in a new Debian root, and checks that all are there (as root, minutes).")
    .IsDependentOn("Build")
    .Does(() => Run(
        $"artifacts/bin/ServicePackaging.Installation.Tests/{configuration.ToLowerInvariant()}/ServicePackaging.Installation.Tests",
        "--explicit only --filter-class *.TestToolsTests"));

Task("Natives")
    .Description("Compares computed dependencies with dpkg-shlibdeps and elfdeps on larger NuGet packages (downloads 300 MB).")
    .IsDependentOn("Build")
    .Does(() => Run(
        $"artifacts/bin/ServicePackaging.Tests/{configuration.ToLowerInvariant()}/ServicePackaging.Tests",
        "--explicit only --filter-class *.LargeNativePackageTests"));

Task("Selinux")
    .Description("Installs services in virtual machines with SELinux in enforcing mode (as root, about 20 minutes).")
    .IsDependentOn("LaneTools")
    .IsDependentOn("Build")
    .Does(() => Run(
        $"artifacts/bin/ServicePackaging.Installation.Tests/{configuration.ToLowerInvariant()}/ServicePackaging.Installation.Tests",
        "--explicit only --filter-class *.SelinuxTests"));

Task("Hostile")
    .Description("Plans packages of 100,000 definitions that nobody should write (about an hour).")
    .IsDependentOn("Build")
    .Does(() => Run(
        $"artifacts/bin/ServicePackaging.Tests/{configuration.ToLowerInvariant()}/ServicePackaging.Tests",
        "--explicit only --filter-class *.HostileDefinitionTests"));

Task("HostileCommands")
    .Description("Runs 10,000 management commands with texts that nobody should write in Wine's cmd (about an hour).")
    .IsDependentOn("Tools")
    .IsDependentOn("Build")
    .Does(() => Run(
        $"artifacts/bin/ServicePackaging.Tests/{configuration.ToLowerInvariant()}/ServicePackaging.Tests",
        "--explicit only --filter-class *.HostileCommandTests"));

Task("Matrix")
    .Description("Installs packages with the tools of the next Debian, on arm64, and with control groups version 2; repositories with the clients of three releases (as root, downloads 1.2 GB, an hour).")
    .IsDependentOn("LaneTools")
    .IsDependentOn("Build")
    .Does(() => Run(
        $"artifacts/bin/ServicePackaging.Installation.Tests/{configuration.ToLowerInvariant()}/ServicePackaging.Installation.Tests",
        $"--explicit only --filter-class {string.Join(' ', matrixTests)}"));

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
