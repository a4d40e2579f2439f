using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ServicePackaging.Tasks;

/// <summary>Prints texts of several lines for the person at the terminal.</summary>
internal static class Terminal
{
    // The terminal logger, which is the default at a terminal, hides every message of a task. It draws its own progress over the lines
    // above the cursor, so these lines are left empty for it.
    private const string RoomForProgress = "\n\n\n";

    /// <summary>Prints a text.</summary>
    public static void Print(string text, TaskLoggingHelper log)
    {
        if (Console.IsOutputRedirected)
        {
            log.LogMessage(MessageImportance.High, "{0}", text);
        }
        else
        {
            Console.Out.Write("\n" + text + RoomForProgress);
        }
    }
}
