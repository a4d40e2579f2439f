using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Signing.Tests;
using ServicePackaging.Signing.Tests.MacOS;
using ServicePackaging.Signing.Verification;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>dotnet publish with keys.</summary>
public sealed class SigningTests(SdkFeed feed) : IDisposable
{
    private const string Passphrase = "correct horse";
    private const string Password = "battery; staple,=%41 'quoted'";

    // Apple's purpose for keys that sign packages.
    private const string Installer = "1.2.840.113635.100.4.13";

    private readonly Workspace _workspace = new(feed);
    private readonly TestCertificates _certificates = new();

    private static string Keys => Path.Combine(Repository.Root, "tests", "ServicePackaging.Signing.Tests", "Keys");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Secrets come from the environment, and end in the signatures only: not in a log, on a command line, or in any file.
    [Fact]
    public async Task One_command_signs_every_format_and_leaves_no_secret()
    {
        var project = _workspace.AddService(properties: SigningProperties);
        var secrets = SetVariables();
        string[] arguments = ["publish", project, "-p:ServicePackage=all", Workspace.FrameworkDependent, "-p:ServicePackageSigning=Required"];

        var log = (await _workspace.DotnetAsync([.. arguments, "-bl:build.binlog", "-v:diag"])).Succeeded();

        var packages = await PublishedAsync([.. arguments[1..], "-getItem:GeneratedServicePackage"]);
        Assert.Equal(["deb False", "msi True", "pkg True", "rpm True"], packages.Select(package => $"{package.Format} {package.IsSigned}").Order());
        Assert.All(packages, package => Assert.Equal(package.Sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(package.Identity)))));
        Assert.All(packages, package => Assert.Equal(package.IsSigned, package.Sha256 != package.UnsignedSha256));
        Verify(packages);
        Assert.Contains("To install it: sudo rpm --import 'app-signing-key.asc' && sudo dnf install './app-1.2.3-1.", log.StandardOutput, StringComparison.Ordinal);

        foreach (var (name, content) in Places(log))
        {
            Assert.All(secrets, secret => Assert.True(
                content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0 && content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) < 0,
                $"{name} contains {secret[..8]}..."));
        }
    }

    [Fact]
    public async Task Without_the_secret_nothing_is_written()
    {
        var project = _workspace.AddService(properties: $"<LinuxServicePackageSigningKeyFile>{Path.Combine(Keys, "throwaway-encrypted.asc")}</LinuxServicePackageSigningKeyFile>"
            + "<LinuxServicePackageSigningPasswordVariable>APP_PASSPHRASE</LinuxServicePackageSigningPasswordVariable>");

        var log = await _workspace.FailAsync("SVCPKG8008", project, "-p:ServicePackage=rpm", Workspace.FrameworkDependent);

        Assert.Contains("APP_PASSPHRASE", log, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.File("app", "bin", "Release", "packages")));
        await _workspace.PublishAsync(project, "-p:ServicePackage=rpm", Workspace.FrameworkDependent, "-p:ServicePackageSigning=None");
    }

    [Fact]
    public async Task Without_a_key_a_program_for_macOS_has_the_service_s_identifier()
    {
        var package = await _workspace.PublishPkgAsync(_workspace.AddService(), "-p:ServicePackageRuntimeIdentifiers=osx-arm64");

        using var program = new MemoryStream(MacPackages.ReadBytes(package, "/opt/app/app"));
        var found = MachOSignatureVerification.Verify(program, Token);
        Assert.Empty(found.Faults);
        var slice = Assert.Single(found.Slices);
        Assert.Equal(("ada-example.app", true, false), (slice.Identifier, slice.IsAdHoc, slice.HasHardenedRuntime));
    }

    [Fact]
    public async Task A_package_is_notarized_and_stapled_once()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var apple = new FakeApple(key) { Name = "app-1.2.3-1.x64.pkg", Ticket = "s8ch and the ticket"u8.ToArray() };
        var project = _workspace.AddService(properties: SigningProperties);
        SetVariables();
        _workspace.Environment["NOTARY_KEY"] = key.ExportPkcs8PrivateKeyPem();
        string[] arguments =
        [
            project, Workspace.Pkg, Workspace.FrameworkDependent, "-p:ServicePackageRuntimeIdentifiers=osx-x64",
            "-p:MacOSServicePackageNotaryKeyVariable=NOTARY_KEY", "-p:MacOSServicePackageNotaryKeyId=KEYID12345",
            "-p:MacOSServicePackageNotaryIssuer=issuer", "-p:ServicePackageChecksums=true",
        ];

        string[] notarize = ["build", "-t:NotarizeServicePackage", "--configuration", "Release", $"-p:_ServicePackageNotaryService={apple.Address}", .. arguments];
        (await _workspace.DotnetAsync(notarize)).Succeeded();

        Assert.Empty(apple.Complaints);
        var package = _workspace.File("app", "bin", "Release", "packages", apple.Name);
        Assert.Equal(apple.Uploaded!.Length, new FileInfo(package).Length - "s8ch and the ticket".Length - 32);
        var uploads = apple.Requests.Count(request => request.StartsWith("PUT", StringComparison.Ordinal));

        var stapled = await File.ReadAllBytesAsync(package, Token);
        // The checksums are written after the ticket.
        var checksums = await File.ReadAllLinesAsync(Path.Combine(Path.GetDirectoryName(package)!, "SHA256SUMS"), Token);
        Assert.Contains($"{Convert.ToHexStringLower(SHA256.HashData(stapled))}  {apple.Name}", checksums);
        var published = Assert.Single(await PublishedAsync([.. arguments, "-getItem:GeneratedServicePackage"]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(stapled)), published.Sha256);
        (await _workspace.DotnetAsync(notarize)).Succeeded();
        Assert.Equal(uploads, apple.Requests.Count(request => request.StartsWith("PUT", StringComparison.Ordinal)));
        Assert.Equal(stapled, await File.ReadAllBytesAsync(package, Token));

        var failed = await _workspace.DotnetAsync(
            "build", "-t:NotarizeServicePackage", "--configuration", "Release", project, Workspace.Pkg, Workspace.FrameworkDependent,
            "-p:ServicePackageRuntimeIdentifiers=osx-x64");
        Assert.Contains("error SVCPKG8027: MacOSServicePackageNotaryKeyVariable is not set", failed.StandardOutput, StringComparison.Ordinal);
    }

    public void Dispose() => _certificates.Dispose();

    private const string SigningProperties =
        """
        <LinuxServicePackageSigningKeyVariable>LINUX_KEY</LinuxServicePackageSigningKeyVariable>
        <LinuxServicePackageSigningPasswordVariable>LINUX_PASSPHRASE</LinuxServicePackageSigningPasswordVariable>
        <WindowsServicePackageSigningKeyVariable>WINDOWS_KEY</WindowsServicePackageSigningKeyVariable>
        <WindowsServicePackageSigningPasswordVariable>PFX_PASSWORD</WindowsServicePackageSigningPasswordVariable>
        <WindowsServicePackageSigningTimestampUrl>None</WindowsServicePackageSigningTimestampUrl>
        <MacOSServicePackageSigningKeyVariable>INSTALLER_KEY</MacOSServicePackageSigningKeyVariable>
        <MacOSServicePackageSigningPasswordVariable>PFX_PASSWORD</MacOSServicePackageSigningPasswordVariable>
        <MacOSServicePackageSigningTimestampUrl>None</MacOSServicePackageSigningTimestampUrl>
        <MacOSServicePackageCodeSigningKeyVariable>APPLICATION_KEY</MacOSServicePackageCodeSigningKeyVariable>
        <MacOSServicePackageCodeSigningPasswordVariable>PFX_PASSWORD</MacOSServicePackageCodeSigningPasswordVariable>
        <NoWarn>$(NoWarn);SVCPKG8022</NoWarn>
        """;

    // Returns what must be nowhere. A part of a key is a sign of all of it.
    private List<string> SetVariables()
    {
        var linux = File.ReadAllText(Path.Combine(Keys, "throwaway-encrypted.asc"));
        var windows = Pfx(TestCertificates.CodeSigning);
        var installer = Pfx(Installer);
        var application = Pfx(TestCertificates.CodeSigning);
        foreach (var (name, value) in new[]
        {
            ("LINUX_KEY", linux), ("LINUX_PASSPHRASE", Passphrase), ("WINDOWS_KEY", windows), ("INSTALLER_KEY", installer),
            ("APPLICATION_KEY", application), ("PFX_PASSWORD", Password),
        })
        {
            _workspace.Environment[name] = value;
        }

        return [Passphrase, Password, linux.Split('\n')[4], windows[200..300], installer[200..300], application[200..300]];
    }

    private string Pfx(string purpose)
    {
        using var key = _certificates.Create("CN=Ada Example,OU=TEAM123456,O=Ada Example", purpose);
        using var leaf = key.Certificate.CopyWithPrivateKey(key.Key);
        X509Certificate2[] chain = [leaf, .. key.Certificates.Skip(1)];
        return Convert.ToBase64String(new X509Certificate2Collection(chain).Export(X509ContentType.Pfx, Password)!);
    }

    private IEnumerable<(string Name, byte[] Content)> Places(ProcessResult log)
    {
        yield return ("the output", Encoding.UTF8.GetBytes(log.StandardOutput + log.StandardError));
        foreach (var file in Directory.EnumerateFiles(_workspace.Root, "*", SearchOption.AllDirectories))
        {
            yield return (file, Read(file));
        }
    }

    private static byte[] Read(string file)
    {
        using var content = File.OpenRead(file);
        using Stream plain = file.EndsWith(".binlog", StringComparison.Ordinal) ? new GZipStream(content, CompressionMode.Decompress) : content;
        using var bytes = new MemoryStream();
        plain.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void Verify(IReadOnlyList<SignedPackage> packages)
    {
        foreach (var package in packages)
        {
            using var file = File.OpenRead(package.Identity);
            var (faults, signer) = package.Format switch
            {
                "rpm" when RpmSignatureVerification.Verify(file, null, Token) is var found => (RpmVerifier.Verify(file, Token).Concat(found.Faults), found.Thumbprint),
                "msi" when AuthenticodeVerification.OfInstallerPackage(file) is var found => (MsiVerifier.Verify(file, Token).Concat(found.Faults), found.Thumbprint),
                "pkg" when MacPackageSignatureVerification.Verify(file, Token) is var found => (MacPackageVerifier.Verify(file, Token).Concat(found.Faults), found.Thumbprint),
                _ => ([], ""),
            };
            Assert.Empty(faults);
            Assert.Equal(package.SigningKey, signer);
        }

        using var program = new MemoryStream(MacPackages.ReadBytes(packages.Single(package => package.Format == "pkg").Identity, "/opt/app/app"));
        var slice = Assert.Single(MachOSignatureVerification.Verify(program, Token).Slices);
        Assert.Equal(("ada-example.app", "TEAM123456", true), (slice.Identifier, slice.Team, slice.HasHardenedRuntime));
        Assert.Contains("allow-jit", slice.Entitlements, StringComparison.Ordinal);
    }

    private async Task<List<SignedPackage>> PublishedAsync(IEnumerable<string> arguments)
    {
        var result = (await _workspace.DotnetAsync(["publish", .. arguments])).Succeeded();
        using var json = JsonDocument.Parse(result.StandardOutput[result.StandardOutput.IndexOf('{', StringComparison.Ordinal)..]);
        return
        [
            .. json.RootElement.GetProperty("Items").GetProperty("GeneratedServicePackage").EnumerateArray().Select(item => new SignedPackage(
                item.GetProperty("Identity").GetString()!, item.GetProperty("Format").GetString()!, item.GetProperty("Sha256").GetString()!,
                item.GetProperty("UnsignedSha256").GetString()!, item.GetProperty("SigningKey").GetString()!, item.GetProperty("Signed").GetString() == "true")),
        ];
    }

    private sealed record SignedPackage(string Identity, string Format, string Sha256, string UnsignedSha256, string SigningKey, bool IsSigned);
}
