using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.ServiceProcess;
using Microsoft.Extensions.Logging.EventLog;

namespace Memexd;

/// <summary>
/// Ends the daemon as a Windows service that failed, with its exit code as the service specific error. <see cref="ServiceBase"/> cannot
/// report one: its ExitCode is a Win32 error, and Windows would show the text of that error.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class ServiceFailure
{
    private const int OwnProcess = 0x10; // SERVICE_WIN32_OWN_PROCESS
    private const int Stopped = 1; // SERVICE_STOPPED
    private const int ServiceSpecificError = 1066; // ERROR_SERVICE_SPECIFIC_ERROR

    private static nint _service;

    /// <summary>Remembers the status handle that the service manager gave this process.</summary>
    public static void Connect(nint service) => _service = service;

    /// <summary>Writes the reason to the event log and reports the exit code.</summary>
    [DoesNotReturn]
    public static void Report(DaemonException failure)
    {
        // Nobody sees a Windows service's standard error.
        using (var log = LoggerFactory.Create(logging => logging.AddEventLog(new EventLogSettings { SourceName = nameof(Memexd) })))
        {
            log.CreateLogger(nameof(Memexd)).LogCritical("{Reason}", failure.Message);
        }

        if (_service == 0)
        {
            // The service manager still waits for this process to connect.
            ServiceBase.Run(new FailedStart(failure.ExitCode));
        }

        End(_service, failure.ExitCode);
    }

    // The process ends here, before ServiceBase can report a stop without an error.
    [DoesNotReturn]
    private static void End(nint service, int exitCode)
    {
        var status = new Status
        {
            ServiceType = OwnProcess,
            CurrentState = Stopped,
            Win32ExitCode = ServiceSpecificError,
            ServiceSpecificExitCode = exitCode,
        };
        SetServiceStatus(service, status);
        Environment.Exit(exitCode);
    }

    [DllImport("advapi32")]
    private static extern int SetServiceStatus(nint service, in Status status);

    // SERVICE_STATUS
    [StructLayout(LayoutKind.Sequential)]
    private struct Status
    {
        public int ServiceType;
        public int CurrentState;
        public int ControlsAccepted;
        public int Win32ExitCode;
        public int ServiceSpecificExitCode;
        public int CheckPoint;
        public int WaitHint;
    }

    private sealed class FailedStart(int exitCode) : ServiceBase
    {
        protected override void OnStart(string[] args) => End(ServiceHandle, exitCode);
    }
}
