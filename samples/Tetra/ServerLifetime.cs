using System.Runtime.InteropServices;
using Hosting;

namespace Tetra;

/// <summary>Says to the service manager how far the server is.</summary>
internal sealed class ServerLifetime(TetraEnvironment environment, ServiceCatalog catalog, SystemdNotifier systemd, ILogger<ServerLifetime> logger)
    : IHostedLifecycleService, IReloads
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
            Reload();
        });
        logger.LogInformation("Tetra serves {Status}, from {Directory}", Status, environment.Directory);
        systemd.Ready(Status);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        systemd.Stopping("Finishing requests");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _hangup?.Dispose();
        logger.LogInformation("Stopped");
        return Task.CompletedTask;
    }

    /// <summary>Definitions are read whenever somebody asks for them; what is left to say is how many there are now.</summary>
    public void Reload() => systemd.Status(Status);
}
