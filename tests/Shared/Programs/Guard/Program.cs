using System.Runtime.InteropServices;
using Core;

try
{
    var database = Path.Combine(AppContext.BaseDirectory, "guard.sqlite");
    File.AppendAllText(database, Settings.Read() + "\n");
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
ended.Wait();
