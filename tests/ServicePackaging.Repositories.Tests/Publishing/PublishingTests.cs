namespace ServicePackaging.Repositories.Tests.Publishing;

/// <summary>Changes of a repository.</summary>
public sealed class PublishingTests : IDisposable
{
    private readonly Publisher _publisher = new();

    [Fact]
    public void The_first_release_makes_a_repository()
    {
        var result = _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0"));
        Assert.Empty(result.Notes);
        Assert.Empty(_publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0")).Writes);
    }

    public void Dispose() => _publisher.Dispose();
}
