using System.Globalization;
using ServicePackaging.Model;

namespace ServicePackaging.Msi;

/// <summary>The ports on which the firewall lets the program be reached. Windows Installer has no table for them; netsh.exe is part of
/// every Windows.</summary>
internal static class MsiFirewall
{
    /// <summary>Returns the actions of each rule. A repair does not touch rules: they are the administrator's once they exist.</summary>
    public static MsiFragment Create(ServiceDefinition definition, MsiProduct product, MsiPlannedFile program) =>
        new()
        {
            Actions =
            [
                .. definition.FirewallRules.Index().SelectMany(rule => ActionsOf(rule.Item, rule.Index + 1, definition, product, program)),
            ],
        };

    private static IEnumerable<MsiAction> ActionsOf(
        FirewallRule rule, int index, ServiceDefinition definition, MsiProduct product, MsiPlannedFile program)
    {
        var protocol = rule.Protocol.ToString().ToUpperInvariant();
        var number = index.ToString(CultureInfo.InvariantCulture);
        var name = MsiText.Escape($"{definition.DisplayName} ({protocol} {rule.Port})").Replace("\"", "", StringComparison.Ordinal);
        var netsh = $"\"[{product.SystemFolder}]netsh.exe\" advfirewall firewall";
        var delete = $"{netsh} delete rule name=\"{name}\"";
        var add = $"{netsh} add rule name=\"{name}\" dir=in action=allow "
            + $"program=\"[#{program.Key}]\" protocol={protocol} localport={rule.Port}"
            + (rule.Profiles is { } profiles ? $" profile={profiles}" : "")
            + (rule.RemoteAddresses is { } addresses ? $" remoteip={addresses}" : "");
        var directory = product.SystemFolder;
        // A removal deletes the rule also for a new version, which may not have that port. An installation deletes a rule of that name that
        // something else left. A rollback runs what precedes an action after it has been undone.
        var beforeStop = MsiRelation.Before(StandardAction.StopServices);
        var beforeStart = MsiRelation.Before(StandardAction.InstallServices);
        yield return new($"RestoreFirewallRule{number}", MsiAction.TryRunAtRollback, directory, add, MsiAction.IsAnyRemoval, beforeStop);
        yield return new(
            $"RemoveFirewallRule{number}", MsiAction.TryRun, directory, delete, $"NOT Installed OR {MsiAction.IsAnyRemoval}", beforeStop);
        yield return new($"RollBackFirewallRule{number}", MsiAction.TryRunAtRollback, directory, delete, "NOT Installed", beforeStart);
        yield return new($"AddFirewallRule{number}", MsiAction.TryRun, directory, add, "NOT Installed", beforeStart);
    }
}
