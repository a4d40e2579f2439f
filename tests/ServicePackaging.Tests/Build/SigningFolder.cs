using ServicePackaging.Build;
using ServicePackaging.Build.Release;
using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Build;

/// <summary>A folder that is packaged and signed, with an environment and a clock of its own.</summary>
internal sealed class SigningFolder : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    // The headers of a portable executable without sections.
    private static readonly byte[] Program =
        [0x4D, 0x5A, .. new byte[58], 0x40, 0, 0, 0, 0x50, 0x45, 0, 0, .. new byte[20], 0x0B, 0x02, .. new byte[238]];

    public SigningFolder()
    {
        Tree.Write("/acme/run.sh", "#!/bin/sh\nexec sleep 1000\n");
        Directory.CreateDirectory(Tree.PathOf("/windows"));
        File.WriteAllBytes(Tree.PathOf("/windows/acme.exe"), Program);
    }

    public TemporaryTree Tree { get; } = new();

    public Dictionary<string, string> Variables { get; } = [];

    public string Output => Tree.PathOf("/out");

    /// <summary>The records of the packages, in the order of the last run.</summary>
    public IReadOnlyList<(PackageRecord Record, bool WasUpToDate)> Packages { get; private set; } = [];

    /// <summary>Packages the folder, and returns the codes of the findings.</summary>
    /// <param name="formats">Formats of one platform, joined with <c>+</c>.</param>
    /// <param name="settings">Properties as <c>NAME=VALUE</c>.</param>
    public IReadOnlyList<Diagnostic> Run(string formats, params IEnumerable<string> settings)
    {
        var findings = new DiagnosticBag();
        var input = Input(formats.Split('+'), settings);
        using var session = new SigningSession(input.Service.Properties, Tree.PathOf("/"), Tree.PathOf("/obj"), findings)
        {
            Clock = new FixedClock(Now),
            Variables = name => Variables.GetValueOrDefault(name),
        };
        var packager = new IncrementalPackager(input, Output, Tree.PathOf("/obj"), findings) { Signing = session };
        Packages = [];
        try
        {
            packager.Plan();
            Packages = findings.HasErrors ? [] : [.. packager.Write(CancellationToken.None)];
            return findings.Items;
        }
        catch (DiagnosticException exception)
        {
            return [.. findings.Items, exception.Diagnostic];
        }
    }

    /// <summary>Writes the files of a release that describe packages, and returns their paths and the findings.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="change">What the build knows about the project.</param>
    /// <param name="settings">Properties as <c>NAME=VALUE</c>.</param>
    public (IReadOnlyList<string> Files, IReadOnlyList<Diagnostic> Findings) Release(
        IEnumerable<PackageRecord> packages, Func<ProjectFacts, ProjectFacts> change, params IEnumerable<string> settings)
    {
        var findings = new DiagnosticBag();
        var input = Input(["deb"], settings);
        input = input with { Service = input.Service with { Project = change(input.Service.Project) } };
        using var session = new SigningSession(input.Service.Properties, Tree.PathOf("/"), Tree.PathOf("/obj"), findings)
        {
            Clock = new FixedClock(Now),
            Variables = name => Variables.GetValueOrDefault(name),
        };
        var files = packages.Select(package => ReleasedFile.Create(package.Path, package.Format, package.Size, package.Sha256)).ToList();
        try
        {
            return (new ReleaseFiles(input, files, session, findings).Write(Output, Tree.PathOf("/obj"), CancellationToken.None), findings.Items);
        }
        catch (DiagnosticException exception)
        {
            return ([], [.. findings.Items, exception.Diagnostic]);
        }
    }

    /// <summary>Adds packages to a repository, and returns the findings.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="time">The time of the metadata; null for that of the clock.</param>
    /// <param name="settings">Properties as <c>NAME=VALUE</c>.</param>
    public IReadOnlyList<Diagnostic> Publish(
        IEnumerable<PackageRecord> packages, DateTimeOffset? time, params IEnumerable<string> settings)
    {
        var findings = new DiagnosticBag();
        var input = Input(["deb"], settings);
        using var session = new SigningSession(input.Service.Properties, Tree.PathOf("/"), Tree.PathOf("/obj"), findings)
        {
            Clock = new FixedClock(Now),
            Variables = name => Variables.GetValueOrDefault(name),
        };
        var files = packages.Select(package => ReleasedFile.Create(package.Path, package.Format, package.Size, package.Sha256)).ToList();
        try
        {
            new ReleaseFiles(input, files, session, findings).Publish(Tree.PathOf("/"), time, Output, CancellationToken.None);
            return findings.Items;
        }
        catch (DiagnosticException exception)
        {
            return [.. findings.Items, exception.Diagnostic];
        }
    }

    /// <summary>Packages the folder without a finding, and returns the record of the only package.</summary>
    public PackageRecord Package(string format, params IEnumerable<string> settings)
    {
        Assert.Empty(Run(format, settings));
        return Assert.Single(Packages).Record;
    }

    /// <summary>All texts that were left on disk, by their paths.</summary>
    public IEnumerable<(string Path, string Text)> Files() =>
        Directory.EnumerateFiles(Tree.PathOf("/"), "*", SearchOption.AllDirectories).Select(file => (file, File.ReadAllText(file, System.Text.Encoding.Latin1)));

    public void Dispose() => Tree.Dispose();

    private PackagingInput Input(string[] formats, IEnumerable<string> settings)
    {
        var (folder, rid, program) = formats switch
        {
            ["msi"] => ("/windows", "win-x64", "acme.exe"),
            ["pkg"] => ("/acme", "osx-arm64", "run.sh"),
            _ => ("/acme", "linux-x64", "run.sh"),
        };
        var properties = new Dictionary<string, string>
        {
            ["ServiceExecutable"] = program,
            ["ServicePackageVersion"] = "1.2.3",
            ["ServicePackageMaintainer"] = "Acme <ops@acme.example>",
            ["ServicePackageVendor"] = "Acme",
            ["ServiceDescription"] = "Runs",
        };
        foreach (var setting in settings)
        {
            var pair = setting.Split('=', 2);
            properties[pair[0]] = pair[1];
        }

        return new PackagingInput
        {
            Service = new ServiceInput
            {
                Properties = properties,
                Items = Array.Empty<(string Type, InputItem Item)>().ToLookup(row => row.Type, row => row.Item),
                Project = new ProjectFacts { IsDotNet = false, AssemblyName = "acme", RuntimeIdentifier = RuntimeIdentifier.Parse(rid) },
                Sources = new SourceFiles(),
            },
            Formats = formats,
            PublishDirectory = Tree.PathOf(folder),
        };
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
