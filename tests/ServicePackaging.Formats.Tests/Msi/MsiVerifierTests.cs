using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Tests.Msi.Audit;

namespace ServicePackaging.Formats.Tests.Msi;

public sealed class MsiVerifierTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    public void A_valid_package_has_no_faults(CompressionKind compression)
    {
        using var package = new MemoryStream(Msis.Write(Audited.Sound() with { Compression = compression }));

        Assert.All(Enum.GetValues<VerificationDepth>(), depth => Assert.Empty(MsiVerifier.Verify(package, depth, None)));
        Assert.True(package.CanRead);
    }

    [Fact]
    public void The_verifier_applies_the_rules_of_the_audit()
    {
        var package = Msis.Write(RowMutants.All[0].Break(Audited.Sound()));

        Assert.Contains(MsiVerifier.Verify(new MemoryStream(package), None), fault => fault.Rule == RowMutants.All[0].Rule);
    }

    [Fact]
    public void A_changed_file_is_found_by_unpacking_the_payload()
    {
        var package = StoredMutants.All.First(mutant => mutant.Rule == "FileContent").Break(Msis.Write(Audited.Sound()));

        Assert.Empty(MsiVerifier.Verify(new MemoryStream(package), None));
        Assert.NotEmpty(MsiVerifier.Verify(new MemoryStream(package), VerificationDepth.Payload, None));
    }

    [Fact]
    public void A_file_that_is_not_a_package_is_a_fault() =>
        Assert.Equal([PackageFault.Unreadable], MsiVerifier.Verify(new MemoryStream([1, 2, 3]), None).Select(fault => fault.Rule));
}
