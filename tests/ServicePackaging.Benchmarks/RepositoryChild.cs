using ServicePackaging.Repositories.Publishing;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Writing;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Benchmarks;

/// <summary>A process that does what <c>createrepo_c</c> does: it indexes packages where they are, and signs the metadata as well.</summary>
internal static class RepositoryChild
{
    public const string Verb = "repository-child";

    /// <summary>The command that adds packages to a repository.</summary>
    /// <param name="repository-child">The directory of the repository.</param>
    /// <param name="list">A file with the paths of the packages.</param>
    public static Command Command(string repository, string list) => new(Environment.ProcessPath!, Verb, repository, list);

    /// <summary>Adds packages to a repository, without copying them.</summary>
    public static void Run(string[] arguments)
    {
        var store = new LocalStore(arguments[0]);
        var now = DateTimeOffset.UtcNow;
        using var key = OpenKey();
        var planner = new RepositoryPlanner(store, new PublishRequest
        {
            Identity = new("bench", "Bench", "Bench", null),
            Packages = File.ReadAllLines(arguments[1]),
            Keys = [key],
            Time = now,
            Now = now,
        });
        var writes = planner.Plan(CancellationToken.None).Writes.Where(write => write is not PackageWrite).ToList();
        RepositoryPublisher.Apply(writes, store, planner.StateDigest, new LocalTarget(store), CancellationToken.None);
    }

    /// <summary>Opens the key of the benchmark.</summary>
    public static OpenPgpKey OpenKey() =>
        OpenPgpKeyReader.Open(File.ReadAllBytes(SigningBenchmark.KeyFile), SigningBenchmark.KeyFile, "", null, DateTimeOffset.UtcNow);
}
