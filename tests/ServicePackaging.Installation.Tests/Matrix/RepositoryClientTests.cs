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

    [Theory(Explicit = true)]
    [InlineData("trixie", "apt")]
    [InlineData("trixie", "dnf")]
    [InlineData("sid", "apt")]
    [InlineData("sid", "dnf")]
    public async Task A_client_gets_the_new_key_by_an_upgrade(string suite, string client)
    {
        using var next = Publisher.Open("throwaway-ed25519.asc");
        await RotationTests.RotateAsync(Images[suite], client, _publisher, next);
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Clients))]
    public async Task A_client_installs_from_a_repository_whose_keys_rotated_last_year(string suite, string client)
    {
        using var next = Publisher.Open("throwaway-ed25519.asc");
        await using var box = await PlainRoot.StartAsync(Images[suite]);
        await box.ServeAsync(_publisher);
        foreach (var (version, keys) in new[] { ("1.0", new[] { _publisher.Key }), ("1.1", [next, _publisher.Key]), ("1.2", [next]) })
        {
            var package = client == "apt" ? _publisher.Deb("hello", version) : _publisher.Rpm("hello", version, key: keys[0]);
            await box.PublishAsync(_publisher, _publisher.Request with { Packages = [package], Keys = keys });
        }

        await box.ReadAsync("cp /share/site/acme.asc /share/acme.asc");
        Assert.StartsWith("1.2 20", await box.InstallFromRepositoryAsync(client, "fresh", "+400d"), StringComparison.Ordinal);
    }

    public void Dispose() => _publisher.Dispose();
}
