using System.Runtime.InteropServices;

var directory = Path.Combine(AppContext.BaseDirectory, "config");
try
{
    Directory.CreateDirectory(directory);
    var starts = Path.Combine(directory, "starts");
    File.AppendAllText(starts, "started\n");
}
catch (IOException exception)
{
    Console.WriteLine(exception.Message);
    return;
}

using var ended = new ManualResetEventSlim();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    ended.Set();
});
// What the test asks for: to fail as the original does.
using var fail = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
{
    context.Cancel = true;
    Console.WriteLine("failed");
    ended.Set();
});
Console.WriteLine("serving");
ended.Wait();
