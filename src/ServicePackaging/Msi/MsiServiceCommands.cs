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
        var actions = string.Join('/', service.Recovery.Actions.Select(action => $"{Word(action.Kind)}/{Milliseconds(action.Delay)}"));
        var period = ((long)service.Recovery.ResetPeriod.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Sc(product, "failure", service, $"reset= {period} actions= {actions}");

        static string Word(FailureActionKind kind) => kind switch
        {
            FailureActionKind.Restart => "restart",
            FailureActionKind.Reboot => "reboot",
            _ => "\"\"",
        };
    }

    /// <summary>A command that starts the service. Unlike sc.exe, net.exe waits.</summary>
    public static string Start(MsiProduct product, ServiceRegistration service) => $"{Program(product, "net.exe")} start {Name(service)}";

    /// <summary>A command that stops the service and starts it again; it does nothing to a service that does not run.</summary>
    public static string Restart(MsiProduct product, ServiceRegistration service) =>
        // cmd removes the outer quotes.
        $"{Program(product, "cmd.exe")} /d /c \"{Program(product, "net.exe")} stop {Name(service)} && {Start(product, service)}\"";

    /// <summary>A time in the unit of the service manager's commands and settings.</summary>
    public static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static string Program(MsiProduct product, string name) => $"\"[{product.SystemFolder}]{name}\"";

    private static string Name(ServiceRegistration service) => $"\"{MsiText.Escape(service.Name)}\"";
}
