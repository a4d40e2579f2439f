using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi;

/// <summary>The developer's scripts: installed files that actions run as SYSTEM.</summary>
internal static class MsiHooks
{
    private const string Folder = "hooks";

    // An installation in a directory with a percent sign is refused, but a removal may name another directory.
    private const string IsSafeRemoval = $"{MsiAction.IsRemoval} AND NOT {MsiNames.HasPercentSign}";

    // A script that fails ends an installation, but never a removal.
    private static readonly Dictionary<ScriptStage, (MsiActionTypes Type, string Condition, MsiRelation When)> Stages = new()
    {
        // Everything is in place, and the service does not run yet.
        [ScriptStage.AfterInstall] =
            (MsiAction.Run, $"NOT Installed AND NOT {MsiNames.OlderVersion}", MsiRelation.After(StandardAction.WriteEnvironmentStrings)),
        [ScriptStage.AfterUpgrade] =
            (MsiAction.Run, $"NOT Installed AND {MsiNames.OlderVersion}", MsiRelation.After(StandardAction.WriteEnvironmentStrings)),
        // The service still runs: the next action that changes the machine is StopServices.
        [ScriptStage.BeforeRemove] = (MsiAction.TryRun, IsSafeRemoval, MsiRelation.After(StandardAction.UnpublishFeatures)),
    };

    /// <summary>Returns the scripts and the actions that run them. A stage that Windows Installer does not have is reported.</summary>
    public static MsiFragment Create(ServiceDefinition definition, MsiProduct product, DiagnosticBag diagnostics)
    {
        var files = new List<MsiItem>();
        var actions = new List<MsiAction>();
        foreach (var (i, hook) in definition.Hooks.Index())
        {
            if (!Stages.TryGetValue(hook.Stage, out var stage))
            {
                diagnostics.Report(
                    PackageDiagnostics.HookStage, $"ServicePackageScript '{hook.Name}'", hook.Stage, string.Join(", ", Stages.Keys));
                continue;
            }

            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var name = $"{hook.Stage}-{number}{Path.GetExtension(hook.Name)}";
            var file = new MsiPlannedFile($@"{definition.Layout.Install}\{Folder}\{name}", ContentOf(hook));
            files.Add(file);
            actions.Add(new(
                $"Run{hook.Stage}{number}", stage.Type, product.SystemFolder, CommandLine(product, file), stage.Condition, stage.When));
        }

        return new MsiFragment { Items = files, Actions = actions };
    }

    // Windows' interpreters need its line ends. PowerShell 5 reads a file without a byte order mark in the machine's code page; cmd treats
    // the mark as part of the first command.
    private static FileContent ContentOf(ScriptHook hook)
    {
        var text = hook.Text.Replace("\n", "\r\n", StringComparison.Ordinal);
        return FileContent.FromText(IsPowerShell(hook.Name) ? "\uFEFF" + text : text);
    }

    private static bool IsPowerShell(string name) => name.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);

    private static string CommandLine(MsiProduct product, MsiPlannedFile file) => IsPowerShell(file.Path)
        ? $@"""[{product.SystemFolder}]WindowsPowerShell\v1.0\powershell.exe"" -NoProfile -NonInteractive -ExecutionPolicy Bypass "
            + $@"-File ""[#{file.Key}]"""
        // cmd removes the outer quotes.
        : MsiAction.Cmd(product, $@"""""[#{file.Key}]""""");
}
