using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Memexd;

/// <summary>
/// Finds documents that the index does not hold and has workers read them. The file system watcher only says "look again":
/// what is to be done always comes from comparing the folder with the index, so that no lost event loses a document.
/// </summary>
internal sealed class DocumentProcessor(
    CommandLine commandLine, ConfigStore config, DocumentIndex index, Metrics metrics, ProcessingLog processingLog,
    ILogger<DocumentProcessor> logger) : BackgroundService
{
    private static readonly TimeSpan RescanInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(10);

    // A document younger than this is probably still being written.
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(500);

    // Below the stop timeout that service managers give, so that a huge document cannot turn a stop into a kill.
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(20);

    // Links are not followed: the inbox may be writable by users who must not read files through the daemon's account.
    private static readonly EnumerationOptions Documents = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 32,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System,
    };

    private readonly Channel<FileInfo> _queue = Channel.CreateBounded<FileInfo>(256);
    private readonly ConcurrentDictionary<string, bool> _inHand = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (int Failures, DateTime NotBefore)> _retries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _lookAgain = new(0);
    private readonly long[] _busySince = new long[config.Current.WorkerThreads + 1];
    private FileSystemWatcher? _watcher;
    private volatile bool _noFolderReported;

    public int QueueLength => _queue.Reader.Count;

    /// <summary>False when a worker or the scan has made no progress for a while, or has ended: nobody would process documents.</summary>
    public bool IsAlive => ExecuteTask is { IsCompleted: false } && _busySince.All(IsWaitingOrMoving);

    /// <summary>Why document processing ended by itself; null while it has not.</summary>
    public DaemonException? Failure => ExecuteTask is { IsFaulted: true, Exception.InnerException: var reason }
        ? new DaemonException(ExitCodes.Software, $"document processing failed: {reason}")
        : null;

    public override void Dispose()
    {
        _watcher?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var deadline = new CancellationTokenSource();
        using var countdown = stoppingToken.Register(() => deadline.CancelAfter(StopDeadline));
        config.Changed += OnConfigChanged;
        Task[] loops =
        [
            Task.Run(() => ScanAsync(stoppingToken), CancellationToken.None),
            .. Enumerable.Range(1, _busySince.Length - 1).Select(i => Task.Run(() => WorkAsync(i, stoppingToken, deadline.Token))),
        ];

        // A loop that ends before it is asked to is a defect: awaiting it throws, which stops the daemon with an error.
        await await Task.WhenAny(loops);
        await Task.WhenAll(loops);
    }

    private async Task ScanAsync(CancellationToken stopping)
    {
        const int Scanner = 0;
        OnConfigChanged();
        while (!stopping.IsCancellationRequested)
        {
            var wait = RescanInterval;
            try
            {
                StartWatching();
                wait = await EnqueueNewDocumentsAsync(Scanner, stopping) ? SettleTime : RescanInterval;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                logger.LogWarning("Cannot look for documents: {Reason}", e.Message);
            }

            Waiting(Scanner);
            if (await TryWaitAsync(wait, stopping))
            {
                // A burst of events is one look.
                await Task.Delay(SettleTime / 2, CancellationToken.None);
                while (_lookAgain.Wait(0, CancellationToken.None))
                {
                }
            }
        }
    }

    private async Task<bool> TryWaitAsync(TimeSpan time, CancellationToken stopping)
    {
        try
        {
            return await _lookAgain.WaitAsync(time, stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <returns>True when something is still being written and deserves a look soon.</returns>
    private async Task<bool> EnqueueNewDocumentsAsync(int scanner, CancellationToken stopping)
    {
        var (current, folder, soon) = (config.Current, config.WatchFolder, false);
        if (!Directory.Exists(folder))
        {
            return false;
        }

        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", Documents))
        {
            Moving(scanner);
            stopping.ThrowIfCancellationRequested();
            // An empty file is a document that nobody has written yet (or a pipe, which must not be opened).
            if (!current.Extensions.Contains(file.Extension, StringComparer.OrdinalIgnoreCase) || !file.Exists || file.Length == 0)
            {
                continue;
            }

            var now = DateTime.UtcNow;
            var isRetryDue = !_retries.TryGetValue(file.FullName, out var retry) || retry.NotBefore <= now;
            var version = new Fingerprint(file.Length, file.LastWriteTimeUtc);
            if (_inHand.ContainsKey(file.FullName) || !isRetryDue || index.Holds(file.FullName, version))
            {
                continue;
            }

            var age = now - version.Modified;
            if (age >= TimeSpan.Zero && age < SettleTime)
            {
                soon = true;
                continue;
            }

            _inHand[file.FullName] = true;
            Waiting(scanner);
            await _queue.Writer.WriteAsync(file, stopping);
        }

        return soon;
    }

    private async Task WorkAsync(int worker, CancellationToken stopping, CancellationToken deadline)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var file = await _queue.Reader.ReadAsync(stopping);
                Moving(worker);
                await ProcessAsync(worker, file, deadline);
                _inHand.TryRemove(file.FullName, out _);
            }
            catch (OperationCanceledException)
            {
                // The document is not in the index, so the next start takes it up again.
                return;
            }
            finally
            {
                Waiting(worker);
            }
        }
    }

    private async Task ProcessAsync(int worker, FileInfo file, CancellationToken deadline)
    {
        try
        {
            await IndexAsync(worker, file, deadline);
            _retries.TryRemove(file.FullName, out _);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            logger.LogDebug("{Document} vanished before it was read", file.FullName);
            _retries.TryRemove(file.FullName, out _);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var failures = _retries.GetValueOrDefault(file.FullName).Failures + 1;
            var delay = TimeSpan.FromSeconds(Math.Min(LongestRetryDelay.TotalSeconds, 5 * Math.Pow(2, failures)));
            _retries[file.FullName] = (failures, DateTime.UtcNow + delay);
            metrics.DocumentsFailed.Add();
            logger.LogWarning("Failed to process {Document}, next attempt in {Delay:0} s: {Reason}",
                file.FullName, delay.TotalSeconds, e.Message);
        }
    }

    private async Task IndexAsync(int worker, FileInfo file, CancellationToken deadline)
    {
        var (started, current) = (Stopwatch.GetTimestamp(), config.Current);
        // FileShare.Read: a document that somebody holds open for writing is locked for us, and comes later.
        await using var stream = new FileStream(
            file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024, useAsync: true);
        var version = new Fingerprint(stream.Length, File.GetLastWriteTimeUtc(stream.SafeFileHandle));
        if (version.Bytes > current.MaxDocumentBytes)
        {
            index.Skip(file.FullName, version);
            metrics.DocumentsSkipped.Add();
            logger.LogWarning("Skipped {Document}: {Bytes} bytes exceed workspace.max_document_mb", file.FullName, version.Bytes);
            return;
        }

        var chunks = await DocumentReader.SplitAsync(stream, current.ChunkSize, current.MaxDocumentBytes, () => Moving(worker), deadline);
        var words = chunks.Sum(chunk => (long)chunk.Words);
        var entry = new IndexEntry(file.FullName, version.Bytes, version.Modified, DateTime.UtcNow, words, chunks);
        index.Add(CollectionOf(file, current), entry);

        var milliseconds = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        metrics.DocumentsProcessed.Add();
        metrics.Words.Add(words);
        metrics.Chunks.Add(chunks.Count);
        metrics.ProcessingMilliseconds.Add(milliseconds);
        logger.LogInformation(
            "Processed {Document}: words={Words} chunks={Chunks} processing_time={Milliseconds}ms documents_processed={Total}",
            file.FullName, words, chunks.Count, milliseconds, metrics.DocumentsProcessed.Value);
        processingLog.Append($"{file.FullName} words={words} chunks={chunks.Count} processing_time={milliseconds}ms");
    }

    private string CollectionOf(FileInfo file, MemexdConfig current)
    {
        var folder = Path.GetRelativePath(config.WatchFolder, file.FullName).Split(Path.DirectorySeparatorChar)[0];
        return current.Collections.Contains(folder, StringComparer.Ordinal) ? folder : current.Collections[0];
    }

    private void OnConfigChanged()
    {
        _noFolderReported = false;
        _lookAgain.Release();
    }

    private void StartWatching()
    {
        var folder = config.WatchFolder;
        if (config.Current.Watch == MemexdConfig.DefaultWatch)
        {
            // Only our own inbox is made; a folder that the administrator named may be a mount that comes later.
            Directory.CreateDirectory(folder);
        }

        if (_watcher?.Path == folder && Directory.Exists(folder))
        {
            return;
        }

        _watcher?.Dispose();
        _watcher = null;
        if (!Directory.Exists(folder))
        {
            if (!_noFolderReported)
            {
                _noFolderReported = true;
                logger.LogWarning("{Folder} does not exist; it is looked for every {Seconds} s", folder, RescanInterval.TotalSeconds);
            }

            return;
        }

        logger.LogInformation("Watching {Folder} (state in {State})", folder, commandLine.StateDirectory);
        _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        _watcher.Created += (_, _) => _lookAgain.Release();
        _watcher.Changed += (_, _) => _lookAgain.Release();
        _watcher.Renamed += (_, _) => _lookAgain.Release();
        _watcher.Error += (_, e) => logger.LogWarning("Watching {Folder}: {Reason}", folder, e.GetException().Message);
        try
        {
            _watcher.EnableRaisingEvents = true;
        }
        catch (IOException e)
        {
            // Out of inotify watches, for one. The periodic look is slower, and enough.
            logger.LogWarning("Not told of new documents, looking every {Seconds} s: {Reason}", RescanInterval.TotalSeconds, e.Message);
        }
    }

    private void Moving(int loop) => Interlocked.Exchange(ref _busySince[loop], Environment.TickCount64);

    private void Waiting(int loop) => Interlocked.Exchange(ref _busySince[loop], 0);

    private static bool IsWaitingOrMoving(long since) => since == 0 || Environment.TickCount64 - since < StuckAfter.TotalMilliseconds;
}
