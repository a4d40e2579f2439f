using System.Runtime.Versioning;
using Microsoft.Extensions.Hosting.WindowsServices;
using Microsoft.Extensions.Options;

namespace Memexd;

/// <summary>
/// Adds to the lifetime of AddWindowsService() what the daemon does on other systems: it counts as running when everything has started, the
/// HTTP server included, it reloads its configuration, and a stop after an internal failure is reported as one.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsDaemonLifetime(
    IHostEnvironment environment, IHostApplicationLifetime application, ILoggerFactory loggers, IOptions<HostOptions> host,
    IOptions<WindowsServiceLifetimeOptions> service, DaemonLifetime daemon, DocumentProcessor processor)
    : WindowsServiceLifetime(environment, application, loggers, host, service)
{
    // The first of the control codes that a service defines itself. ServiceBase cannot accept SERVICE_CONTROL_PARAMCHANGE.
    private const int ReloadCommand = 128;

    // The longest silence before the service manager takes it for a hang: more than the host's ShutdownTimeout.
    private const int WaitHintMilliseconds = 30_000;

    private readonly IHostApplicationLifetime _application = application;

    /// <summary>Returns when the service is running. A failed start ends in <see cref="ServiceFailure"/> instead.</summary>
    protected override void OnStart(string[] args)
    {
        ServiceFailure.Connect(ServiceHandle);
        RequestAdditionalTime(WaitHintMilliseconds);
        base.OnStart(args);
        WaitHandle.WaitAny([_application.ApplicationStarted.WaitHandle, _application.ApplicationStopping.WaitHandle]);
    }

    protected override void OnStop()
    {
        RequestAdditionalTime(WaitHintMilliseconds);
        base.OnStop();
        if (processor.Failure is { } failure)
        {
            ServiceFailure.Report(failure);
        }
    }

    protected override void OnCustomCommand(int command)
    {
        if (command == ReloadCommand)
        {
            daemon.Reload();
        }
    }
}
