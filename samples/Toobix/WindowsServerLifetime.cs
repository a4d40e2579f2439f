using System.Runtime.Versioning;
using Microsoft.Extensions.Hosting.WindowsServices;
using Microsoft.Extensions.Options;

namespace Toobix;

/// <summary>Adds a reload to the lifetime of AddWindowsService(): Windows has no SIGHUP.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsServerLifetime(
    IHostEnvironment environment, IHostApplicationLifetime application, ILoggerFactory loggers, IOptions<HostOptions> host,
    IOptions<WindowsServiceLifetimeOptions> service, ServerLifetime server)
    : WindowsServiceLifetime(environment, application, loggers, host, service)
{
    // The first of the control codes that a service defines itself. ServiceBase cannot accept SERVICE_CONTROL_PARAMCHANGE.
    private const int ReloadCommand = 128;

    protected override void OnCustomCommand(int command)
    {
        if (command == ReloadCommand)
        {
            server.Reload();
        }
    }
}
