using ServicePackaging.Repositories.Publishing;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.Tests.Publishing;

/// <summary>What the processes of <see cref="ProcessTests"/> do.</summary>
public sealed class PublishingProcess : IDisposable
{
    internal const string RepositoryVariable = "SERVICEPACKAGING_TEST_REPOSITORY";
    internal const string PackageVariable = "SERVICEPACKAGING_TEST_PACKAGE";

    private readonly Publisher _publisher = new();

    [Fact(Explicit = true)]
    public void Publishes()
    {
        if (Environment.GetEnvironmentVariable(RepositoryVariable) is not { } directory)
        {
            Assert.Skip("This is a part of the other tests.");
            return;
        }

        var package = Environment.GetEnvironmentVariable(PackageVariable);
        if (string.IsNullOrEmpty(package))
        {
            var path = new LocalStore(directory).PathOf(RepositoryPaths.Lock);
            using var taken = RepositoryLock.Take(path, "a process", TimeSpan.Zero, TestContext.Current.CancellationToken);
            Thread.Sleep(Timeout.Infinite);
        }

        new RepositoryPublisher(directory, "a process").Publish(
            _publisher.Request with { Packages = [package!], Now = Publisher.Start.AddDays(1) }, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _publisher.Dispose();
}
