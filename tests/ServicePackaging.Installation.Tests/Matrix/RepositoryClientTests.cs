using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.Installation.Tests.Repositories;
using ServicePackaging.Repositories.Tests;

namespace ServicePackaging.Installation.Tests.Matrix;

/// <summary>The clients of three releases of Debian and a repository: while it changes, a year later, and when it was attacked.</summary>
public sealed class RepositoryClientTests : IDisposable
{
    private static readonly Dictionary<string, BoxImage> Images = new()
    {
        ["bookworm"] = BoxImage.Clients,
        ["trixie"] = BoxImage.ClientsTrixie,
        ["sid"] = BoxImage.ClientsSid,
    };

    private readonly Publisher _publisher = new();

    /// <summary>Releases of Debian with their clients.</summary>
    public static TheoryData<string, string> Clients { get; } =
        new(from suite in Images.Keys from client in new[] { "apt", "dnf", "zypper" } select (suite, client));

    /// <summary>The clients that the ordinary tests do not run.</summary>
    public static TheoryData<string, string> OtherClients { get; } =
        new(Clients.Select(row => row.Data).Where(row => row is not ("bookworm", "apt" or "dnf")));

    [Theory(Explicit = true)]
    [MemberData(nameof(OtherClients))]
    public Task No_write_breaks_a_client(string suite, string client) =>
        StepThroughTests.StepThroughAsync(Images[suite], client, _publisher);

    [Theory(Explicit = true)]
    [MemberData(nameof(OtherClients))]
    public Task A_client_refuses_metadata_by_another_key(string suite, string client) =>
        ClientAttackTests.RefuseOtherKeyAsync(Images[suite], client, _publisher);

    [Theory(Explicit = true)]
    [MemberData(nameof(OtherClients))]
    public Task A_client_refuses_a_swapped_package(string suite, string client) =>
        ClientAttackTests.RefuseSwappedPackageAsync(Images[suite], client, _publisher);

    [Theory(Explicit = true)]
    [MemberData(nameof(OtherClients))]
    public Task A_client_does_not_downgrade_with_a_repository_that_was_rolled_back(string suite, string client) =>
        ClientAttackTests.RollBackAsync(Images[suite], client, client == "apt" ? "1.1" : "1.0", _publisher);

    // One day before the end of the second year: most certificates, and the keys of many vendors, have expired by then.
    [Theory(Explicit = true)]
    [MemberData(nameof(Clients))]
    public async Task A_client_installs_from_a_repository_of_last_year(string suite, string client)
    {
        await using var box = await PlainRoot.StartAsync(Images[suite]);
        await box.ServeAsync(_publisher);
        await box.PublishAsync(_publisher, _publisher.Request with { Packages = [_publisher.HelloFor(client, "1.0")] });
        Assert.Equal("1.0", await box.InstallFromRepositoryAsync(client, "old"));
        var now = (await box.ReadAsync("date +%Y"), await box.ReadAsync("date --date='400 days' +%Y"));
        Assert.NotEqual(now.Item1, now.Item2);

        Assert.Equal($"1.0 {now.Item2}", await box.InstallFromRepositoryAsync(client, "old", "+400d"));
        Assert.Equal($"1.0 {now.Item2}", await box.InstallFromRepositoryAsync(client, "fresh", "+400d"));
    }

    public void Dispose() => _publisher.Dispose();
}
