using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi.Audit;

namespace ServicePackaging.Formats.Tests.Msi.Audit;

public sealed class MsiAuditTests
{
    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    public void A_sound_package_has_no_finding(CompressionKind compression) =>
        Assert.Empty(Audited.Findings(Audited.Sound() with { Compression = compression }));
}
