using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Linux;

/// <summary>A NuGet package with native files, and what a program that has it as its only asset needs.</summary>
/// <param name="Version">The version of the package.</param>
/// <param name="Depends">The relations of the deb.</param>
/// <param name="Recommends">Its recommendations.</param>
/// <param name="RpmRecommends">The libraries that the rpm recommends; it requires all others.</param>
/// <param name="Codes">The findings of the deb and of the rpm.</param>
internal sealed partial record NativePackage(string Version, string Depends, string Recommends, string RpmRecommends, string Codes)
{
    private const string Elfdeps = "/usr/lib/rpm/elfdeps";

    // The symbol that Debian's libc6.symbols gives a later version than its node: the value that it returns has changed. A file that calls it
    // is loaded by an older C library, and .NET itself calls it, so that it does not count here.
    private const string Sysconf = "sysconf";

    public async Task CompareAsync(string package)
    {
        using var directory = new TemporaryTree();
        Availability.RequireProgram("dpkg-shlibdeps");
        Availability.RequireProgram(Elfdeps);
        Availability.Require(RuntimeInformation.OSArchitecture == Architecture.X64 ? null : new Lack("The files are for x64", "use such a machine"));
        var files = await RestoreAsync(directory, package);
        var before = new Service();
        var service = files.Aggregate(before, (service, file) => service.Publishes(Path.GetFileName(file), ExecutableKind.ElfSharedObject, ElfFile.Read(file)))
            .Built(project => project with { NativeAssets = [.. files.Select(file => Path.GetFileName(file)!)] });
        var (deb, rpm) = (service.Plan(), service.PlanRpm());
        var (depends, recommends) = (Added(deb.Control("Depends"), before.Plan().Control("Depends")), Added(deb.Control("Recommends"), before.Plan().Control("Recommends")));
        var requires = rpm.Relations(RpmRelationKind.Requires).Except(before.PlanRpm().Relations(RpmRelationKind.Requires)).ToList();
        var further = rpm.Relations(RpmRelationKind.Recommends).Except(before.PlanRpm().Relations(RpmRelationKind.Recommends)).ToList();

        Assert.Equal(
            (Depends, Recommends, RpmRecommends, Codes),
            (string.Join(", ", depends), string.Join(", ", recommends),
                string.Join(", ", further.Select(name => name.Split('(')[0]).Distinct().Order(StringComparer.Ordinal)),
                $"{string.Join(", ", deb.Codes)};{string.Join(", ", rpm.Codes)}"));
        Assert.Equal(await ElfdepsAsync(directory, files), requires.Concat(further).Distinct().Order(StringComparer.Ordinal));
        await CompareWithDpkgAsync(directory, files, [.. depends, .. recommends]);
    }

    // The files of the package for this runtime identifier, without what a directory of build files has under other names.
    private async Task<List<string>> RestoreAsync(TemporaryTree directory, string package)
    {
        var project = directory.Write("/restore/restore.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageDownload Include="{package}" Version="[{Version}]" /></ItemGroup>
            </Project>
            """);
        (await ProcessRunner.RunAsync("dotnet", "restore", project, "-v", "q")).Succeeded();
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return [.. Directory.GetFiles(Path.Combine(folder, package.ToLowerInvariant(), Version, "runtimes", "linux-x64", "native"), "*.so*").Order(StringComparer.Ordinal)];
    }

    // What elfdeps says of the files for the C library of the distributions, except the mark of the dynamic linker.
    private static async Task<IEnumerable<string>> ElfdepsAsync(TemporaryTree directory, List<string> files)
    {
        var needs = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var copy = directory.PathOf("/elf/" + Path.GetFileName(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(copy, (UnixFileMode)0b111_101_101); // It passes over what is not executable.
            }

            var answer = (await ProcessRunner.RunAsync(Elfdeps, "--requires", copy)).Succeeded().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            needs.UnionWith(answer.Any(name => name.StartsWith("libc.musl", StringComparison.Ordinal)) ? [] : answer.Where(name => name != "rtld(GNU_HASH)"));
        }

        return needs;
    }

    private static async Task CompareWithDpkgAsync(TemporaryTree directory, List<string> files, List<string> ours)
    {
        directory.Write("/dpkg/debian/control", "Source: x\n\nPackage: x\nArchitecture: any\n");
        var options = new ProcessOptions { WorkingDirectory = directory.PathOf("/dpkg") };
        foreach (var file in files)
        {
            // It stops at a library that this machine does not have.
            var result = await ProcessRunner.RunAsync(options, "dpkg-shlibdeps", "-O", "--ignore-missing-info", file);
            foreach (var theirs in Relation().Matches(result.ExitCode == 0 ? result.Text.Split('=', 2)[1] : "").ToList())
            {
                var own = Relation().Match(Assert.Single(ours, relation => relation.Split(' ')[0] == theirs.Groups[1].Value));
                var (mine, its) = (own.Groups[2].Value, theirs.Groups[2].Value);
                var callsSysconf = its == "2.34" && (await ProcessRunner.RunAsync("readelf", "--dyn-syms", "--wide", file)).Text.Contains($" {Sysconf}@", StringComparison.Ordinal);
                // Of a package beyond the six whose versions are computed, dpkg knows versions of single symbols.
                Assert.True(
                    mine == its || mine.Length == 0 || callsSysconf || files.Count > 1 || (mine == "2.38" && its == "2.34"),
                    $"{file}: {own.Value} is {theirs.Value} for dpkg-shlibdeps");
            }
        }
    }

    private static IEnumerable<string> Added(string? relations, string? before) => (relations?.Split(", ") ?? []).Except(before?.Split(", ") ?? []);

    [GeneratedRegex(@"([a-z0-9.+-]+)(?: \(>= ([^)]+)\))?", RegexOptions.CultureInvariant)]
    private static partial Regex Relation();
}
