using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>dotnet publish with the files of a release.</summary>
public sealed class ReleaseTests(SdkFeed feed)
{
    private const string Properties =
        """
        <Company>Acme Systems</Company>
        <PackageLicenseExpression>MIT</PackageLicenseExpression>
        <PackageProjectUrl>https://acme.example/app</PackageProjectUrl>
        <ServicePackageReleaseUrl>https://acme.example/download/v$(Version)</ServicePackageReleaseUrl>
        <ServicePackageManifests>winget+cask;choco</ServicePackageManifests>
        """;

    private readonly Workspace _workspace = new(feed);

    private string Out => _workspace.File("out");

    [Fact]
    public async Task One_command_writes_manifests_and_signed_checksums()
    {
        Availability.RequireProgram("gpg");
        _workspace.Environment["SIGNING_KEY"] = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "tests", "ServicePackaging.Signing.Tests", "Keys", "throwaway-rsa.asc"), TestContext.Current.CancellationToken);
        var project = _workspace.AddService(properties: Properties);
        string[] arguments =
        [
            project, "-p:ServicePackage=rpm+pkg+msi", Workspace.FrameworkDependent, "-o", Out, "-p:ServicePackageChecksums=true",
            "-p:ServicePackageRuntimeIdentifiers=osx-x64+osx-arm64+linux-x64+win-x64", "-p:LinuxServicePackageSigningKeyVariable=SIGNING_KEY",
        ];

        var log = (await _workspace.DotnetAsync(["publish", .. arguments])).Succeeded().StandardOutput;

        Assert.DoesNotContain("warning SVCPKG9", log, StringComparison.Ordinal);
        string[] expected =
        [
            "SHA256SUMS", "SHA256SUMS.asc", .. WithBills("app-1.2.3-1.arm64.pkg", "app-1.2.3-1.x64.msi", "app-1.2.3-1.x64.pkg", "app-1.2.3-1.x86_64.rpm"), "app-signing-key.asc",
            "manifests/chocolatey/app/app.nuspec", "manifests/chocolatey/app/tools/chocolateyinstall.ps1", "manifests/homebrew/Casks/app.rb",
            "manifests/winget/AcmeSystems.App/1.2.3/AcmeSystems.App.installer.yaml", "manifests/winget/AcmeSystems.App/1.2.3/AcmeSystems.App.locale.en-US.yaml",
            "manifests/winget/AcmeSystems.App/1.2.3/AcmeSystems.App.yaml",
        ];
        Assert.Equal(expected, Files().Keys);
        string[] lines = [Path.Combine(Out, "manifests (6 files)"), Path.Combine(Out, "SHA256SUMS")];
        Assert.All(lines, line => Assert.Single(log.Split('\n'), text => text.TrimEnd().EndsWith($"app -> {line}", StringComparison.Ordinal)));
        var options = new ProcessOptions { WorkingDirectory = Out };
        var check = (await ProcessRunner.RunAsync(options, "sha256sum", "--check", "--strict", "SHA256SUMS")).Succeeded();
        Assert.Equal(expected[2..14].Select(name => $"{name}: OK"), check.Text.Split('\n'));
        await VerifyAsync(options);

        var installer = await ReadAsync("manifests/winget/AcmeSystems.App/1.2.3/AcmeSystems.App.installer.yaml");
        Assert.Contains("InstallerUrl: https://acme.example/download/v1.2.3/app-1.2.3-1.x64.msi\n", installer, StringComparison.Ordinal);
        var cask = await ReadAsync("manifests/homebrew/Casks/app.rb");
        Assert.Contains("arch arm: \"arm64\", intel: \"x64\"\n", cask, StringComparison.Ordinal);
        Assert.Contains("pkgutil:   \"acme-systems.app\"\n", cask, StringComparison.Ordinal);

        // Nothing changes: nothing is written, and the key is not needed.
        var before = Files();
        _workspace.Environment.Remove("SIGNING_KEY");
        (await _workspace.DotnetAsync(["publish", .. arguments])).Succeeded();
        Assert.Equal(before, Files());
    }

    // Before anything is restored for minutes, compiled and packed.
    [Fact]
    public async Task Wrong_settings_end_the_build_before_a_package_is_written()
    {
        var project = _workspace.AddService(properties: Properties);

        var log = await _workspace.FailAsync("SVCPKG9001", project, Workspace.Msi, Workspace.FrameworkDependent, "-p:ServicePackageManifests=winget+scoop", "-o", Out);

        Assert.Contains("'scoop' is not a manifest. Write winget, cask or choco", log, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Without_a_request_there_are_only_packages()
    {
        var project = _workspace.AddService();
        await _workspace.PublishAsync(project, Workspace.Msi, Workspace.FrameworkDependent, "-o", Out);
        Assert.Equal(WithBills("app-1.2.3-1.x64.msi"), Files().Keys);

        var log = (await _workspace.DotnetAsync(
            "publish", project, Workspace.Msi, Workspace.FrameworkDependent, "-o", Out, "-p:ServicePackageManifests=cask", "-p:ServicePackageReleaseUrl=https://acme.example")).Succeeded();
        Assert.Contains("warning SVCPKG9003: ServicePackageManifests contains 'cask', but this command created no .pkg", log.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(WithBills("app-1.2.3-1.x64.msi"), Files().Keys);
    }

    private static string[] WithBills(params string[] packages) =>
        [.. packages.SelectMany(package => new[] { package, package + ".cdx.json", package + ".spdx.json" })];

    private static async Task VerifyAsync(ProcessOptions options)
    {
        var home = Directory.CreateTempSubdirectory("gpg").FullName;
        (await ProcessRunner.RunAsync(options, "gpg", "--homedir", home, "--batch", "--import", "app-signing-key.asc")).Succeeded();
        (await ProcessRunner.RunAsync(options, "gpg", "--homedir", home, "--batch", "--verify", "SHA256SUMS.asc", "SHA256SUMS")).Succeeded();
        Directory.Delete(home, recursive: true);
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine([Out, .. name.Split('/')]), TestContext.Current.CancellationToken);

    private SortedDictionary<string, DateTime> Files() => new(
        Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(Out, file).Replace('\\', '/'), File.GetLastWriteTimeUtc),
        StringComparer.Ordinal);
}
