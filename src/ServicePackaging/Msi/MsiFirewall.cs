using System.Globalization;
using ServicePackaging.Model;

namespace ServicePackaging.Msi;

/// <summary>The ports that the firewall lets through to the program. Windows Installer has no table for them; netsh.exe is part of every Windows.</summary>
internal static class MsiFirewall
{
    // Before StopServices and before StartServices.
    private const int RemoveSequence = 1870;
    private const int RollbackSequence = 5750;

    /// <summary>Adds the actions of each rule: an older one of its name is removed first, so that a repair makes no second.</summary>
    public static void Add(ServiceDefinition definition, MsiProduct product, MsiPlannedFile program, MsiContent content)
    {
        for (var i = 0; i < definition.FirewallRules.Count; i++)
        {
            var rule = definition.FirewallRules[i];
            var protocol = rule.Protocol.ToString().ToUpperInvariant();
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var name = MsiText.Escape($"{definition.DisplayName} ({protocol} {rule.Port})").Replace("\"", "", StringComparison.Ordinal);
            var netsh = $"\"[{product.SystemFolder}]netsh.exe\" advfirewall firewall";
            var delete = $"{netsh} delete rule name=\"{name}\"";
            var add = $"{netsh} add rule name=\"{name}\" dir=in action=allow program=\"[#{program.Key}]\" protocol={protocol} localport={rule.Port}";
            content.Actions.AddRange(
            [
                new($"RemoveFirewallRule{number}", MsiAction.TryRun, product.SystemFolder, delete, "NOT UPGRADINGPRODUCTCODE", RemoveSequence + i),
                new($"RollBackFirewallRule{number}", MsiAction.TryRunAtRollback, product.SystemFolder, delete, "NOT Installed", RollbackSequence + (2 * i)),
                new($"AddFirewallRule{number}", MsiAction.TryRun, product.SystemFolder, add, $"${MsiPayload.ProgramComponent}=3", RollbackSequence + (2 * i) + 1),
            ]);
        }
    }
}
