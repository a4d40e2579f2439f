using System.Globalization;
using ServicePackaging.Model;

namespace ServicePackaging.Msi;

/// <summary>The ports on which the firewall lets the program be reached. Windows Installer has no table for them; netsh.exe is part of
/// every Windows.</summary>
internal static class MsiFirewall
{
    /// <summary>Returns the actions of each rule: an older rule of its name is removed first, so that a repair does not add a second one.
    /// </summary>
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
            + $"program=\"[#{program.Key}]\" protocol={protocol} localport={rule.Port}";
        var directory = product.SystemFolder;
        // The rule exists before the service starts. What removes it at a rollback precedes what adds it.
        var beforeStart = MsiRelation.Before(StandardAction.InstallServices);
        yield return new(
            $"RemoveFirewallRule{number}", MsiAction.TryRun, directory, delete, "NOT UPGRADINGPRODUCTCODE",
            MsiRelation.Before(StandardAction.StopServices));
        yield return new($"RollBackFirewallRule{number}", MsiAction.TryRunAtRollback, directory, delete, "NOT Installed", beforeStart);
        yield return new($"AddFirewallRule{number}", MsiAction.TryRun, directory, add, $"${MsiNames.ProgramComponent}=3", beforeStart);
    }
}
