using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Templates;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Rpm;

/// <summary>The scriptlets, in one form for every distribution:
/// with systemd's helper for packages, or systemctl if it is missing.</summary>
internal static class RpmScriptlets
{
    private const string UpdateHelper = "/usr/lib/systemd/systemd-update-helper";

    private static readonly (RpmScriptletKind Kind, string Key)[] Scriptlets =
    [
        (RpmScriptletKind.PreTransaction, RpmTemplates.Pretrans),
        (RpmScriptletKind.PreInstall, RpmTemplates.Pre),
        (RpmScriptletKind.PostInstall, RpmTemplates.Post),
        (RpmScriptletKind.PreUninstall, RpmTemplates.Preun),
        (RpmScriptletKind.PostUninstall, RpmTemplates.Postun),
        (RpmScriptletKind.PostTransaction, RpmTemplates.Posttrans),
    ];

    /// <summary>Returns the scriptlets, and what runs when a transaction installs a .NET runtime, or null.</summary>
    public static (Dictionary<RpmScriptletKind, RpmScriptlet> Scriptlets, RpmFileTrigger? FileTrigger) Create(
        ServiceDefinition definition, LinuxContent content, DiagnosticBag diagnostics)
    {
        foreach (var hook in definition.HooksAt(ScriptStage.Purge))
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.PurgeStage, ServiceItems.Script, hook.Name);
        }

        var model = CreateModel(definition, content);
        var scriptlets = Scriptlets
            .Where(row => row.Kind != RpmScriptletKind.PostTransaction || definition.Scope == ServiceScope.System)
            .Select(row => (row.Kind, Text: Render(row.Key)))
            .Where(row => row.Text != "exit 0\n")
            .ToDictionary(row => row.Kind, row => new RpmScriptlet(row.Text)
            {
                // The shell may not exist before the first transaction of a system (Fedora's packaging guidelines, "Scriptlets").
                Interpreter = row.Kind == RpmScriptletKind.PreTransaction ? ["<lua>"] : ["/bin/sh"],
            });
        var isTriggered = RuntimeUpgrade.RestartsFor(definition);
        return (scriptlets, isTriggered ? new RpmFileTrigger(Render(RpmTemplates.Runtime), RuntimeUpgrade.Directories) : null);

        string Render(string key) => TemplateRenderer.Render(definition, key, model).Trim('\n') + "\n";
    }

    private static RpmScriptletModel CreateModel(ServiceDefinition definition, LinuxContent content)
    {
        var (user, group) = definition.Account;
        var isUser = definition.Scope == ServiceScope.User;
        return new RpmScriptletModel(definition, content)
        {
            Account = content.SysusersFile is not null,
            User = definition.Account.IsRoot ? null : user,
            Group = group,
            Home = ShellSyntax.Quote(SysusersText.HomeOf(definition)),
            Comment = ShellSyntax.Quote(SysusersText.CommentOf(definition).Replace(':', ' ')),
            Helper = UpdateHelper,
            Global = isUser ? " --global" : "",

            // There can be many managers of users, and root does not control them.
            Managed = !isUser,
            StopBefore = definition.UpgradeMode == ServiceUpgradeMode.StopBefore,
            NoteFile = ShellSyntax.Quote($"/run/{definition.Package.Name}.upgrade"),
            FormerFile = ShellSyntax.Quote($"/run/{definition.Package.Name}.former"),
            NotedUnits = ShellSyntax.Quote(NotedUnits(definition, content)),
            KeptFiles = isUser ? [] : [.. DataOwners.OwnedFiles(content).Where(file => file.IsConfiguration).Select(DataOwners.Describe)],
        };
    }

    // A service that its timer started is not started again. Only the timer is, because a run may take hours.
    private static IReadOnlyList<string> NotedUnits(ServiceDefinition definition, LinuxContent content) =>
        definition.Timers.Count > 0 ? content.Units.Units : content.Units.StoppedUnits;
}
