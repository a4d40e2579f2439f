using System.Text;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests;

/// <summary>The page of what each level of the sandbox refuses, generated from the table that a test tries in a booted system.</summary>
internal static class SandboxPage
{
    public static string Render()
    {
        var text = new StringBuilder(
            """
            <!-- Generated from tests/Shared/SandboxTable.cs by the tests; edit that. -->
            # What the sandbox refuses
            A .NET service that does all of this is installed with each level of `ServiceHardening` on a booted Debian 12 (systemd 252) and
            Debian 13 (systemd 257), and in a virtual machine with control groups of version 2. A test compares what the service was refused
            with this table, and applies each directive of the last column to prove that it lifts the rule.
            [The sandbox](../guides/sandbox.md) explains how to write the directives into the project.


            """);
        text.Append("| Level | Exposure, by `systemd-analyze security` |\n|---|---|\n");
        foreach (var level in SandboxTable.Levels)
        {
            text.Append($"| `{level}` | {SandboxTable.Exposure[level]} |\n");
        }

        text.Append("\n## Refused\n\n| The service wants to | ").AppendJoin(" | ", SandboxTable.Levels.Select(level => $"`{level}`"))
            .Append(" | To lift it |\n|---|---|---|---|---|\n");
        foreach (var row in SandboxTable.Rows.Where(IsRefused))
        {
            text.Append($"| {row.What} | ").AppendJoin(" | ", SandboxTable.Levels.Select(level => Cell(row.At(level))))
                .Append($" | {Advice(row.Lift)} |\n");
        }

        text.Append(
            """

            Where several directives are named, all of them are necessary. `AmbientCapabilities` also sets the bounding set and leaves out
            `PrivateUsers`, and `DeviceAllow` leaves out `PrivateDevices`. What is refused at `None` is refused by the kernel to every
            account but root.

            ## Works at every level


            """);
        foreach (var row in SandboxTable.Rows.Where(row => !IsRefused(row)))
        {
            text.Append($"- {row.What}\n");
        }

        return text.Append(
            """

            With `Strict`, a Native AOT program and one that is not .NET cannot make memory executable (`MemoryDenyWriteExecute`); a program
            that is compiled while it runs can.

            """).ToString();
    }

    private static bool IsRefused(SandboxRow row) => SandboxTable.Levels.Any(level => row.At(level) is not null);

    // Where the words of the system are not the point, the table has those of the check.
    private static string Cell(string? refusal) => refusal switch
    {
        null => "works",
        "instead of 0" => "refused",
        "nobody instead of ann" => "sees `nobody`",
        _ => refusal,
    };

    private static string Advice(SandboxLift lift) =>
        lift.Advice ?? string.Join(", ", lift.Directives.Select(directive => $"`{directive.Name}` `{Placeholder(directive.Value)}`"));

    // The places of the test, as the reader would have them.
    private static string Placeholder(string value) =>
        value.Replace("/dev/probe", "/dev/ttyS0", StringComparison.Ordinal).Replace("/srv/probe", "/srv/data", StringComparison.Ordinal);
}
