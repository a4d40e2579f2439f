using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>Restores a service when an upgrade fails. The rollback of DeleteServices creates it again from the parameters of
/// CreateService, and the rollback of StopServices starts it: without its SID, recovery actions, privileges and delay.</summary>
internal static class MsiServiceRollback
{
    /// <summary>Returns the actions of one service.</summary>
    /// <param name="product">The product.</param>
    /// <param name="service">The service.</param>
    /// <param name="number">The service's number in the package; empty for the first.</param>
    public static IEnumerable<MsiAction> Actions(MsiProduct product, ServiceRegistration service, string number) =>
        from row in Commands(product, service, number)
        let condition = row.Condition is null ? MsiAction.IsReplacement : $"{MsiAction.IsReplacement} AND {row.Condition}"
        select new MsiAction(
            $"RollBack{row.What}{number}", MsiAction.TryRunAtRollback, product.SystemFolder, row.Command, condition,
            // RemoveExistingProducts has to be the first of all changes (ICE63). StopServices and DeleteServices follow, and so are rolled
            // back before.
            MsiRelation.After(StandardAction.ProcessComponents));

    // A rollback runs them from the last to the first: the settings, then a restart, because a process gets its SID when it starts.
    private static IEnumerable<(string What, string Command, string? Condition)> Commands(
        MsiProduct product, ServiceRegistration service, string number)
    {
        var isAutomatic = $"{MsiNames.PreviousStart(number)}=\"#{(int)ServiceStart.Automatic}\"";
        if (service.Start == ServiceStart.Automatic)
        {
            // Without its SID the service may have had no access to its files, and ended before the restart.
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
