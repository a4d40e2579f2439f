using Microsoft.Build.Utilities;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Tasks;

/// <summary>Findings as MSBuild's errors and warnings, with their codes and a link to their help.</summary>
internal static class DiagnosticLog
{
    private const string HelpPage = "docs/reference/diagnostics.md";

    public static void Report(TaskLoggingHelper log, string projectFile, Diagnostic diagnostic)
    {
        var descriptor = diagnostic.Descriptor;
        var help = FindHelp(descriptor.Code);
        if (descriptor.Severity == DiagnosticSeverity.Error)
        {
            log.LogError("packaging", descriptor.Code, descriptor.Code, help, projectFile, 0, 0, 0, 0, "{0}", diagnostic.Message);
        }
        else
        {
            log.LogWarning("packaging", descriptor.Code, descriptor.Code, help, projectFile, 0, 0, 0, 0, "{0}", diagnostic.Message);
        }
    }

    // The page is in the SDK package, two directories above tools/<framework>/.
    private static string? FindHelp(string code)
    {
        var page = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(DiagnosticLog).Assembly.Location)!, "..", "..", HelpPage));
        return File.Exists(page) ? $"{new Uri(page).AbsoluteUri}#{code.ToLowerInvariant()}" : null;
    }
}
