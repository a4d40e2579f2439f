using SandboxProbe;

// The checks to run: the arguments, else the words of PROBE_CHECKS, else all of them.
var asked = Environment.GetEnvironmentVariable("PROBE_CHECKS") ?? "";
string[] wanted = args.Length > 0 ? args : asked.Split(' ', StringSplitOptions.RemoveEmptyEntries);
if (wanted is ["crash"])
{
    Environment.FailFast("as asked");
}

List<(string Name, Func<Task> Run)> all = [.. RuntimeChecks.All, .. FileChecks.All, .. NetworkChecks.All, .. ProcessChecks.All];
foreach (var name in wanted.Except(all.Select(check => check.Name)))
{
    Console.WriteLine($"{name}: unknown");
}

foreach (var check in all.Where(check => wanted.Length == 0 || wanted.Contains(check.Name)))
{
    try
    {
        await check.Run().WaitAsync(TimeSpan.FromMinutes(1));
        Console.WriteLine($"{check.Name}: ok");
    }
    catch (Exception exception)
    {
        Console.WriteLine($"{check.Name}: refused {Reason.Of(exception)}");
    }
}
