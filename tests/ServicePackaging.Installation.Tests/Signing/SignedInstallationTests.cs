using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Tests;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Installation.Tests.Signing;

/// <summary>A package of a real service, with its program, both signed.</summary>
public sealed class SignedInstallationTests(PackageFactory packages) : IDisposable
{
    private readonly TestCertificates _authority = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("servicepackaging-");

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_signed_package_installs_and_uninstalls()
    {
        var package = (await packages.ProbeMsiAsync()).Msi;
        var signed = Sign(SignedKind.Msi, package);
        await using var box = await WineBox.StartAsync();

        (await box.InstallAsync(signed)).Succeeded();
        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("probe"));
        Assert.Equal(ServiceStatus.Stopped, await box.NetStopAsync("probe"));
        (await box.UninstallAsync(signed)).Succeeded();
    }

    [Fact]
    public async Task Osslsigncode_accepts_the_package_and_its_program()
    {
        var package = await packages.ProbeMsiAsync();
        var programs = Directory.GetFiles(package.Published).Where(IsUnsignedProgram).ToList();
        Assert.NotEmpty(programs);
        await using var box = await PlainRoot.StartAsync(SignatureTools.Image);

        (await box.VerifyAsync(_authority, Sign(SignedKind.Msi, package.Msi))).Succeeded();
        foreach (var program in programs)
        {
            (await box.VerifyAsync(_authority, Sign(SignedKind.Program, program))).Succeeded();
        }
    }

    [Fact]
    public async Task Removing_the_signature_gives_the_package_as_it_was_built()
    {
        var package = (await packages.ProbeMsiAsync()).Msi;
        await using var signed = File.OpenRead(Sign(SignedKind.Msi, package));
        Assert.Empty(MsiVerifier.Verify(signed, VerificationDepth.Payload, TestContext.Current.CancellationToken));
        Assert.Empty(AuthenticodeVerification.OfInstallerPackage(signed).Faults);
        using var removed = new MemoryStream();

        MsiSigner.Remove(signed, removed, TestContext.Current.CancellationToken);

        var before = await File.ReadAllBytesAsync(package, TestContext.Current.CancellationToken);
        Assert.True(removed.ToArray().AsSpan().SequenceEqual(before));
    }

    private static bool IsUnsignedProgram(string path)
    {
        using var file = File.OpenRead(path);
        return PeSigner.IsSignable(file) && !PeSigner.IsSigned(file);
    }

    private string Sign(SignedKind kind, string source)
    {
        using var key = _authority.Create("CN=Example Orders", TestCertificates.CodeSigning);
        var signed = Path.Combine(_directory.FullName, Path.GetFileName(source));
        SignatureTools.Sign(kind, source, signed, key);
        return signed;
    }
}
