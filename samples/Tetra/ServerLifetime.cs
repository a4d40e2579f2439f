using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting.Systemd;

namespace Tetra;

/// <summary>Adds to the host's lifetime what this server reports: a log line and, under systemd, its status.</summary>
internal sealed class ServerLifetime(
    TetraEnvironment environment, ServiceCatalog catalog, ILogger<ServerLifetime> logger, ISystemdNotifier? systemd = null)
    : IHostedLifecycleService
{
    private PosixSignalRegistration? _hangup;

    private string Status => $"@{environment.Name} on port {environment.Port}, {catalog.All().Count} services known";

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs when the server listens.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // On Windows .NET maps SIGHUP to the closing of the console, which is no request to reload.
        _hangup = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true; // its default action ends the process
            // Definitions are read at every request; only their number is reported anew.
            ReportStatus(Status);
        });
        logger.LogInformation("Tetra serves {Status}, from {Directory}", Status, environment.Directory);
        ReportStatus(Status);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        ReportStatus("Finishing requests");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _hangup?.Dispose();
        logger.LogInformation("Stopped");
        return Task.CompletedTask;
    }

    private void ReportStatus(string status) => systemd?.Notify(new ServiceState($"STATUS={status}"));
}
