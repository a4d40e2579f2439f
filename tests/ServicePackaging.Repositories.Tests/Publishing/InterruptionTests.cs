using ServicePackaging.Repositories.Publishing;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.Tests.Publishing;

/// <summary>Publishers that are killed, and several at once.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly Publisher _publisher = new();

    [Fact]
    public void After_a_kill_at_any_write_the_next_run_completes_the_release()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0"));
        var request = _publisher.Request with { Packages = [_publisher.Deb("hello", "1.1"), _publisher.Rpm("hello", "1.1")] };
        var writes = new RepositoryPlanner(new LocalStore(_publisher.Directory), request).Plan(TestContext.Current.CancellationToken).Writes;
        for (var count = 0; count <= writes.Count; count++)
        {
            using var copy = new Formats.Tests.Archives.TemporaryDirectory();
            Copy(_publisher.Directory, copy.Path);
            KillAfter(count, copy.Path, request);
            new RepositoryPublisher(copy.Path, "a test").Publish(
                request with { Time = request.Time.AddMinutes(1), Now = request.Now.AddMinutes(1) }, TestContext.Current.CancellationToken);
            Assert.Equal(["hello 1.0", "hello 1.1"], Publisher.Stanzas(copy.Path, "amd64"));
            Assert.Equal(["1.0-1", "1.1-1"], Publisher.RpmVersions(copy.Path));

            // Clients see what the state says.
            Assert.Empty(new RepositoryPublisher(copy.Path, "a test").Publish(
                request with { Time = request.Time.AddMinutes(2), Now = request.Now.AddMinutes(2) }, TestContext.Current.CancellationToken).Writes);
        }
    }

    // A server that refuses one file stops every run at the same write.
    [Fact]
    public void After_several_kills_at_the_same_write_the_next_run_completes_the_release()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"), _publisher.Rpm("hello", "1.0"));
        var request = _publisher.Request with { Packages = [_publisher.Deb("hello", "1.1"), _publisher.Rpm("hello", "1.1")] };
        var writes = new RepositoryPlanner(new LocalStore(_publisher.Directory), request).Plan(TestContext.Current.CancellationToken).Writes;
        for (var count = writes.Count(write => write.Stage < WriteStage.Pointer); count <= writes.Count; count++)
        {
            using var copy = new Formats.Tests.Archives.TemporaryDirectory();
            Copy(_publisher.Directory, copy.Path);
            for (var kills = 0; kills < 3; kills++)
            {
                KillAfter(count, copy.Path, Later(kills));
            }

            new RepositoryPublisher(copy.Path, "a test").Publish(Later(3), TestContext.Current.CancellationToken);
            Assert.Equal(["hello 1.0", "hello 1.1"], Publisher.Stanzas(copy.Path, "amd64"));
            Assert.Equal(["1.0-1", "1.1-1"], Publisher.RpmVersions(copy.Path));
            Assert.Empty(new RepositoryPublisher(copy.Path, "a test").Publish(Later(4), TestContext.Current.CancellationToken).Writes);
        }

        PublishRequest Later(int minutes) =>
            request with { Time = request.Time.AddMinutes(minutes), Now = request.Now.AddMinutes(minutes) };
    }

    [Fact]
    public void A_publisher_that_was_overtaken_writes_no_index()
    {
        _publisher.Publish(_publisher.Deb("hello", "1.0"));
        var store = new LocalStore(_publisher.Directory);
        var planner = new RepositoryPlanner(store, _publisher.Request with { Packages = [_publisher.Deb("slow", "1.0")] });
        var plan = planner.Plan(TestContext.Current.CancellationToken);
        _publisher.Publish(_publisher.Deb("fast", "1.0"));
        var exception = Assert.Throws<RepositoryException>(() => RepositoryPublisher.Apply(
            plan.Writes, store, planner.StateDigest, new LocalTarget(store), TestContext.Current.CancellationToken));
        Assert.Equal(RepositoryProblem.ChangedMeanwhile, exception.Problem);
        Assert.Equal(["fast 1.0", "hello 1.0"], _publisher.Stanzas("amd64"));
    }

    [Fact]
    public async Task Publishers_at_the_same_time_lose_no_package()
    {
        var names = Enumerable.Range(0, 8).Select(number => $"hello{number}").ToList();
        var requests = names.Select(name => _publisher.Request with { Packages = [_publisher.Deb(name, "1.0")], Now = Publisher.Start.AddDays(1) }).ToList();
        await Task.WhenAll(requests.Select(request => Task.Run(
            () => new RepositoryPublisher(_publisher.Directory, "a test").Publish(request, TestContext.Current.CancellationToken))));
        Assert.Equal(names.Select(name => $"{name} 1.0"), _publisher.Stanzas("amd64"));
    }

    [Fact]
    public void A_locked_repository_says_who_works_on_it()
    {
        var store = new LocalStore(_publisher.Directory);
        using var taken = RepositoryLock.Take(
            store.PathOf(RepositoryPaths.Lock), "release job 42", TimeSpan.Zero, TestContext.Current.CancellationToken);
        var publisher = new RepositoryPublisher(_publisher.Directory, "a test") { Timeout = TimeSpan.Zero };
        var exception = Assert.Throws<RepositoryException>(() => publisher.Publish(_publisher.Request, TestContext.Current.CancellationToken));
        Assert.Equal((RepositoryProblem.Locked, "release job 42"), (exception.Problem, exception.Arguments[1]));
    }

    public void Dispose() => _publisher.Dispose();

    private static void KillAfter(int count, string directory, PublishRequest request)
    {
        var store = new LocalStore(directory);
        var plan = new RepositoryPlanner(store, request).Plan(TestContext.Current.CancellationToken);
        var target = new LocalTarget(store);
        foreach (var write in plan.Writes.Take(count))
        {
            target.Apply(write, TestContext.Current.CancellationToken);
        }
    }

    private static void Copy(string source, string target)
    {
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
