using System.Text;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.MacPkg;
using ServicePackaging.Model;
using ServicePackaging.Templates;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Build;

/// <summary>The files of a release: from the properties and finished packages to manifests and checksums, and each finding on the way.</summary>
public sealed class ReleaseTests : IDisposable
{
    private const string All = "ServicePackageManifests=winget+cask+choco";
    private const string Url = "ServicePackageReleaseUrl=https://acme.example/v1.2.3";
    private const string Checksums = "ServicePackageChecksums=true";

    private readonly SigningFolder _folder = new();

    private static string Key => Path.Combine(Repository.Root, "tests", "ServicePackaging.Signing.Tests", "Keys", "throwaway-rsa.asc");

    private static string Signing => $"LinuxServicePackageSigningKeyFile={Key}";

    [Fact]
    public void Manifests_state_what_the_packages_contain()
    {
        var packages = Packages("msi", "pkg");
        var (files, findings) = _folder.Release(packages, Complete, All, Url);

        Assert.Empty(findings);
        Assert.Equal(
            [
                "chocolatey/acme/acme.nuspec", "chocolatey/acme/tools/chocolateyinstall.ps1", "homebrew/Casks/acme.rb",
                "winget/Acme.Acme/1.2.3/Acme.Acme.installer.yaml", "winget/Acme.Acme/1.2.3/Acme.Acme.locale.en-US.yaml", "winget/Acme.Acme/1.2.3/Acme.Acme.yaml",
            ],
            files.Select(file => Path.GetRelativePath(Path.Combine(_folder.Output, "manifests"), file).Replace('\\', '/')).Order(StringComparer.Ordinal));
        var (msi, pkg) = (packages[0], packages[1]);
        using var database = MsiReader.Open(msi.Path);
        string Property(string name) => database.FindTable("Property")!.Find(name)!.Value["Value"].Text!;
        var installer = Text(files, ".installer.yaml");
        Assert.Contains($"InstallerUrl: https://acme.example/v1.2.3/{Path.GetFileName(msi.Path)}\n", installer, StringComparison.Ordinal);
        Assert.Contains(msi.Sha256.ToUpperInvariant(), installer, StringComparison.Ordinal);
        Assert.Contains($"ProductCode: \"{Property("ProductCode")}\"\n", installer, StringComparison.Ordinal);
        Assert.Contains($"UpgradeCode: \"{Property("UpgradeCode")}\"\n", installer, StringComparison.Ordinal);
        Assert.Contains("- Architecture: x64\n", installer, StringComparison.Ordinal);
        Assert.Contains(msi.Sha256, Text(files, ".ps1"), StringComparison.Ordinal);

        var cask = Text(files, ".rb");
        Assert.Contains($"sha256 \"{pkg.Sha256}\"", cask, StringComparison.Ordinal);
        Assert.Contains("pkgutil:   \"acme.acme\"", cask, StringComparison.Ordinal);
        var labels = FindLabels(pkg.Path);
        Assert.Contains("acme.acme", labels);
        Assert.Contains($"launchctl: [\n{string.Concat(labels.Select(label => $"              \"{label}\",\n"))}            ],\n", cask, StringComparison.Ordinal);
        Assert.Contains("executable: \"/opt/acme/uninstall.sh\"", cask, StringComparison.Ordinal);
        Assert.Contains("zap delete: ", cask, StringComparison.Ordinal);
        Assert.All(files, file => Assert.DoesNotContain('\r', File.ReadAllText(file)));
    }

    [Fact]
    public void Nothing_is_written_again_without_a_change()
    {
        var packages = Packages("msi", "pkg");
        var (files, _) = _folder.Release(packages, Complete, All, Url, Checksums, Signing);
        Assert.Equal(["SHA256SUMS", "SHA256SUMS.asc"], files.TakeLast(2).Select(Path.GetFileName));
        foreach (var file in files.Where(file => !file.EndsWith(".asc", StringComparison.Ordinal)))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        var signature = File.GetLastWriteTimeUtc(files[^1]);
        Assert.Equal(files, _folder.Release(packages, Complete, All, Url, Checksums, Signing).Files);
        Assert.All(files.SkipLast(1), file => Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file)));
        Assert.Equal(signature, File.GetLastWriteTimeUtc(files[^1]));
        Assert.DoesNotContain(_folder.Files(), file => file.Path.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sha256sum_and_gpg_accept_the_checksums()
    {
        Availability.RequireProgram("gpg");
        var (files, findings) = _folder.Release(Packages("deb", "msi", "pkg"), Complete, Checksums, Signing);

        Assert.Empty(findings);
        var options = new ProcessOptions { WorkingDirectory = _folder.Output };
        var check = (await ProcessRunner.RunAsync(options, "sha256sum", "--check", "--strict", "SHA256SUMS")).Succeeded();
        Assert.Equal(["acme-1.2.3-1.universal.pkg: OK", "acme-1.2.3-1.x64.msi: OK", "acme_1.2.3-1_all.deb: OK"], check.Text.Split('\n'));
        Assert.Equal(["SHA256SUMS", "SHA256SUMS.asc"], files.Select(Path.GetFileName));
        var home = Directory.CreateTempSubdirectory("gpg");
        (await ProcessRunner.RunAsync(options, "gpg", "--homedir", home.FullName, "--batch", "--import", "acme-signing-key.asc")).Succeeded();
        (await ProcessRunner.RunAsync(options, "gpg", "--homedir", home.FullName, "--batch", "--verify", "SHA256SUMS.asc", "SHA256SUMS")).Succeeded();
        await File.AppendAllTextAsync(files[0], " ", TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await ProcessRunner.RunAsync(options, "gpg", "--homedir", home.FullName, "--batch", "--verify", "SHA256SUMS.asc", "SHA256SUMS")).ExitCode);
        home.Delete(recursive: true);
    }

    // The next version replaces them, and a package of an earlier version in the directory is not in the list.
    [Fact]
    public void Checksums_are_those_of_this_build()
    {
        _folder.Release(Packages("deb", "pkg"), Complete, Checksums, Signing);
        var signature = File.ReadAllText(Path.Combine(_folder.Output, "SHA256SUMS.asc"));
        var next = _folder.Package("deb", "ServicePackageVersion=1.3.0");

        Assert.Equal(2, _folder.Release([next], Complete, Checksums, Signing, "ServicePackageVersion=1.3.0").Files.Count);
        Assert.Equal($"{next.Sha256}  acme_1.3.0-1_all.deb\n", File.ReadAllText(Path.Combine(_folder.Output, "SHA256SUMS")));
        Assert.NotEqual(signature, File.ReadAllText(Path.Combine(_folder.Output, "SHA256SUMS.asc")));

        Assert.Equal(["SHA256SUMS"], _folder.Release([next], Complete, Checksums).Files.Select(Path.GetFileName));
        Assert.False(File.Exists(Path.Combine(_folder.Output, "SHA256SUMS.asc")));
    }

    [Fact]
    public void Another_key_or_a_damaged_signature_leads_to_a_new_one()
    {
        var packages = Packages("deb");
        var key = _folder.Tree.Write("/key.asc", File.ReadAllText(Key));
        string[] settings = [Checksums, $"LinuxServicePackageSigningKeyFile={key}"];
        var path = _folder.Release(packages, Complete, settings).Files[1];
        var first = File.ReadAllText(path);

        File.WriteAllText(path, "damaged");
        _folder.Release(packages, Complete, settings);
        Assert.Equal(first, File.ReadAllText(path));

        File.WriteAllText(key, File.ReadAllText(Key.Replace("rsa", "ed25519", StringComparison.Ordinal)));
        _folder.Release(packages, Complete, settings);
        Assert.NotEqual(first, File.ReadAllText(path));
        Assert.StartsWith("-----BEGIN PGP SIGNATURE-----\n", File.ReadAllText(path), StringComparison.Ordinal);
    }

    // A signature without its key is not needed again.
    [Fact]
    public void The_key_is_not_read_where_the_signature_is_up_to_date()
    {
        var packages = Packages("deb");
        _folder.Variables["KEY"] = File.ReadAllText(Key);
        Assert.Empty(_folder.Release(packages, Complete, Checksums, "LinuxServicePackageSigningKeyVariable=KEY").Findings);
        _folder.Variables.Clear();

        Assert.Equal(2, _folder.Release(packages, Complete, Checksums, "LinuxServicePackageSigningKeyVariable=KEY").Files.Count);
        File.Delete(Path.Combine(_folder.Output, "SHA256SUMS.asc"));
        Assert.Equal(["SVCPKG8008"], Codes(_folder.Release(packages, Complete, Checksums, "LinuxServicePackageSigningKeyVariable=KEY")));
    }

    // The notarization adds a ticket to the file.
    [Fact]
    public void A_package_that_has_grown_is_read_again()
    {
        var package = _folder.Package("deb");
        File.AppendAllText(package.Path, "ticket");

        _folder.Release([package], Complete, Checksums);

        Assert.Equal($"{DiskFile.Sha256(package.Path)}  acme_1.2.3-1_all.deb\n", File.ReadAllText(Path.Combine(_folder.Output, "SHA256SUMS")));
    }

    [Theory]
    [InlineData("ServicePackageManifests=winget+brew", Url, "SVCPKG9001", "'brew' is not a manifest. Write winget, cask or choco; join several with +, as in winget+cask.")]
    [InlineData("ServicePackageManifests=winget", "", "SVCPKG9002", "such as https://github.com/acme/agent/releases/download/v1.2.3.")]
    [InlineData("ServicePackageManifests=winget", "ServicePackageReleaseUrl=http://acme.example/", "SVCPKG2001", "ServicePackageReleaseUrl is 'http://acme.example/'")]
    [InlineData("ServicePackageManifests=winget", "ServicePackageReleaseUrl=https://acme.example/?v=1", "SVCPKG2001", "an https address without ? and #")]
    [InlineData("ServicePackageWingetId=Acme", "", "SVCPKG2001", "an identifier such as Acme.Agent")]
    [InlineData("ServicePackageChecksums=yes", "", "SVCPKG2001", "true or false")]
    [InlineData("ServicePackageSigning=Required", Checksums, "SVCPKG8020", "SHA256SUMS")]
    public void Wrong_settings_are_errors(string first, string second, string code, string message)
    {
        var packages = Packages("deb", "msi");
        var (files, findings) = _folder.Release(packages, Complete, new[] { first, second }.Where(setting => setting.Length > 0));

        var finding = Assert.Single(findings);
        Assert.Equal(code, finding.Descriptor.Code);
        Assert.Equal(DiagnosticSeverity.Error, finding.Descriptor.Severity);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(files, file => file.Contains("manifests", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_gives_no_identifier_is_an_error()
    {
        var (files, findings) = _folder.Release(Packages("msi"), Complete, "ServicePackageManifests=winget", Url, "ServiceDisplayName=Collector of everything there is to collect");

        Assert.Equal(["SVCPKG2001"], Codes((files, findings)));
        Assert.Contains("ServicePackageWingetId is 'Acme.CollectorOfEverythingThereIsToCollect'", findings[0].Message, StringComparison.Ordinal);
        Assert.Empty(files);
        Assert.Empty(_folder.Release(
            Packages("msi"), Complete, "ServicePackageManifests=winget", Url, "ServiceDisplayName=Collector of everything there is to collect", "ServicePackageWingetId=Acme.Collector").Findings);
    }

    [Theory]
    [InlineData("winget", "deb", "no .msi", "Add msi to ServicePackage, or remove 'winget'.")]
    [InlineData("cask", "msi", "no .pkg", "Add pkg to ServicePackage, or remove 'cask'.")]
    [InlineData("choco", "pkg", "no .msi", "Add msi to ServicePackage, or remove 'choco'.")]
    public void A_manifest_without_a_package_is_a_warning(string manifest, string format, string missing, string remedy)
    {
        var (files, findings) = _folder.Release(Packages(format), Complete, $"ServicePackageManifests={manifest}", Url);

        var finding = Assert.Single(findings);
        Assert.Equal(("SVCPKG9003", DiagnosticSeverity.Warning), (finding.Descriptor.Code, finding.Descriptor.Severity));
        Assert.Contains(missing, finding.Message, StringComparison.Ordinal);
        Assert.EndsWith(remedy, finding.Message, StringComparison.Ordinal);
        Assert.Empty(files);
    }

    [Theory]
    [InlineData("winget", "PackageLicenseExpression is not set, so the winget manifest states the license 'Proprietary'. Set PackageLicenseExpression.")]
    [InlineData("cask", "PackageProjectUrl is not set, so the cask manifest has no home page. Set PackageProjectUrl.")]
    public void A_field_that_a_package_manager_requires_is_a_warning(string manifest, string message)
    {
        var (files, findings) = _folder.Release(Packages("msi", "pkg"), project => project, $"ServicePackageManifests={manifest}", Url);

        var finding = Assert.Single(findings);
        Assert.Equal(("SVCPKG9004", message), (finding.Descriptor.Code, finding.Message));
        Assert.NotEmpty(files);
    }

    [Theory]
    [InlineData("msi", "winget")]
    [InlineData("msi", "choco")]
    [InlineData("pkg", "cask")]
    public void Two_packages_for_one_processor_are_an_error(string format, string manifest)
    {
        var first = _folder.Package(format);
        var second = _folder.Package(format, "ServicePackageRelease=2");

        var (files, findings) = _folder.Release([first, second], Complete, $"ServicePackageManifests={manifest}", Url);

        Assert.Equal(["SVCPKG9005"], Codes((files, findings)));
        Assert.Empty(files);
    }

    [Fact]
    public void A_command_that_signs_in_place_cannot_sign_checksums()
    {
        var (files, findings) = _folder.Release(Packages("deb"), Complete, Checksums, "LinuxServicePackageSigningCommand=sign {File}");

        Assert.Equal(["SVCPKG9006"], Codes((files, findings)));
        Assert.Contains("the command in LinuxServicePackageSigningCommand signs files in place. Remove {File} from it", findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(["SHA256SUMS"], files.Select(Path.GetFileName));
    }

    [Fact]
    public void The_settings_of_a_release_do_not_change_packages()
    {
        _folder.Package("deb");
        _folder.Package("deb", All, Url, Checksums, "ServicePackageWingetId=Acme.Agent");
        Assert.True(_folder.Packages[0].WasUpToDate);
    }

    // The reader of the uninstaller and its template belong together.
    [Fact]
    public void Purged_paths_are_those_of_the_plan()
    {
        var services = new Service().OnMacOS()
            .With("ServiceDisplayName", "Acme's agent").With("ServiceConfigDirectory", "/Library/Application Support/it's acme")
            .Item("ServiceDirectory", "queue").Item("ServiceDirectory", ".", ("Kind", "Cache")).Item("ServiceDirectory", ".", ("Kind", "Logs"))
            .Source("acme.toml").Item("ServiceConfigFile", "acme.toml")
            .Hook("Purge", "if true; then\n\trm -rf /other\n\ttrue\nfi\n");
        var plan = services.PlanPkg().Plan;
        var script = plan.Texts.Single(text => text.Key == "/opt/acme/uninstall.sh").Value;
        var words = script.Split('\n').Where(line => line.StartsWith("\trm -", StringComparison.Ordinal))
            .Select(line => line.Split(' ', 3)[2]).Where(word => !word.Contains('$', StringComparison.Ordinal)).ToList();
        Assert.Equal("/other", words[0]);

        var paths = UninstallScript.FindPurgedPaths(script);

        Assert.Contains("/Library/Application Support/it's acme/acme.toml", paths);
        Assert.Contains("/Library/Logs/acme", paths);
        Assert.DoesNotContain("/other", paths);
        Assert.Equal(words.Skip(1), paths.Select(ShellSyntax.Quote));
        Assert.Empty(UninstallScript.FindPurgedPaths("#!/bin/sh\nrm -rf /opt/acme\n"));
    }

    public void Dispose() => _folder.Dispose();

    private static ProjectFacts Complete(ProjectFacts project) =>
        project with { License = "MIT", Homepage = "https://acme.example" };

    private static IReadOnlyList<string> Codes((IReadOnlyList<string> Files, IReadOnlyList<Diagnostic> Findings) result) =>
        [.. result.Findings.Select(finding => finding.Descriptor.Code)];

    private static List<string> FindLabels(string package)
    {
        using var reader = MacPackageReader.Open(package);
        return
        [
            .. from entry in reader.Components[0].ReadEntries(TestContext.Current.CancellationToken)
               where entry.Path.StartsWith("/Library/LaunchDaemons/", StringComparison.Ordinal)
               select Path.GetFileNameWithoutExtension(entry.Path),
        ];
    }

    private static string Text(IEnumerable<string> files, string ending) =>
        File.ReadAllText(files.Single(file => file.EndsWith(ending, StringComparison.Ordinal)), Encoding.UTF8);

    private List<PackageRecord> Packages(params string[] formats) => [.. formats.Select(format => _folder.Package(format))];
}
