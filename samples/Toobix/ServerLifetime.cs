using System.Globalization;
using System.Runtime.InteropServices;

namespace Toobix;

/// <summary>What happens beside requests: the pid file, reloads, statistics, and a stop that has an end.</summary>
internal sealed class ServerLifetime(
    OptionsStore options, Statistics statistics, RunHistory history, IHostApplicationLifetime application, ILogger<ServerLifetime> logger)
    : IHostedLifecycleService
{
    /// <summary>How long requests in work are waited for.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    // For everything that a stop has to do; the service manager kills after 30.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private static readonly string ProcessId = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n";

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs when the server listens.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // On Windows .NET maps SIGHUP to the closing of the console, which is no request to reload.
        if (!OperatingSystem.IsWindows())
        {
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true; // its default action ends the process
                Reload();
            }));
            // Under systemd the host itself stops on SIGTERM only.
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop));
        }

        if (options.Current.PidFile is { } file)
        {
            // After the handlers, for who finds the file may send a signal; and renamed, so that nobody reads half a number.
            File.WriteAllText(file + ".new", ProcessId);
            File.Move(file + ".new", file, overwrite: true);
        }

        logger.LogInformation("Server listens on {Url}, process {Id}", options.Current.Url, Environment.ProcessId);
        _ = LogStatisticsAsync();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopping.Cancel();
        logger.LogInformation("Stopping; {Count} active requests have {Seconds} s", statistics.ActiveRequests, RequestTimeout.TotalSeconds);
        _ = Task.Delay(StopTimeout, CancellationToken.None).ContinueWith(_ =>
        {
            logger.LogError("Not stopped after {Seconds} s", StopTimeout.TotalSeconds);
            Environment.Exit(1);
        }, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (options.Current.PidFile is { } file && File.Exists(file) && File.ReadAllText(file) == ProcessId)
        {
            File.Delete(file);
        }

        history.End();
        _signals.ForEach(signal => signal.Dispose());
        logger.LogInformation("{Statistics}", statistics.ToLine("stopped"));
        return Task.CompletedTask;
    }

    /// <summary>Reads the configuration again.</summary>
    public void Reload() => options.Reload(logger);

    private void Stop(PosixSignalContext signal)
    {
        logger.LogInformation("Received {Signal}, starting graceful shutdown", signal.Signal);
        signal.Cancel = true;
        application.StopApplication();
    }

    private async Task LogStatisticsAsync()
    {
        while (true)
        {
            await Task.Delay(options.Current.StatisticsInterval, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            logger.LogInformation("{Statistics}", statistics.ToLine("running"));
        }
    }
}
