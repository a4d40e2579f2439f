// A Windows service that writes down what happens to it, in %ProgramData%\probe or the directory of --data=:
//   events.log     a line for each start, control code and stop
//   environment    the arguments of the last start, then its environment, a line each
// and does what a test demands:
//   a file fail-start, or fail-start-VERSION, with CODE    stops instead of starting, with this service specific error
//   a file crash-start, or control code 200              dies without a word
// As `probe control SERVICE CODE` it is the client that sends a control code, and exits with the Win32 error.
using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;

return args is ["control", var service, var code]
    ? ServiceManager.Control(service, uint.Parse(code, CultureInfo.InvariantCulture))
    : Probe.Run(args);

internal static unsafe partial class Probe
{
    private const uint Stopped = 1, StartPending = 2, StopPending = 3, Running = 4; // SERVICE_STOPPED ...
    private const uint Stop = 1, Interrogate = 4, Shutdown = 5, PreShutdown = 15, Crash = 200; // SERVICE_CONTROL_STOP ...
    private const uint ServiceSpecificError = 1066;

    private static readonly ManualResetEventSlim Stopping = new();
    private static readonly string Version = typeof(Probe).Assembly.GetName().Version!.ToString(3);
    private static string[] _arguments = [];
    private static string _data = "";
    private static nint _handle;

    public static int Run(string[] arguments)
    {
        _arguments = arguments;
        _data = Argument("--data=") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "probe");
        Directory.CreateDirectory(_data);
        fixed (char* name = "")
        {
            TableEntry* table = stackalloc TableEntry[2];
            table[0] = new TableEntry { Name = name, Main = &ServiceMain };
            table[1] = default;
            return StartServiceCtrlDispatcherW(table) != 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    [UnmanagedCallersOnly]
    private static void ServiceMain(uint count, char** arguments)
    {
        _handle = RegisterServiceCtrlHandlerExW(arguments[0], &OnControl, 0);
        Report(StartPending);
        WriteEnvironment();
        if (File.Exists(Path.Combine(_data, "crash-start")))
        {
            Die();
        }

        string[] failures = [Path.Combine(_data, "fail-start"), Path.Combine(_data, "fail-start-" + Version)];
        if (Array.Find(failures, File.Exists) is { } failure)
        {
            var code = File.ReadAllText(failure);
            Write($"fails {code.Trim()}");
            Report(Stopped, uint.Parse(code, CultureInfo.InvariantCulture));
            return;
        }

        Write($"started {new string(arguments[0])}");
        Report(Running);
        Stopping.Wait();
        Write("stopped");
        Report(Stopped);
    }

    [UnmanagedCallersOnly]
    private static uint OnControl(uint control, uint eventType, nint eventData, nint context)
    {
        if (control == Interrogate)
        {
            return 0;
        }

        Write($"control {control}");
        if (control == Crash)
        {
            Die();
        }

        if (control is Stop or Shutdown or PreShutdown)
        {
            Report(StopPending);
            Stopping.Set();
        }

        return 0;
    }

    private static void Report(uint state, uint code = 0)
    {
        // SERVICE_ACCEPT_STOP, _SHUTDOWN, _PARAMCHANGE, _PRESHUTDOWN
        var status = new Status
        {
            ServiceType = 0x10,
            CurrentState = state,
            ControlsAccepted = state == Running ? 1u | 4 | 8 | 0x100 : 0,
            Win32ExitCode = code == 0 ? 0 : ServiceSpecificError,
            ServiceSpecificExitCode = code,
            CheckPoint = state is StartPending or StopPending ? 1u : 0,
            WaitHint = 10_000,
        };
        SetServiceStatus(_handle, &status);
    }

    private static void WriteEnvironment() => File.WriteAllLines(Path.Combine(_data, "environment"),
    [
        .. _arguments,
        .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => $"{variable.Key}={variable.Value}"),
    ]);

    private static void Write(string line) => File.AppendAllText(Path.Combine(_data, "events.log"), $"{Version} {line}\n");

    private static string? Argument(string name) =>
        _arguments.FirstOrDefault(argument => argument.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static void Die() => TerminateProcess(-1, 3);

    [LibraryImport("advapi32", SetLastError = true)]
    private static partial int StartServiceCtrlDispatcherW(TableEntry* table);

    [LibraryImport("advapi32")]
    private static partial nint RegisterServiceCtrlHandlerExW(
        char* name, delegate* unmanaged<uint, uint, nint, nint, uint> handler, nint context);

    [LibraryImport("advapi32")]
    private static partial int SetServiceStatus(nint handle, Status* status);

    [LibraryImport("kernel32")]
    private static partial void TerminateProcess(nint process, uint exitCode);

    private struct TableEntry
    {
        public char* Name;
        public delegate* unmanaged<uint, char**, void> Main;
    }
}

internal static unsafe partial class ServiceManager
{
    private const uint AllAccess = 0xF01FF, Connect = 1; // SERVICE_ALL_ACCESS, SC_MANAGER_CONNECT

    /// <summary>Sends a control code.</summary>
    /// <returns>0, or a Win32 error.</returns>
    public static int Control(string name, uint code)
    {
        nint manager = OpenSCManagerW(null, null, Connect);
        nint service = OpenServiceW(manager, name, AllAccess);
        Status status;
        return service != 0 && ControlService(service, code, &status) != 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    [LibraryImport("advapi32", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint OpenSCManagerW(string? machine, string? database, uint access);

    [LibraryImport("advapi32", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint OpenServiceW(nint manager, string name, uint access);

    [LibraryImport("advapi32", SetLastError = true)]
    private static partial int ControlService(nint service, uint control, Status* status);
}

// SERVICE_STATUS (winsvc.h)
internal struct Status
{
    public uint ServiceType;
    public uint CurrentState;
    public uint ControlsAccepted;
    public uint Win32ExitCode;
    public uint ServiceSpecificExitCode;
    public uint CheckPoint;
    public uint WaitHint;
}
