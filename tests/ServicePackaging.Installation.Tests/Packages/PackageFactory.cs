using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Msi;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

[assembly: AssemblyFixture(typeof(PackageFactory))]

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>The packages that the tests install, each published once in a run, when the first test asks for it.</summary>
public sealed class PackageFactory : IAsyncDisposable
{
    private readonly PackedSdk _sdk = new();
    private readonly SemaphoreSlim _publishing = new(1); // one build at a time: they share the projects' directories
    private readonly Dictionary<string, object> _published = [];
    private bool _packed;

    /// <summary>The sample for Debian's family. Version 1.5.0 has another default configuration: chunks of 900 words.</summary>
    public async Task<string> MemexdAsync(string version = "1.4.0") => (await PublishedMemexdAsync(version)).Deb;

    /// <summary>The sample for rpm's family, of the same publish.</summary>
    public async Task<string> MemexdRpmAsync(string version = "1.4.0") => (await PublishedMemexdAsync(version)).Rpm;

    /// <summary>A small service for Debian's family, with a test's own properties and items in its project.</summary>
    public async Task<string> AcmeAsync(string version, string declarations, params (string Name, string Text)[] files) =>
        (await PublishedAcmeAsync(version, declarations, files)).Deb;

    /// <summary>The small service for rpm's family, of the same publish where the declarations are the same.</summary>
    public async Task<string> AcmeRpmAsync(string version, string declarations, params (string Name, string Text)[] files) =>
        (await PublishedAcmeAsync(version, declarations, files)).Rpm;

    /// <summary>The sample for Windows.</summary>
    internal Task<WindowsPackage> MemexdMsiAsync(string version = "1.4.0") =>
        OnceAsync($"memexd.msi {version}", output => PublishMemexdMsiAsync(output, version));

    /// <summary>A sample for both of Linux' families, as it stands in the repository.</summary>
    /// <param name="name">Its directory below samples.</param>
    /// <param name="version">Its version; none for the project's own.</param>
    /// <param name="properties">Further properties for the command line.</param>
    internal Task<LinuxPackages> SampleAsync(string name, string version = "", params string[] properties) => OnceAsync(
        $"{name} {version} {string.Join(' ', properties)}",
        output => _sdk.PublishAsync(CopySample(name), output, [.. VersionProperty(version), .. properties]));

    /// <summary>A sample for Windows, as it stands in the repository.</summary>
    /// <param name="name">Its directory below samples.</param>
    /// <param name="version">Its version; none for the project's own.</param>
    internal Task<WindowsPackage> SampleMsiAsync(string name, string version = "") =>
        OnceAsync($"{name}.msi {version}", output => _sdk.PublishMsiAsync(CopySample(name), output, VersionProperty(version)));

    /// <summary>The probe for Windows, a service that writes down what happens to it: one program file, and what <see cref="ProbeProject"/> says.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="variant">One of the project's variants; none for the one that has most.</param>
    /// <param name="properties">Further properties for the command line.</param>
    internal Task<WindowsPackage> ProbeMsiAsync(string version = "1.0.0", string variant = "", params string[] properties) =>
        OnceAsync($"probe.msi {version} {variant} {string.Join(' ', properties)}", output => PublishProbeMsiAsync(output, version, variant, properties));

    /// <summary>A service of those that the tests share. Version 2.0.0 of one with a payload greets otherwise.</summary>
    internal Task<LinuxPackages> ProgramAsync(string name, string version = "1.0.0", params string[] properties) =>
        OnceAsync(
            $"program {name} {version} {string.Join(' ', properties)}", output => PublishProgramAsync(output, name, version, properties));

    /// <summary>The packages for Debian of the projects that the templates create, in the order of the templates.</summary>
    internal Task<IReadOnlyList<string>> TemplatesAsync() => OnceAsync("templates", _ => _sdk.PublishTemplatesAsync());

    public async ValueTask DisposeAsync()
    {
        await _sdk.DisposeAsync();
        _publishing.Dispose();
    }

    private Task<LinuxPackages> PublishedMemexdAsync(string version) =>
        OnceAsync($"memexd {version}", output => PublishMemexdAsync(output, version));

    private Task<LinuxPackages> PublishedAcmeAsync(string version, string declarations, (string Name, string Text)[] files) =>
        OnceAsync($"acme {version} {declarations}", output => PublishAcmeAsync(output, version, declarations, files));

    private async Task<T> OnceAsync<T>(string key, Func<string, Task<T>> publish)
        where T : notnull
    {
        await BoxHost.RequireAsync(); // nobody waits for a package that cannot be installed
        await _publishing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_packed)
            {
                await _sdk.PackAsync();
                _packed = true;
            }

            if (!_published.TryGetValue(key, out var files))
            {
                files = await publish(Path.Combine(_sdk.Directory.FullName, $"out-{_published.Count}"));
                _published.Add(key, files);
            }

            return (T)files;
        }
        finally
        {
            _publishing.Release();
        }
    }

    private async Task<LinuxPackages> PublishMemexdAsync(string output, string version)
    {
        var project = await CopyMemexdAsync(version);
        // The others need not be as small as the one that is looked at.
        var compression = version == "1.4.0" ? "Gzip" : "None";
        return await _sdk.PublishAsync(project, output, $"-p:Version={version}", $"-p:ServicePackageCompression={compression}");
    }

    private async Task<LinuxPackages> PublishAcmeAsync(string output, string version, string declarations, (string Name, string Text)[] files)
    {
        var directory = Path.Combine(_sdk.Directory.FullName, "Acme");
        Directory.CreateDirectory(directory);
        var project = AcmeProject.Project.Replace("<!-- declarations -->", declarations, StringComparison.Ordinal);
        (string Name, string Text)[] all = [("Acme.csproj", project), ("Program.cs", AcmeProject.Program), .. files];
        foreach (var (name, text) in all)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, name), text, TestContext.Current.CancellationToken);
        }

        return await _sdk.PublishAsync(directory, output, $"-p:Version={version}");
    }

    private async Task<WindowsPackage> PublishMemexdMsiAsync(string output, string version)
    {
        var project = await CopyMemexdAsync(version);
        var compression = version == "1.4.0" ? "Gzip" : "None";
        return await _sdk.PublishMsiAsync(project, output, $"-p:Version={version}", $"-p:ServicePackageCompression={compression}");
    }

    private async Task<WindowsPackage> PublishProbeMsiAsync(string output, string version, string variant, string[] properties)
    {
        var project = Path.Combine(_sdk.Directory.FullName, "Probe");
        if (!Directory.Exists(project))
        {
            await ProbeProject.WriteAsync(CopyProject(Path.Combine(AppContext.BaseDirectory, "Msi", "Probe")));
        }

        return await _sdk.PublishMsiAsync(project, output, [$"-p:Version={version}", $"-p:Variant={variant}", .. properties]);
    }

    private async Task<string> CopyMemexdAsync(string version)
    {
        var project = CopySample("Memexd");
        if (version == "1.5.0")
        {
            var config = Path.Combine(project, "config.toml");
            var text = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
            Assert.Contains("chunk_size = 800", text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(
                config, text.Replace("chunk_size = 800", "chunk_size = 900", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        return project;
    }

    private async Task<LinuxPackages> PublishProgramAsync(string output, string name, string version, string[] properties)
    {
        var project = CopyProject(Path.Combine(Repository.Root, "tests", "Shared", "Programs", name));
        if (version == "2.0.0" && Directory.Exists(Path.Combine(project, "payload")))
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(project, "payload"), "*", SearchOption.AllDirectories))
            {
                var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(file, text.Replace("hello", "welcome", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            }
        }

        return await _sdk.PublishAsync(project, output, [$"-p:Version={version}", .. properties]);
    }

    private static string[] VersionProperty(string version) => version.Length > 0 ? [$"-p:Version={version}"] : [];

    // Beside the versions of the packages that the samples reference, and apart from the other projects.
    private string CopySample(string name)
    {
        const string versions = "Directory.Packages.props";
        var source = Path.Combine(Repository.Root, "samples");
        var samples = _sdk.Directory.CreateSubdirectory("samples").FullName;
        File.Copy(Path.Combine(source, versions), Path.Combine(samples, versions), overwrite: true);
        var project = Path.Combine(samples, name);
        Repository.CopyProject(Path.Combine(source, name), project);
        return project;
    }

    private string CopyProject(string source)
    {
        var project = Path.Combine(_sdk.Directory.FullName, Path.GetFileName(source));
        Repository.CopyProject(source, project);
        return project;
    }
}
