using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.Repositories.Tests;

namespace ServicePackaging.Installation.Tests.Repositories;

/// <summary>What clients do if somebody who can write to the server, but does not have the key, changes the repository.</summary>
public sealed class ClientAttackTests : IDisposable
{
    private const string NotByThisKey =
        "NO_PUBKEY 91101C022E97B1EA|Missing key 21B53961121FFA62214E082191101C022E97B1EA" // apt with gpgv, and with sqv
        + "|repomd.xml GPG signature verification error|Signature verification failed for repomd.xml"; // dnf, and zypper

    private const string OtherLength = "File has unexpected size|Inconsistent server data|Downloaded data exceeded the expected filesize";

    private const string OtherDigest =
        "Hash Sum mismatch|checksum doesn't match|Digest verification failed";

    private readonly Publisher _publisher = new();

    [Theory]
    [InlineData("apt")]
    [InlineData("dnf")]
    public Task Debian_12_refuses_metadata_by_another_key(string client) => RefuseOtherKeyAsync(BoxImage.SystemdWithRpm, client, _publisher);

    [Theory]
    [InlineData("apt")]
    [InlineData("dnf")]
    public Task Debian_12_refuses_a_swapped_package(string client) => RefuseSwappedPackageAsync(BoxImage.SystemdWithRpm, client, _publisher);

    [Theory]
    [InlineData("apt", "1.1")]
    [InlineData("dnf", "1.0")]
    public Task Debian_12_does_not_downgrade_with_a_repository_that_was_rolled_back(string client, string offered) =>
        RollBackAsync(BoxImage.SystemdWithRpm, client, offered, _publisher);

    public void Dispose() => _publisher.Dispose();

    /// <summary>A whole repository by another key is refused by a client that was never there, and by one that knows the genuine one.</summary>
    internal static async Task RefuseOtherKeyAsync(BoxImage image, string client, Publisher publisher)
    {
        await using var box = await PlainRoot.StartAsync(image);
        await box.ServeAsync(publisher);
        await box.PublishAsync(publisher, publisher.Request with { Packages = [publisher.HelloFor(client, "1.0")] });
        Assert.Equal("1.0", await box.InstallFromRepositoryAsync(client, "old"));

        Directory.Delete(box.Site().Name, recursive: true);
        using var thief = new Publisher { Key = Publisher.Open("throwaway-ed25519.asc"), Time = publisher.Time };
        await box.PublishAsync(thief, thief.Request with { Packages = [thief.HelloFor(client, "6.6")] });
        await RequireRefusalAsync(box, client, "old", NotByThisKey);
        await RequireRefusalAsync(box, client, "fresh", NotByThisKey);
    }

    /// <summary>Other content under the name of a package is refused.</summary>
    internal static async Task RefuseSwappedPackageAsync(BoxImage image, string client, Publisher publisher)
    {
        await using var box = await PlainRoot.StartAsync(image);
        await box.ServeAsync(publisher);
        await box.PublishAsync(publisher, publisher.Request with { Packages = [publisher.HelloFor(client, "1.0")] });
        Assert.Equal("1.0", await box.InstallFromRepositoryAsync(client, "old"));

        // Of another length, and genuine: the vendor signed it once.
        var other = publisher.HelloFor(client, "1.0", "another text\n");
        var published = Directory.GetFiles(box.Site().Name, Path.GetFileName(other), SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(published, TestContext.Current.CancellationToken);
        File.Copy(other, published, overwrite: true);
        await RequireRefusalAsync(box, client, "other-length", OtherLength);

        bytes[^10] ^= 1;
        await File.WriteAllBytesAsync(published, bytes, TestContext.Current.CancellationToken);
        await RequireRefusalAsync(box, client, "other-digest", OtherDigest);
    }

    /// <summary>
    /// A genuine, older state of the whole repository. No client goes back to an older version of what is installed. apt ignores older
    /// metadata; dnf and zypper have no means to know that they saw newer ones, and offer the older version.
    /// </summary>
    internal static async Task RollBackAsync(BoxImage image, string client, string offered, Publisher publisher)
    {
        await using var box = await PlainRoot.StartAsync(image);
        await box.ServeAsync(publisher);
        await box.PublishAsync(publisher, publisher.Request with { Packages = [publisher.HelloFor(client, "1.0")] });
        await box.ReadAsync("cp -a /share/site /share/old");
        await box.PublishAsync(publisher, publisher.Request with { Packages = [publisher.HelloFor(client, "1.1")] });
        Assert.Equal("1.1", (await box.ClientAsync(client, "old", "install")).Succeeded().Text);

        // The packages stay, so that a client can still install what it knows.
        await box.ReadAsync("cp -a /share/old/. /share/site");
        Assert.Equal("1.1", (await box.ClientAsync(client, "old", "upgrade")).Succeeded().Text);
        await box.ReadAsync(client == "apt" ? "dpkg --purge hello" : "rpm --erase hello");
        Assert.Equal(offered, await box.InstallFromRepositoryAsync(client, "old"));
    }

    private static async Task RequireRefusalAsync(Box box, string client, string state, string reason)
    {
        var result = await box.ClientAsync(client, state, "install");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal("", result.StandardOutput);
        Assert.Matches(reason, result.StandardError);
    }
}
