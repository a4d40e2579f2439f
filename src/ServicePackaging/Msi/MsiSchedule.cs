using ServicePackaging.Formats.Msi.Tables;
using static ServicePackaging.Msi.MsiRelation;
using static ServicePackaging.Msi.StandardAction;

namespace ServicePackaging.Msi;

/// <summary>Gives the custom actions their numbers in the sequences. Actions with the same relation are counted up from the first number of
/// the relation, in the order of their declaration.</summary>
internal static class MsiSchedule
{
    /// <summary>The first number for each relation. Between two actions of Windows Installer, the range before the second one starts
    /// after the range that follows the first one.</summary>
    public static IReadOnlyDictionary<MsiRelation, int> FirstNumbers { get; } = new Dictionary<MsiRelation, int>
    {
        [After(AppSearch)] = 60,
        [After(LaunchConditions)] = 120,
        [Before(ValidateProductID)] = 130,
        [After(CostFinalize)] = 1010,
        [After(ProcessComponents)] = 1601,
        [After(UnpublishFeatures)] = 1801,
        [Before(StopServices)] = 1820,
        [Before(RemoveFiles)] = 3401,
        [After(RemoveFolders)] = 3610,
        [Before(CreateFolders)] = 3697,
        [After(CreateFolders)] = 3710,
        [After(InstallFiles)] = 4010,
        [After(WriteEnvironmentStrings)] = 5700,
        [Before(InstallServices)] = 5750,
        [After(MsiConfigureServices)] = 5860,
    };

    /// <summary>The rows that say when the actions run.</summary>
    /// <exception cref="ArgumentException">A range is full: its last action meets the action that follows the range.</exception>
    public static IReadOnlyList<MsiRow> Rows(IEnumerable<MsiAction> actions)
    {
        var taken = MsiSequences.Execution.ToDictionary(action => (int)action, action => action.ToString());
        var next = FirstNumbers.ToDictionary();
        var rows = new List<MsiRow>();
        foreach (var action in actions)
        {
            var number = next[action.When]++;
            if (!taken.TryAdd(number, action.Name))
            {
                throw new ArgumentException(
                    $"InstallExecuteSequence has one number for {action.Name} and {taken[number]}: "
                    + "there are more service instances, hooks, firewall rules or configuration files than fit.");
            }

            rows.AddRange(action.Sequences.Select(sequence => sequence.Row(action.Name, action.Condition, number)));
        }

        return rows;
    }
}
