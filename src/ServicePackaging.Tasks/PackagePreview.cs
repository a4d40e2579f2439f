using System.Globalization;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ServicePackaging.Planning;

namespace ServicePackaging.Tasks;

/// <summary>What packages would contain, as text.</summary>
internal static class PackagePreview
{
    // The terminal logger, which is what people at a terminal have, hides every message of a task. Its own lines of progress are drawn over
    // the lines above the cursor: these are left to it.
    private const string RoomForProgress = "\n\n\n";

    /// <summary>Prints the plans.</summary>
    public static void Print(IEnumerable<PackagePlan> plans, TaskLoggingHelper log)
    {
        var text = string.Join('\n', plans.Select(Render));
        if (Console.IsOutputRedirected)
        {
            log.LogMessage(MessageImportance.High, "{0}", text);
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
