using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Vocoder;

if (args is not ["--config", { Length: > 0 } config])
{
    Console.Error.WriteLine("Usage: vocoder --config NAME, or the path of a .conf file");
    return ExitCodes.Usage;
}

var log = new Journal(Path.GetFileNameWithoutExtension(config));
try
{
    return Run(config, log);
}
catch (DaemonException e)
{
    log.Write(LogLevel.Error, e.Message, [("VOCODER_EXIT_CODE", e.ExitCode)]);
    return e.ExitCode;
}

static int Run(string config, Journal log)
{
    // What happens is put in a row here, and the main loop alone takes it from there.
    using var events = new BlockingCollection<DaemonEvent>();
    var daemon = new Daemon(config, events, log, new SystemdReports());
    using var listener = Listener.Create(Path.GetFileNameWithoutExtension(config));
    using var hangup = OnSignal(PosixSignal.SIGHUP, new ReloadEvent());
    using var terminate = OnSignal(PosixSignal.SIGTERM, new StopEvent());
    using var interrupt = OnSignal(PosixSignal.SIGINT, new StopEvent());
    var connections = new Connections(listener, events, log);
    _ = connections.AcceptAsync();
    daemon.Run(listener.Origin);

    // The last answers are given, but maybe not yet sent.
    SpinWait.SpinUntil(() => connections.AreAnswered, TimeSpan.FromSeconds(1));
    return 0;

    // On Windows .NET maps SIGHUP to the closing of a console, which is no request to reload.
    PosixSignalRegistration? OnSignal(PosixSignal signal, DaemonEvent happened) => OperatingSystem.IsWindows() && signal == PosixSignal.SIGHUP
        ? null
        : PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            events.Add(happened);
        });
}
