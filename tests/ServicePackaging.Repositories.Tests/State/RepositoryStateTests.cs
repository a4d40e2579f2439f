using ServicePackaging.Repositories.State;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Tests.State;

public sealed class RepositoryStateTests : IDisposable
{
    private readonly Publisher _publisher = new();

    /// <summary>Cultures sort hyphens in other ways, and the bytes of the state must not depend on the culture.</summary>
    [Fact]
    public void It_is_written_in_the_order_of_bytes_after_it_was_read()
    {
        _publisher.Publish(_publisher.Deb("a-b", "1.0"), _publisher.Deb("ab", "1.0"), _publisher.Deb("aa", "1.0"));

        var state = Read();
        Assert.Equal(StringComparer.Ordinal, state.Channels.Comparer);
        var paths = Assert.Single(state.Published).Files.Keys.Where(path => path.Contains("/a/a", StringComparison.Ordinal));
        Assert.Equal(["a-b_1.0_amd64.deb", "aa_1.0_amd64.deb", "ab_1.0_amd64.deb"], paths.Select(Path.GetFileName).Where(name => name!.Length < 18));
        var signer = new RepositorySigner([_publisher.Key], Publisher.Start);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_publisher.Directory, RepositoryPaths.State)),
            state.Render(signer, Publisher.Start, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _publisher.Dispose();

    private RepositoryState Read() => RepositoryState.Read(
        new LocalStore(_publisher.Directory).Read(RepositoryPaths.State, RepositoryLimits.State, TestContext.Current.CancellationToken),
        new TrustedKeys(_publisher.Key.PublicKey),
        TestContext.Current.CancellationToken)!;
}
