using ServicePackaging.Repositories.Publishing;
using ServicePackaging.Repositories.State;

namespace ServicePackaging.Repositories.Tests.Publishing;

/// <summary>Which generations of indexes are kept.</summary>
public sealed class RetentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_last_three_generations_are_kept()
    {
        var generations = new[] { Of(31, "e"), Of(20, "d"), Of(15, "c"), Of(10, "b"), Of(5, "a") };
        var (kept, files) = Retention.Prune(generations, Now);
        Assert.Equal(generations[..3], kept);
        Assert.Equal(["b", "a"], files);
    }

    // Clients still have "b", whose files must not be deleted by the runs that were interrupted.
    [Fact]
    public void Generations_that_no_client_saw_do_not_count()
    {
        var generations = new[] { Of(31, "e"), Of(20, "d", true), Of(19, "c", true), Of(18, "c2", true), Of(10, "b"), Of(5, "a"), Of(4, "0") };
        var (kept, files) = Retention.Prune(generations, Now);
        Assert.Equal(generations[..6], kept);
        Assert.Equal(["0"], files);
    }

    private static Generation Of(int day, string file, bool? isHidden = null) =>
        new(new(2026, 1, day, 0, 0, 0, TimeSpan.Zero), new(day, file, file, [file], isHidden), null);
}
