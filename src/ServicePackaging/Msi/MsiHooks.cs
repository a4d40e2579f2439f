using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;

namespace ServicePackaging.Msi;

/// <summary>The developer's own scripts: installed files that actions run as SYSTEM.</summary>
internal static class MsiHooks
{
    private const string Folder = "hooks";

    // Before StopServices, while the service still runs; and after everything is in place, before StartServices.
    private const int BeforeStop = 1850;
    private const int BeforeStart = 5700;

    // A script that fails ends an installation, and never a removal.
    private static readonly Dictionary<ScriptStage, (int Type, string Condition, int Sequence)> Stages = new()
    {
        [ScriptStage.AfterInstall] = (MsiAction.Run, $"NOT Installed AND NOT {MsiNames.OlderVersion}", BeforeStart),
        [ScriptStage.AfterUpgrade] = (MsiAction.Run, $"NOT Installed AND {MsiNames.OlderVersion}", BeforeStart),
        [ScriptStage.BeforeRemove] = (MsiAction.TryRun, MsiAction.IsRemoval, BeforeStop),
    };

    /// <summary>Adds scripts and actions.</summary>
    public static void Add(ServiceDefinition definition, MsiProduct product, MsiContent content, DiagnosticBag diagnostics)
    {
        // Counted up from each stage's place, without gaps.
        var next = Stages.Values.Select(stage => stage.Sequence).Distinct().ToDictionary(sequence => sequence);
        for (var i = 0; i < definition.Hooks.Count; i++)
        {
            var hook = definition.Hooks[i];
            if (!Stages.TryGetValue(hook.Stage, out var stage))
            {
                diagnostics.Report(PackageDiagnostics.HookStage, $"ServicePackageScript '{hook.Name}'", hook.Stage, string.Join(", ", Stages.Keys));
                continue;
            }

            var path = $@"{definition.Layout.Install}\{Folder}\{hook.Stage}-{(i + 1).ToString(CultureInfo.InvariantCulture)}{Path.GetExtension(hook.Name)}";
            if (content.AddFile(path, ContentOf(hook), isConfiguration: false) is { } file)
            {
                content.Actions.Add(new($"Run{hook.Stage}{i + 1}", stage.Type, product.SystemFolder, CommandLine(product, file), stage.Condition, next[stage.Sequence]++));
            }
        }
    }

    // Windows' own interpreters want their own line ends, and PowerShell 5 takes a file without a mark for one of the machine's code page; cmd takes
    // the mark for a command.
    private static FileContent ContentOf(ScriptHook hook)
    {
        var text = hook.Text.Replace("\n", "\r\n", StringComparison.Ordinal);
        return FileContent.FromText(IsPowerShell(hook.Name) ? "\uFEFF" + text : text);
    }

    private static bool IsPowerShell(string name) => name.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);

    private static string CommandLine(MsiProduct product, MsiPlannedFile file) => IsPowerShell(file.Path)
        ? $@"""[{product.SystemFolder}]WindowsPowerShell\v1.0\powershell.exe"" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File ""[#{file.Key}]"""
        // cmd takes the outer quotes away.
        : $@"""[{product.SystemFolder}]cmd.exe"" /d /c """"[#{file.Key}]""""";
}
