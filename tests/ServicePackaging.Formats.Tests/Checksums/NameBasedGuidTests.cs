using ServicePackaging.Formats.Checksums;

namespace ServicePackaging.Formats.Tests.Checksums;

public sealed class NameBasedGuidTests
{
    // The namespace is in RFC 9562 section 6.6, the example in appendix A.4.
    private static readonly Guid Dns = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    [Fact]
    public void It_is_the_example_of_the_rfc() =>
        Assert.Equal(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"), NameBasedGuid.Create(Dns, "www.example.com"));

    [Fact]
    public void Different_names_or_namespaces_give_different_guids()
    {
        var guids = from space in new[] { Dns, Guid.Empty } from name in new[] { "", "a", "A", "ä" } select NameBasedGuid.Create(space, name);

        Assert.Equal(8, guids.Distinct().Count());
        Assert.All(guids, guid => Assert.Equal((5, 8), (guid.Version, guid.Variant & 0xC)));
    }
}
