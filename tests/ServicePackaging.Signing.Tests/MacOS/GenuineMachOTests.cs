using ServicePackaging.Signing.MachO;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Signing.Tests.MacOS;

/// <summary>The checker must accept what codesign wrote, before its verdict on our own signatures says anything.</summary>
public sealed class GenuineMachOTests
{
    public static TheoryData<string> Architectures => [.. MacFiles.Architectures];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void All_files_that_Microsoft_signed_are_valid(string architecture)
    {
        var files = MacFiles.AllOfRuntime(architecture).ToList();
        Assert.True(files.Count >= 13, $"{files.Count} files");
        foreach (var path in files)
        {
            using var file = File.OpenRead(path);
            var facts = MachOSignatureVerification.Verify(file, TestContext.Current.CancellationToken);

            Assert.True(facts.Faults.Count == 0, $"{path}: {string.Join(' ', facts.Faults)}");
            var slice = Assert.Single(facts.Slices);
            Assert.Equal("UBF8T346G9", slice.Team);
            Assert.True(slice.HasHardenedRuntime);
            Assert.NotNull(slice.TimestampTime);
            Assert.True(MachOSigner.HasCms(file), path);
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_changed_byte_in_a_genuine_file_is_a_fault(string architecture)
    {
        var bytes = File.ReadAllBytes(MacFiles.Runtime(architecture, "createdump"));
        var end = bytes.AsSpan().LastIndexOfAnyExcept((byte)0); // the rest is reserved space
        foreach (var position in Enumerable.Range(0, 100).Select(i => (int)(i * (long)end / 99)))
        {
            bytes[position] ^= 0x10;
            using var file = new MemoryStream(bytes);
            Assert.True(
                MachOSignatureVerification.Verify(file, TestContext.Current.CancellationToken).Faults.Count > 0, $"byte {position}");
            bytes[position] ^= 0x10;
        }
    }
}
