using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>Brings a service back as it was when an upgrade fails. The rollback of DeleteServices creates it from what CreateService takes, and
/// the rollback of StopServices starts it: without its SID, recovery actions, privileges and delay.</summary>
internal sealed class MsiServiceRollback(MsiProduct product, MsiContent content)
{
    // After RemoveExistingProducts (ICE63) and before StopServices and DeleteServices, so that these are rolled back first.
    private const int FirstSequence = 1601;

    private int _sequence = FirstSequence;

    /// <summary>Adds the actions of one service.</summary>
    /// <param name="service">What the service manager is to be told.</param>
    /// <param name="number">The service's number in the package; empty for the first.</param>
    public void Add(ServiceRegistration service, string number)
    {
        foreach (var (what, command, condition) in Commands(service, number))
        {
            var isReplaced = condition is null ? MsiAction.IsReplacement : $"{MsiAction.IsReplacement} AND {condition}";
            content.Actions.Add(new(
                $"RollBack{what}{number}", MsiAction.TryRunAtRollback, product.SystemFolder, command, isReplaced, _sequence++));
        }
    }

    // A rollback runs them from the last to the first: the settings, then a restart, because a process gets its SID when it starts.
    private IEnumerable<(string What, string Command, string? Condition)> Commands(ServiceRegistration service, string number)
    {
        var isAutomatic = $"{MsiNames.PreviousStart(number)}=\"#{(int)ServiceStart.Automatic}\"";
        if (service.Start == ServiceStart.Automatic)
        {
            // Without its SID the service may have been refused its own files, and ended before the restart.
            yield return ("Start", MsiServiceCommands.Start(product, service), $"?{MsiNames.StartComponent(number)}=3 AND {isAutomatic}");
        }

        yield return ("Restart", MsiServiceCommands.Restart(product, service), null);
        if (service.Recovery.Actions.Count > 0)
        {
            yield return ("Recovery", MsiServiceCommands.Recovery(product, service), null);
            yield return ("OnError", MsiServiceCommands.Sc(product, "failureflag", service, "1"), null);
        }

        yield return ("Sid", MsiServiceCommands.Sc(product, "sidtype", service, "unrestricted"), null);
        if (service.Privileges is { } privileges)
        {
            yield return ("Privileges", MsiServiceCommands.Sc(product, "privs", service, string.Join('/', privileges)), null);
        }

        if (service.IsDelayed)
        {
            yield return ("Delayed", MsiServiceCommands.Sc(product, "config", service, "start= delayed-auto"), isAutomatic);
        }
    }
}
