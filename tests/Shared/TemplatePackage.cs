namespace ServicePackaging.TestSupport;

/// <summary>The package of templates for <c>dotnet new</c>, installed for a directory only.</summary>
/// <param name="servers">The servers of its builds.</param>
/// <param name="directory">Where the package is written, and where projects are created from it.</param>
internal sealed class TemplatePackage(BuildServers servers, string directory)
{
    /// <summary>The short names of the templates for projects.</summary>
    public static readonly IReadOnlyList<string> Names = ["service-worker", "service-web", "service-payload"];

    /// <summary>The short names of the templates that add files to a project.</summary>
    public static readonly IReadOnlyList<string> Items = ["service-release"];

    private string[] Hive => ["--debug:custom-hive", Path.Combine(directory, "hive")];

    /// <summary>Packs the templates with the version of the SDK that new projects name, and installs them.</summary>
    public async Task InstallAsync(string version)
    {
        var output = Path.Combine(directory, "packed");
        await servers.PackTemplatesAsync(output, version);
        var package = Assert.Single(Directory.GetFiles(output, "*.nupkg"));
        (await DotnetAsync(["new", "install", package, .. Hive])).Succeeded();
    }

    /// <summary>Creates a project in a directory of its name.</summary>
    public async Task CreateAsync(string template, string name, params IEnumerable<string> options) => (await DotnetAsync(
        ["new", template, "-n", name, "-o", Path.Combine(directory, name), "--no-update-check", .. Hive, .. options])).Succeeded();

    /// <summary>Adds files to a directory.</summary>
    public async Task AddAsync(string template, string target, params IEnumerable<string> options) => (await DotnetAsync(
        ["new", template, "-o", Path.Combine(directory, target), "--no-update-check", .. Hive, .. options])).Succeeded();

    /// <summary>Creates a project from each template, of the template's name, and a solution that contains them all.</summary>
    /// <returns>The path of the solution.</returns>
    public async Task<string> CreateAllAsync(params IEnumerable<string> options)
    {
        foreach (var name in Names)
        {
            await CreateAsync(name, name, options);
        }

        var solution = Path.Combine(directory, "all.slnx");
        var projects = string.Concat(Names.Select(name => $"<Project Path=\"{name}/{name}.csproj\" />"));
        await File.WriteAllTextAsync(solution, $"<Solution>{projects}</Solution>", TestContext.Current.CancellationToken);
        return solution;
    }

    /// <summary>The one package of a format that a project's publish wrote.</summary>
    public string Package(string name, string format) =>
        Assert.Single(Directory.GetFiles(Path.Combine(directory, name, "bin", "Release", "packages"), $"*.{format}"));

    private Task<ProcessResult> DotnetAsync(IEnumerable<string> arguments) =>
        servers.DotnetAsync(new ProcessOptions { WorkingDirectory = directory, Timeout = TimeSpan.FromMinutes(20) }, arguments);
}
