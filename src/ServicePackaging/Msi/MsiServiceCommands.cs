using System.Globalization;
using ServicePackaging.Model;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>Command lines of Windows' programs for services.</summary>
internal static class MsiServiceCommands
{
    /// <summary>A command of sc.exe.</summary>
    public static string Sc(MsiProduct product, string verb, ServiceRegistration service, string settings) =>
        $"{Program(product, "sc.exe")} {verb} {Name(service)} {settings}";

    /// <summary>The command that sets what happens when the service fails.</summary>
    public static string Recovery(MsiProduct product, ServiceRegistration service)
    {
        // Without an action the list is empty: "" with a time would reach sc.exe as /0.
        var all = service.Recovery.Actions;
        var actions = all.All(action => action.Kind == FailureActionKind.None)
            ? "\"\""
            : string.Join('/', all.Select(action => $"{Word(action.Kind)}/{Milliseconds(action.Delay)}"));
        var period = ((long)service.Recovery.ResetPeriod.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Sc(product, "failure", service, $"reset= {period} actions= {actions}");

        static string Word(FailureActionKind kind) => kind switch
        {
            FailureActionKind.Restart => "restart",
            FailureActionKind.Reboot => "reboot",
            _ => "\"\"",
        };
    }

    /// <summary>A command that stops the service, waits for it, and notes in the registry that it ran. Unlike sc.exe, net.exe waits as long
    /// as the service reports progress. It asks about services that depend on this one; without an answer it stops none.</summary>
    public static string StopAndNote(MsiProduct product, ServiceRegistration service, string running) => Cmd(
        product,
        $"{Program(product, "reg.exe")} delete {Note(service, running)} /f >nul 2>nul & "
        + $"{Program(product, "net.exe")} stop {Name(service)} <nul && {Program(product, "reg.exe")} add {Note(service, running)} /f");

    /// <summary>A command that starts a service that <see cref="StopAndNote"/> stopped, and restarts one that runs: the rollback of
    /// StopServices started it without its settings.</summary>
    public static string StartAgain(MsiProduct product, ServiceRegistration service, string running)
    {
        var start = $"{Program(product, "net.exe")} start {Name(service)}";
        return Cmd(
            product,
            $"{Program(product, "net.exe")} stop {Name(service)} <nul && {start} "
            + $"|| {Program(product, "reg.exe")} query {Note(service, running)} >nul && {start}");
    }

    /// <summary>A time in the unit of the service manager's commands and settings.</summary>
    public static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    // cmd removes the outer quotes.
    private static string Cmd(MsiProduct product, string commands) => MsiAction.Cmd(product, $"\"{commands}\"");

    private static string Note(ServiceRegistration service, string running) => $"\"HKLM\\{running}\" /v {Name(service)}";

    private static string Program(MsiProduct product, string name) => $"\"[{product.SystemFolder}]{name}\"";

    private static string Name(ServiceRegistration service) => $"\"{MsiText.Escape(service.Name)}\"";
}
