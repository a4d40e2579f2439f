using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

[assembly: AssemblyFixture(typeof(PackageFactory))]

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>The packages that the tests install, each published once in a run, when the first test asks for it.</summary>
public sealed class PackageFactory : IDisposable
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

    /// <summary>The directory of the sample's program for Windows, without a package.</summary>
    public Task<string> MemexdForWindowsAsync() => OnceAsync("memexd for Windows", PublishMemexdForWindowsAsync);

    /// <summary>The probe for Windows, a service that writes down what happens to it: one program file.</summary>
    public Task<string> ProbeAsync(string version = "1.0.0") =>
        OnceAsync($"probe {version}", output => PublishProbeAsync(output, version));

    public void Dispose()
    {
        _sdk.Dispose();
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

            if (!_published.TryGetValue(key, out object? files))
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
        string project = CopyProject(Path.Combine(Repository.Root, "samples", "Memexd"));
        if (version == "1.5.0")
        {
            string config = Path.Combine(project, "config.toml");
            string text = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
            Assert.Contains("chunk_size = 800", text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(
                config, text.Replace("chunk_size = 800", "chunk_size = 900", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        // The others need not be as small as the one that is looked at.
        string compression = version == "1.4.0" ? "Gzip" : "None";
        return await PackedSdk.PublishAsync(project, output, $"-p:Version={version}", $"-p:ServicePackageCompression={compression}");
    }

    private async Task<LinuxPackages> PublishAcmeAsync(string output, string version, string declarations, (string Name, string Text)[] files)
    {
        string directory = Path.Combine(_sdk.Directory.FullName, "Acme");
        Directory.CreateDirectory(directory);
        string project = AcmeProject.Project.Replace("<!-- declarations -->", declarations, StringComparison.Ordinal);
        (string Name, string Text)[] all = [("Acme.csproj", project), ("Program.cs", AcmeProject.Program), .. files];
        foreach ((string name, string text) in all)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, name), text, TestContext.Current.CancellationToken);
        }

        return await PackedSdk.PublishAsync(directory, output, $"-p:Version={version}");
    }

    private async Task<string> PublishMemexdForWindowsAsync(string output)
    {
        await PackedSdk.PublishProgramAsync(CopyProject(Path.Combine(Repository.Root, "samples", "Memexd")), output, "win-x64");
        return output;
    }

    private async Task<string> PublishProbeAsync(string output, string version)
    {
        string project = CopyProject(Path.Combine(AppContext.BaseDirectory, "Msi", "Probe"));
        await PackedSdk.PublishProgramAsync(project, output, "win-x64", $"-p:Version={version}");
        return Path.Combine(output, "probe.exe");
    }

    // Where they are built, the checkout's own build files do not reach them.
    private string CopyProject(string source)
    {
        string project = Path.Combine(_sdk.Directory.FullName, Path.GetFileName(source));
        Directory.CreateDirectory(project);
        foreach (string file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)), overwrite: true);
        }

        return project;
    }
}
