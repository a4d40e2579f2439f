using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Templates;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Rpm;

/// <summary>The scriptlets, in one form for every distribution: systemd's helper for packages where there is one, systemctl elsewhere.</summary>
internal static class RpmScriptlets
{
    private const string UpdateHelper = "/usr/lib/systemd/systemd-update-helper";

    private static readonly (RpmScriptletKind Kind, string Key)[] Scriptlets =
    [
        (RpmScriptletKind.PreInstall, GeneratedTexts.RpmPre),
        (RpmScriptletKind.PostInstall, GeneratedTexts.RpmPost),
        (RpmScriptletKind.PreUninstall, GeneratedTexts.RpmPreun),
        (RpmScriptletKind.PostUninstall, GeneratedTexts.RpmPostun),
        (RpmScriptletKind.PostTransaction, GeneratedTexts.RpmPosttrans),
    ];

    public static Dictionary<RpmScriptletKind, RpmScriptlet> Create(ServiceDefinition definition, LinuxContent content, DiagnosticBag diagnostics)
    {
        foreach (var hook in definition.HooksAt(ScriptStage.Purge))
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, ServiceItems.Script, hook.Name, "rpm",
                "Packages are not purged there, and a hook of the stage Purge never runs. Set Formats=\"deb\".");
        }

        var model = CreateModel(definition, content);
        return Scriptlets
            .Where(row => row.Kind != RpmScriptletKind.PostTransaction || definition.Scope == ServiceScope.System)
            .Select(row => (row.Kind, Text: TemplateRenderer.Render(definition, row.Key, model).Trim('\n')))
            .Where(row => row.Text != "exit 0")
            .ToDictionary(row => row.Kind, row => new RpmScriptlet(row.Text + "\n"));
    }

    private static object CreateModel(ServiceDefinition definition, LinuxContent content)
    {
        var (user, group) = definition.Account;
        var isUser = definition.Scope == ServiceScope.User;
        var automatic = definition.IsEnabledAtInstallation;
        return new
        {
            account = content.SysusersFile is not null,
            user = definition.Account.IsRoot ? null : user,
            group,
            home = ShellSyntax.Quote(definition.Layout.State),
            comment = ShellSyntax.Quote(definition.DisplayName.Replace(':', ' ')),
            helper = UpdateHelper,
            manager = isUser ? "user" : "system",
            global = isUser ? " --global" : "",

            // Users' managers are many, and not root's to talk to.
            managed = !isUser,
            automatic,
            stopBefore = definition.UpgradeMode == ServiceUpgradeMode.StopBefore,
            noteFile = ShellSyntax.Quote($"/run/{definition.Package.Name}.upgrade"),
            units = ShellSyntax.Quote(content.Units.Units),
            unitList = content.Units.Units.Select(ShellSyntax.Quote).ToList(),
            stoppedUnits = ShellSyntax.Quote(content.Units.StoppedUnits),
            stoppedUnitList = content.Units.StoppedUnits.Select(ShellSyntax.Quote).ToList(),
            notedUnitList = NotedUnits(definition, content).Select(ShellSyntax.Quote).ToList(),
            tmpfiles = content.TmpfilesFile,
            data = isUser ? null : DataOwners.CreateModel(definition, root: "", rootOption: ""),
            keptFiles = isUser ? [] : DataOwners.OwnedFiles(content).Where(file => file.IsConfiguration).Select(DataOwners.Describe).ToList(),
            beforeInstall = definition.HooksAt(ScriptStage.BeforeInstall),
            afterInstall = definition.HooksAt(ScriptStage.AfterInstall),
            afterUpgrade = definition.HooksAt(ScriptStage.AfterUpgrade),
            beforeRemove = definition.HooksAt(ScriptStage.BeforeRemove),
            afterRemove = definition.HooksAt(ScriptStage.AfterRemove),
        };
    }

    // What its timer started is not started again: the timer is, and a run may take hours.
    private static IReadOnlyList<string> NotedUnits(ServiceDefinition definition, LinuxContent content) =>
        definition.Timers.Count > 0 ? content.Units.Units : content.Units.StoppedUnits;
}
