using ServicePackaging.Msi;

namespace ServicePackaging.Tests.Msi;

/// <summary>How custom actions get their numbers.</summary>
public sealed class MsiScheduleTests
{
    private static readonly IReadOnlyList<int> Standard = [.. MsiSequences.Execution.Select(action => (int)action).Order()];

    [Fact]
    public void A_range_begins_between_its_action_and_the_next_one() => Assert.All(MsiSchedule.FirstNumbers, row => Assert.Equal(
        (int)row.Key.Anchor, row.Key.IsAfter ? Standard.Last(number => number < row.Value) : Standard.First(number => number > row.Value)));

    [Fact]
    public void Actions_with_one_relation_are_counted_up_in_the_order_of_their_declaration()
    {
        var (removal, start) = (MsiRelation.After(StandardAction.RemoveFolders), MsiRelation.Before(StandardAction.InstallServices));

        Assert.Equal(
            ["B 3610", "Z 5750", "A 3611", "Y 5751"],
            Numbers(Run("B", removal), Run("Z", start), Run("A", removal), Run("Y", start)));
    }

    [Fact]
    public void Two_ranges_of_one_gap_do_not_meet_before_the_first_is_full()
    {
        var first = Enumerable.Range(0, 19).Select(number => Run($"Hook{number}", MsiRelation.After(StandardAction.UnpublishFeatures)));
        var rule = Run("Rule", MsiRelation.Before(StandardAction.StopServices));
        var oneMore = Run("Hook19", MsiRelation.After(StandardAction.UnpublishFeatures));

        Assert.Equal("Rule 1820", Numbers([.. first, rule])[^1]);
        var exception = Assert.Throws<ArgumentException>(() => Numbers([.. first, rule, oneMore]));
        Assert.StartsWith("InstallExecuteSequence has one number for Hook19 and Rule: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_is_set_in_both_sequences_and_a_command_runs_in_one()
    {
        var property = new MsiAction("Set", MsiAction.SetProperty, "X", "1", "Y", MsiRelation.After(StandardAction.CostFinalize));

        Assert.Equal(
            ["InstallExecuteSequence\tSet\tY\t1010", "InstallUISequence\tSet\tY\t1010", "InstallExecuteSequence\tRun\t\t5860"],
            MsiSchedule.Rows([property, Run("Run", MsiRelation.After(StandardAction.MsiConfigureServices))]).Select(row => row.ToString()));
    }

    private static MsiAction Run(string name, MsiRelation when) => new(name, MsiAction.Run, "Folder", "command", Condition: null, when);

    private static IReadOnlyList<string> Numbers(params MsiAction[] actions) =>
        [.. MsiSchedule.Rows(actions).Select(row => $"{row.Key} {row["Sequence"]}")];
}
