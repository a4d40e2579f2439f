using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Repositories;
using ServicePackaging.Repositories.Tests;

namespace ServicePackaging.Installation.Tests.Matrix;

/// <summary>Every single write of a release, with the clients of three releases of Debian.</summary>
public sealed class RepositoryClientTests : IDisposable
{
    private readonly Publisher _publisher = new();

    [Theory(Explicit = true)]
    [InlineData("zypper")]
    public Task No_write_breaks_a_client_of_Debian_12(string client) =>
        StepThroughTests.StepThroughAsync(BoxImage.Clients, client, _publisher);

    [Theory(Explicit = true)]
    [InlineData("apt")]
    [InlineData("dnf")]
    [InlineData("zypper")]
    public Task No_write_breaks_a_client_of_Debian_13(string client) =>
        StepThroughTests.StepThroughAsync(BoxImage.ClientsTrixie, client, _publisher);

    [Theory(Explicit = true)]
    [InlineData("apt")]
    [InlineData("dnf")]
    [InlineData("zypper")]
    public Task No_write_breaks_a_client_of_the_next_Debian(string client) =>
        StepThroughTests.StepThroughAsync(BoxImage.ClientsSid, client, _publisher);

    public void Dispose() => _publisher.Dispose();
}
