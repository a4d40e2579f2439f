using System.Buffers.Binary;
using ServicePackaging.Signing.MachO;
using ServicePackaging.Signing.Tests.MacOS;
using ServicePackaging.Signing.Verification;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Signing;

/// <summary>Programs that the .NET SDK publishes for macOS, signed.</summary>
public sealed class SignedMachOTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("osx-arm64", false)]
    [InlineData("osx-arm64", true)]
    [InlineData("osx-x64", true)]
    public async Task A_published_program_is_signed_and_keeps_its_bundle(string runtime, bool isSingleFile)
    {
        using var key = MacKeys.Application();
        var options = new MachOSigningOptions("org.example.app")
        {
            Key = key,
            Entitlements = Entitlements.Default(allowUnvalidatedLibraries: true),
            SigningTime = MacKeys.Time,
        };
        var directory = Directory.CreateTempSubdirectory("macho-");
        try
        {
            var published = await PublishAsync(directory, runtime, isSingleFile, "signed", "true");
            var original = Verify(published);
            Assert.True(original.IsAdHoc);

            // The SDK's signature, made again. It rounds the segment to 4 KiB even for arm64, whose pages have 16.
            var again = Path.Combine(directory.FullName, "again");
            Sign(published, again, new MachOSigningOptions(original.Identifier));
            Assert.Equal(runtime == "osx-x64" ? 0 : 1, DifferentPages(published, again));

            var signed = Path.Combine(directory.FullName, "final");
            Sign(published, signed, options);
            var facts = Verify(signed);
            Assert.Equal((MacKeys.Team, true, key.Thumbprint), (facts.Team, facts.HasHardenedRuntime, facts.Thumbprint));
            Assert.Equal(0, DifferentPages(published, signed, firstPage: 2));

            // The same where the SDK did not sign.
            var other = Path.Combine(directory.FullName, "other");
            Sign(await PublishAsync(directory, runtime, isSingleFile, "unsigned", "false"), other, options);
            Verify(other);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<string> PublishAsync(
        DirectoryInfo directory, string runtime, bool isSingleFile, string output, string sign)
    {
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>
            <DefaultItemExcludes>**</DefaultItemExcludes></PropertyGroup><ItemGroup><Compile Include="Program.cs" /></ItemGroup></Project>
            """, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "Program.cs"), "System.Console.WriteLine(1);", Cancellation);
        var target = Path.Combine(directory.FullName, output);
        (await ProcessRunner.RunAsync(
            new ProcessOptions { WorkingDirectory = directory.FullName },
            "dotnet", "publish", "-r", runtime, "--self-contained", "true", $"-p:PublishSingleFile={isSingleFile}",
            $"-p:_EnableMacOSCodeSign={sign}", "-o", target, "-nologo")).Succeeded();
        return Path.Combine(target, "App");
    }

    private static MachOSliceSignature Verify(string path)
    {
        using var file = File.OpenRead(path);
        var facts = MachOSignatureVerification.Verify(file, Cancellation);
        Assert.Empty(facts.Faults);
        return Assert.Single(facts.Slices);
    }

    private static void Sign(string path, string signed, MachOSigningOptions options)
    {
        using var file = File.OpenRead(path);
        using var output = File.Create(signed);
        MachOSigner.Sign(file, output, options, Cancellation);
    }

    // The number of pages of code that differ. The load commands are in the first two.
    private static int DifferentPages(string first, string second, int firstPage = 0)
    {
        var (one, two) = (File.ReadAllBytes(first), File.ReadAllBytes(second));
        var end = SignatureOffset(one);
        Assert.Equal(end, SignatureOffset(two));
        return Enumerable.Range(firstPage, ((int)end / 4096) - firstPage).Count(
            page => !one.AsSpan(page * 4096, 4096).SequenceEqual(two.AsSpan(page * 4096, 4096)));
    }

    private static uint SignatureOffset(byte[] file)
    {
        var position = 32;
        while (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(position)) != 0x1D)
        {
            position += (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(position + 4));
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(position + 8));
    }
}
