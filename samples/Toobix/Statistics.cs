using System.Diagnostics;

namespace Toobix;

/// <summary>Counts of some event, in all and of late.</summary>
internal sealed class RecentCounter
{
    private const int Seconds = 3600;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly int[] _counts = new int[Seconds];
    private readonly long[] _of = new long[Seconds]; // the second that a count is of
    private readonly Lock _lock = new();

    public long Total { get; private set; }

    private long Now => (long)Stopwatch.GetElapsedTime(_started).TotalSeconds;

    public void Add()
    {
        lock (_lock)
        {
            Total++;
            var now = Now;
            var slot = now % Seconds;
            _counts[slot] = _of[slot] == now ? _counts[slot] + 1 : 1;
            _of[slot] = now;
        }
    }

    /// <summary>How many there were in the last seconds, an hour of them at most.</summary>
    public int Last(int seconds)
    {
        lock (_lock)
        {
            var now = Now;
            return Enumerable.Range(0, Seconds).Where(slot => _of[slot] > now - seconds).Sum(slot => _counts[slot]);
        }
    }
}

/// <summary>What the server has done since it started.</summary>
internal sealed class Statistics(RunHistory history)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _active;

    public RecentCounter Requests { get; } = new();

    public RecentCounter Rejected { get; } = new();

    public RecentCounter Errors { get; } = new();

    public int ActiveRequests => Volatile.Read(ref _active);

    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_started);

    public void RequestBegins()
    {
        Requests.Add();
        Interlocked.Increment(ref _active);
    }

    public void RequestEnds() => Interlocked.Decrement(ref _active);

    public string ToLine(string status) =>
        $"Statistics: uptime={(long)Uptime.TotalSeconds}s restarts={history.Restarts} crashes={history.Crashes} status={status} "
        + $"requests={Requests.Total} rejected={Rejected.Total} errors={Errors.Total}";
}
