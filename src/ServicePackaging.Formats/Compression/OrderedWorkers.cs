using System.Runtime.ExceptionServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>Runs jobs on its own threads and returns them in the order in which they were submitted. Only one thread at a time may submit
/// and take jobs.</summary>
/// <typeparam name="TJob">The job, which also contains its result.</typeparam>
/// <typeparam name="TTool">The tool of a thread, which it reuses for all jobs.</typeparam>
/// <param name="maxThreads">The maximum number of threads; with 1, the submitting thread does the work.</param>
/// <param name="makeTool">Creates the tool of a thread.</param>
/// <param name="work">Runs a job. An exception is rethrown by <see cref="Take"/>.</param>
internal sealed class OrderedWorkers<TJob, TTool>(int maxThreads, Func<TTool> makeTool, Action<TJob, TTool> work) : IDisposable
    where TJob : class
    where TTool : class
{
    // A thread without work ends after this time, so that an object that is never disposed of keeps no threads. The next job starts a new
    // one.
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly Queue<Entry> _submitted = new();
    private readonly Queue<Entry> _waiting = new();
    private readonly Stack<TTool> _tools = new();
    private readonly List<Thread> _threads = [];
    private int _idle;
    private bool _closed;

    /// <summary>The number of jobs that were submitted and not yet taken.</summary>
    public int Count => _submitted.Count;

    /// <summary>Whether <see cref="Take"/> would return immediately.</summary>
    public bool IsOldestDone
    {
        get
        {
            lock (_gate)
            {
                return _submitted.TryPeek(out var entry) && entry.IsDone;
            }
        }
    }

    /// <summary>Submits a job.</summary>
    public void Submit(TJob job)
    {
        var entry = new Entry(job);
        _submitted.Enqueue(entry);
        if (maxThreads == 1)
        {
            Do(entry);
            return;
        }

        lock (_gate)
        {
            _waiting.Enqueue(entry);
            if (_waiting.Count > _idle && _threads.Count < maxThreads)
            {
                StartThread();
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for the oldest job and takes it.</summary>
    /// <exception cref="InvalidOperationException">There are no jobs.</exception>
    public TJob Take()
    {
        var entry = _submitted.Dequeue();
        lock (_gate)
        {
            while (!entry.IsDone)
            {
                Monitor.Wait(_gate);
            }
        }

        entry.Error?.Throw();
        return entry.Job;
    }

    /// <summary>Discards the jobs that have not started, and waits until the threads end, at most for the duration of one job.</summary>
    public void Dispose()
    {
        Thread[] threads;
        lock (_gate)
        {
            _closed = true;
            _waiting.Clear();
            _submitted.Clear();
            threads = [.. _threads];
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }
    }

    private void StartThread()
    {
        // A background thread does not keep the process alive after its main thread has failed.
        var thread = new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "Package compression" };
        _threads.Add(thread);
        try
        {
            thread.Start();
        }
        catch
        {
            _threads.Remove(thread);
            throw;
        }
    }

    private void Run()
    {
        while (Next() is { } entry)
        {
            Do(entry);
        }
    }

    private Entry? Next()
    {
        lock (_gate)
        {
            while (!_closed)
            {
                if (_waiting.TryDequeue(out var entry))
                {
                    return entry;
                }

                _idle++;
                var signalled = Monitor.Wait(_gate, MaxIdle);
                _idle--;
                if (!signalled && _waiting.Count == 0)
                {
                    break;
                }
            }

            _threads.Remove(Thread.CurrentThread);
            return null;
        }
    }

    // An exception of a job is passed to the thread that takes the job, because an exception that leaves a thread ends the process.
#pragma warning disable CA1031
    private void Do(Entry entry)
    {
        try
        {
            var tool = RentTool();
            work(entry.Job, tool);
            ReturnTool(tool);
        }
        catch (Exception error)
        {
            entry.Error = ExceptionDispatchInfo.Capture(error);
        }

        lock (_gate)
        {
            entry.IsDone = true;
            Monitor.PulseAll(_gate);
        }
    }
#pragma warning restore CA1031

    private TTool RentTool()
    {
        lock (_gate)
        {
            if (_tools.TryPop(out var tool))
            {
                return tool;
            }
        }

        return makeTool();
    }

    private void ReturnTool(TTool tool)
    {
        lock (_gate)
        {
            _tools.Push(tool);
        }
    }

    private sealed class Entry(TJob job)
    {
        public TJob Job { get; } = job;

        public bool IsDone { get; set; }

        public ExceptionDispatchInfo? Error { get; set; }
    }
}
