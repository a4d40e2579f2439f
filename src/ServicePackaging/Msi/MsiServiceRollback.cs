using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>Restores a service when an upgrade or a removal fails. The rollback of DeleteServices creates it again from the parameters of
/// CreateService: without its SID, recovery actions, privileges and delay, and so without access to its own files.</summary>
internal static class MsiServiceRollback
{
    /// <summary>Returns the actions of one service.</summary>
    /// <param name="product">The product.</param>
    /// <param name="service">The service.</param>
    /// <param name="number">The service's number in the package; empty for the first.</param>
    /// <param name="running">The registry key in which the removal notes a service that it stopped.</param>
    public static IEnumerable<MsiAction> Actions(MsiProduct product, ServiceRegistration service, string number, string running) =>
    [
        .. from row in Commands(product, service, number, running)
           let condition = row.Condition is null ? MsiAction.IsAnyRemoval : $"{MsiAction.IsAnyRemoval} AND {row.Condition}"
           select new MsiAction(
               $"RollBack{row.What}{number}", MsiAction.TryRunAtRollback, product.SystemFolder, row.Command, condition,
               // RemoveExistingProducts has to be the first of all changes (ICE63). StopServices and DeleteServices follow, and so are
               // rolled back before.
               MsiRelation.After(StandardAction.ProcessComponents)),

        // Windows Installer itself waits for at most 30 seconds (Microsoft, "ServiceControl Table", Wait), and its rollback would start the
        // service before the service has its SID.
        new(
            "WaitForStop" + number, MsiAction.TryRun, product.SystemFolder, MsiServiceCommands.StopAndNote(product, service, running),
            MsiAction.IsAnyRemoval, MsiRelation.Before(StandardAction.StopServices)),
    ];

    // A rollback runs them from the last to the first: the settings, and then the start.
    private static IEnumerable<(string What, string Command, string? Condition)> Commands(
        MsiProduct product, ServiceRegistration service, string number, string running)
    {
        yield return ("Start", MsiServiceCommands.StartAgain(product, service, running), null);
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
            var isAutomatic = $"{MsiNames.PreviousStart(number)}=\"#{(int)ServiceStart.Automatic}\"";
            yield return ("Delayed", MsiServiceCommands.Sc(product, "config", service, "start= delayed-auto"), isAutomatic);
        }
    }
}
