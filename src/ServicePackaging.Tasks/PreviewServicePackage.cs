using System.Globalization;
using System.Text;
using Microsoft.Build.Framework;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.Planning;

namespace ServicePackaging.Tasks;

/// <summary>Prints what the packages would hold, and writes nothing.</summary>
public sealed class PreviewServicePackage : ServicePackageTask
{
    // The terminal logger, which is what people at a terminal have, hides every message of a task. Its own lines of progress are drawn over
    // the lines above the cursor: these are left to it.
    private const string RoomForProgress = "\n\n\n";

    /// <inheritdoc/>
    private protected override void Execute(PackagingInput input, DiagnosticBag findings)
    {
        var plans = new Packager(input, findings).PlanAll();
        if (!Report(findings))
        {
            return;
        }

        var text = string.Join('\n', plans.Select(Render));
        if (Console.IsOutputRedirected)
        {
            Log.LogMessage(MessageImportance.High, "{0}", text);
        }
        else
        {
            Console.Out.Write("\n" + text + RoomForProgress);
        }
    }

    private static string Render(PackagePlan plan)
    {
        var text = new StringBuilder().Append(plan.FileName).Append('\n');
        foreach (var line in plan.Listing)
        {
            text.Append("  ").Append(line).Append('\n');
        }

        foreach (var (name, content) in plan.Texts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n==> {name} <==\n{content.TrimEnd('\n')}\n");
        }

        return text.ToString();
    }
}
