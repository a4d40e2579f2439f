using System.Diagnostics;
using ServicePackaging.Repositories.Publishing;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Publishing;

/// <summary>Publishers that are processes of their own: this program, which then runs only the test that publishes.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Publisher _publisher = new();

    [Fact]
    public async Task Processes_at_the_same_time_lose_no_package()
    {
        string[] names = ["hello1", "hello2", "hello3"];
        await Task.WhenAll(names.Select(name => RunAsync(_publisher.Deb(name, "1.0"))));
        Assert.Equal(names.Select(name => $"{name} 1.0"), _publisher.Stanzas("amd64"));
    }

    [Fact]
    public async Task The_lock_of_a_process_ends_with_it()
    {
        using var holder = Process.Start(new ProcessStartInfo("dotnet", Arguments)
        {
            Environment = { [PublishingProcess.RepositoryVariable] = _publisher.Directory, [PublishingProcess.PackageVariable] = "" },
            RedirectStandardOutput = true,
        })!;
        try
        {
            var owner = Path.Combine(_publisher.Directory, RepositoryPaths.Lock + ".owner");
            while (!File.Exists(owner))
            {
                Assert.False(holder.HasExited);
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            var publisher = new RepositoryPublisher(_publisher.Directory, "a test") { Timeout = TimeSpan.Zero };
            var exception = Assert.Throws<RepositoryException>(() => publisher.Publish(_publisher.Request, TestContext.Current.CancellationToken));
            Assert.Equal(RepositoryProblem.Locked, exception.Problem);
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
            await holder.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        new RepositoryPublisher(_publisher.Directory, "a test") { Timeout = TimeSpan.Zero }
            .Publish(_publisher.Request with { Packages = [_publisher.Deb("hello", "1.0")] }, TestContext.Current.CancellationToken);
        Assert.Equal(["hello 1.0"], _publisher.Stanzas("amd64"));
    }

    public void Dispose() => _publisher.Dispose();

    private static string[] Arguments =>
    [
        typeof(ProcessTests).Assembly.Location, "--explicit", "only", "--filter-method", $"*.{nameof(PublishingProcess)}.{nameof(PublishingProcess.Publishes)}",
    ];

    private async Task RunAsync(string package) => (await ProcessRunner.RunAsync(
        new ProcessOptions
        {
            Environment = new Dictionary<string, string?> { [PublishingProcess.RepositoryVariable] = _publisher.Directory, [PublishingProcess.PackageVariable] = package },
        },
        "dotnet", Arguments)).Succeeded();
}
