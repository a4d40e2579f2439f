using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Repositories.Publishing;
using ServicePackaging.Repositories.Tests;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Installation.Tests.Repositories;

/// <summary>Every single write of a release is followed by clients that install. None of them may fail at any moment.</summary>
public sealed class StepThroughTests : IDisposable
{
    private readonly Publisher _publisher = new();

    [Theory]
    [InlineData("apt")]
    [InlineData("dnf")]
    public Task No_write_breaks_a_client_of_Debian_12(string client) => StepThroughAsync(BoxImage.SystemdWithRpm, client, _publisher);

    public void Dispose() => _publisher.Dispose();

    /// <summary>Steps through a release and a run that deletes.</summary>
    internal static async Task StepThroughAsync(BoxImage image, string client, Publisher publisher)
    {
        await using var box = await PlainRoot.StartAsync(image);
        await box.ServeAsync(publisher);
        await box.PublishAsync(
            publisher, publisher.Request with { Packages = [publisher.HelloFor(client, "0.9"), publisher.HelloFor(client, "1.0")] });
        Assert.Equal("1.0", await box.InstallFromRepositoryAsync(client, "old"));

        var versions = await StepAsync(box, client, publisher, publisher.Request with
        {
            Packages = [publisher.HelloFor(client, "1.1")],
            Removals = [new("hello", client == "apt" ? "0.9" : "0.9-1")],
        });
        Assert.Equal(["1.0", "1.1"], versions.Distinct());

        publisher.Time += TimeSpan.FromDays(20);
        versions = await StepAsync(box, client, publisher, publisher.Request with { Packages = [publisher.HelloFor(client, "1.2")] });
        Assert.Equal(["1.1", "1.2"], versions.Distinct());
    }

    // A client that was never there after each write, and one that knows the repository from before after each write that it can notice.
    private static async Task<List<string>> StepAsync(Box box, string client, Publisher publisher, PublishRequest request)
    {
        var versions = new List<string>();
        await box.PublishAsync(publisher, request, async write =>
        {
            var fresh = await box.InstallFromRepositoryAsync(client, $"{publisher.Time.DayOfYear}-{versions.Count}");
            var old = write.Stage == WriteStage.Immutable ? fresh : await box.InstallFromRepositoryAsync(client, "old");
            Assert.True(fresh == old, $"after {write.Path}: {fresh} and {old}");
            versions.Add(fresh);
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{client}: {versions.Count} writes");
        return versions;
    }
}
