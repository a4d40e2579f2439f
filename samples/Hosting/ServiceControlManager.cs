using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Hosting;

/// <summary>What Windows' Service Control Manager may ask of a running service (winsvc.h, SERVICE_CONTROL_*).</summary>
internal enum ServiceControl : uint
{
    Stop = 1,
    Interrogate = 4,
    Shutdown = 5,
    ParamChange = 6,
    PreShutdown = 15,
}

/// <summary>What a service may say of itself (winsvc.h, SERVICE_*).</summary>
internal enum ServiceState : uint
{
    Stopped = 1,
    StartPending = 2,
    StopPending = 3,
    Running = 4,
}

/// <summary>
/// The conversation with Windows' Service Control Manager. A process that it did not start is told so when it says the first word: there
/// is nothing to guess.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class ServiceControlManager
{
    private const int CallNotImplemented = 120; // ERROR_CALL_NOT_IMPLEMENTED
    private const int NotStartedAsService = 1063; // ERROR_FAILED_SERVICE_CONTROLLER_CONNECT
    private const uint ServiceSpecificError = 1066; // ERROR_SERVICE_SPECIFIC_ERROR
    private const uint OwnProcess = 0x10; // SERVICE_WIN32_OWN_PROCESS
    private const uint AcceptStop = 1, AcceptShutdown = 4, AcceptParamChange = 8, AcceptPreShutdown = 0x100; // SERVICE_ACCEPT_*

    // The longest silence while starting or stopping before the manager takes it for a hang: more than the host's ShutdownTimeout.
    private static readonly TimeSpan WaitHint = TimeSpan.FromSeconds(30);

    // Callbacks from outside carry no object of ours; a process of its own is one service.
    private static ServiceControlManager? _current;

    private readonly Func<ServiceControlManager, int> _main;
    private readonly Lock _reporting = new();
    private ServiceState _state = ServiceState.StartPending;
    private uint _checkPoint;
    private nint _handle;
    private int _exitCode;

    private ServiceControlManager(Func<ServiceControlManager, int> main) => _main = main;

    /// <summary>Raised on the manager's own thread, which waits for the handler to return.</summary>
    public event Action<ServiceControl>? Controlled;

    /// <summary>The name that the service was installed under.</summary>
    public string ServiceName { get; private set; } = "";

    /// <summary>Runs the service until it has stopped, when the manager started this process.</summary>
    /// <param name="main">The service, and its exit code; not called in any other process.</param>
    /// <returns>The exit code; null when somebody else started this process.</returns>
    public static int? TryRun(Func<ServiceControlManager, int> main)
    {
        _current = new ServiceControlManager(main);
        fixed (char* name = "") // ignored for SERVICE_WIN32_OWN_PROCESS
        {
            var table = stackalloc TableEntry[2]; // the second, of zeros, is its end
            table[0] = new TableEntry { Name = name, Main = &ServiceMain };
            table[1] = default;
            if (!StartServiceCtrlDispatcherW(table))
            {
                var error = Marshal.GetLastPInvokeError();
                return error == NotStartedAsService ? null : throw new Win32Exception(error);
            }
        }

        return _current._exitCode;
    }

    /// <summary>Tells the manager how far the service is. Said again while starting or stopping, it is a sign of life.</summary>
    public void Report(ServiceState state, int exitCode = 0)
    {
        lock (_reporting)
        {
            // A late "running" must not take back that it stops.
            if (_state == ServiceState.Stopped || (_state == ServiceState.StopPending && state != ServiceState.Stopped && state != _state))
            {
                return;
            }

            var isPending = state is ServiceState.StartPending or ServiceState.StopPending;
            _checkPoint = !isPending ? 0 : state == _state ? _checkPoint + 1 : 1;
            _state = state;
            var status = new Status
            {
                ServiceType = OwnProcess,
                CurrentState = state,
                ControlsAccepted = state == ServiceState.Running ? AcceptStop | AcceptShutdown | AcceptPreShutdown | AcceptParamChange : 0,
                // Only a stop with an error code is a failure to the manager, which then takes the recovery actions.
                Win32ExitCode = exitCode == 0 ? 0 : ServiceSpecificError,
                ServiceSpecificExitCode = (uint)exitCode,
                CheckPoint = _checkPoint,
                WaitHint = isPending ? (uint)WaitHint.TotalMilliseconds : 0,
            };
            SetServiceStatus(_handle, &status);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static void ServiceMain(uint count, char** arguments)
    {
        var service = _current!;
        service.ServiceName = new string(arguments[0]);
        service._handle = RegisterServiceCtrlHandlerExW(service.ServiceName, &OnControl, 0);
        service.Report(ServiceState.StartPending);
        // What it throws ends the process, and so the service, as anywhere else: the manager calls that a failure.
        service._exitCode = service._main(service);
        service.Report(ServiceState.Stopped, service._exitCode);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static uint OnControl(ServiceControl control, uint eventType, nint eventData, nint context)
    {
        switch (control)
        {
            case ServiceControl.Interrogate:
                return 0;
            case ServiceControl.Stop or ServiceControl.Shutdown or ServiceControl.PreShutdown:
                _current!.Report(ServiceState.StopPending);
                _current.Controlled?.Invoke(control);
                return 0;
            case ServiceControl.ParamChange:
                _current!.Controlled?.Invoke(control);
                return 0;
            default:
                return CallNotImplemented;
        }
    }

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool StartServiceCtrlDispatcherW(TableEntry* table);

    [LibraryImport("advapi32", StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint RegisterServiceCtrlHandlerExW(
        string name, delegate* unmanaged[Stdcall]<ServiceControl, uint, nint, nint, uint> handler, nint context);

    [LibraryImport("advapi32")]
    private static partial int SetServiceStatus(nint handle, Status* status);

    // SERVICE_TABLE_ENTRYW
    private struct TableEntry
    {
        public char* Name;
        public delegate* unmanaged[Stdcall]<uint, char**, void> Main;
    }

    // SERVICE_STATUS
    private struct Status
    {
        public uint ServiceType;
        public ServiceState CurrentState;
        public uint ControlsAccepted;
        public uint Win32ExitCode;
        public uint ServiceSpecificExitCode;
        public uint CheckPoint;
        public uint WaitHint;
    }
}
