using System.Runtime.InteropServices;

namespace Memexd;

/// <summary>
/// Tells the outside what the daemon is doing (pid file, status for systemd) and reloads its configuration at SIGHUP. The host's lifetime
/// reports when it has started and answers SIGTERM, or under Windows' service manager what <see cref="WindowsDaemonLifetime"/> is asked.
/// </summary>
internal sealed class DaemonLifetime(
    CommandLine commandLine, ConfigStore config, DocumentProcessor processor, Metrics metrics, SystemdReports systemd,
    IHostApplicationLifetime application, ILogger<DaemonLifetime> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan StatusPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly PidFile _pidFile = new(commandLine.PidFile);
    private PosixSignalRegistration? _hangup;
    private PosixSignalRegistration? _interrupt;
    private volatile string? _configProblem;

    private string Status =>
        $"Processed {metrics.DocumentsProcessed.Value} documents, {processor.QueueLength} queued"
        + (_configProblem is { } problem ? $"; configuration not reloaded: {problem}" : "");

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs when everything has started, the HTTP server included.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // On Windows .NET maps SIGHUP to the closing of the console, which is no request to reload.
        _hangup = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup);
        // systemd's lifetime answers SIGTERM only.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
        // After the handlers: who finds the pid file may send the signal.
        _pidFile.Write();
        config.LogUnknownSettings(logger);
        logger.LogInformation("memexd daemon is running: version {Version}, port {Port}. {How} to stop.",
            CommandLine.Version, config.Current.Port, OperatingSystem.IsWindows() ? "Use Ctrl+C or net stop" : "Send SIGTERM or SIGINT");
        systemd.Status(Status);
        _ = ReportStatusAsync();
        if (systemd.Watchdog is { } watchdog)
        {
            _ = KeepAliveAsync(watchdog / 2);
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopping.Cancel();
        systemd.Status("Finishing the documents in work");
        logger.LogInformation("Stopping; documents in work are finished first");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _stopped.Cancel();
        _hangup?.Dispose();
        _interrupt?.Dispose();
        _pidFile.Remove();
        logger.LogInformation("Stopped, documents_processed={Total}", metrics.DocumentsProcessed.Value);
        return Task.CompletedTask;
    }

    private void OnHangup(PosixSignalContext signal)
    {
        // The default action of SIGHUP is to end the process.
        signal.Cancel = true;
        Reload();
    }

    private void OnInterrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        application.StopApplication();
    }

    /// <summary>Reads the configuration again.</summary>
    public void Reload()
    {
        systemd.Reloading();
        _configProblem = config.Reload(logger);
        (_configProblem is null ? metrics.Reloads : metrics.ReloadsFailed).Add();
        systemd.Reloaded(Status);
    }

    private async Task ReportStatusAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await Task.Delay(StatusPeriod, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_stopping.IsCancellationRequested)
            {
                systemd.Status(Status);
            }
        }
    }

    private async Task KeepAliveAsync(TimeSpan period)
    {
        for (var wasAlive = true; !_stopped.IsCancellationRequested;)
        {
            var isAlive = processor.IsAlive;
            if (isAlive)
            {
                systemd.KeepAlive();
            }
            else if (wasAlive && !_stopping.IsCancellationRequested)
            {
                logger.LogError("Document processing makes no progress; the watchdog is not answered until it does");
            }

            wasAlive = isAlive;

            // After a stall that passes by itself the next sign of life must not be half a watchdog late.
            var wait = isAlive || period < RetryPeriod ? period : RetryPeriod;
            await Task.Delay(wait, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
