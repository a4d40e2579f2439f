namespace ServicePackaging.Tests.Model;

/// <summary>A sample of <see cref="HostileDefinitionTests"/> for the ordinary run; <c>./build.sh --target=Hostile</c> tries 100,000.</summary>
public sealed class HostileSampleTests
{
    [Fact]
    public void A_definition_gives_a_package_or_coded_findings() => HostileDefinitionTests.Check(count: 300, seed: 1);
}
