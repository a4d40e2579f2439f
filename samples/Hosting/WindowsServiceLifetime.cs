using System.Runtime.Versioning;

namespace Hosting;

/// <summary>
/// Makes the Service Control Manager's wishes the host's: stop, shutdown, and "parameters have changed" for what SIGHUP is elsewhere
/// (<c>sc control NAME paramchange</c>). It counts as running when everything has started, an HTTP server included.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsServiceLifetime(ServiceControlManager manager, IHostApplicationLifetime application, IReloads service) : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        manager.Report(ServiceState.StartPending);
        application.ApplicationStarted.Register(() => manager.Report(ServiceState.Running));
        application.ApplicationStopping.Register(() => manager.Report(ServiceState.StopPending));
        manager.Controlled += OnControlled;
        return Task.CompletedTask;
    }

    /// <summary>Runs when everything has stopped; that it has, the manager hears from <see cref="ServiceControlManager"/>.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        manager.Report(ServiceState.StopPending);
        return Task.CompletedTask;
    }

    // On other threads: the manager waits for the answer to a control, and asks nobody else meanwhile.
    private void OnControlled(ServiceControl control) =>
        ThreadPool.QueueUserWorkItem(_ =>
        {
            if (control == ServiceControl.ParamChange)
            {
                service.Reload();
            }
            else
            {
                application.StopApplication();
            }
        });
}

/// <summary>What reads its configuration again when it is told to.</summary>
internal interface IReloads
{
    void Reload();
}
