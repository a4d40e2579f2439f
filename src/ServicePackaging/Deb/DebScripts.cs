using ServicePackaging.Formats.Deb;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.Deb;

/// <summary>The maintainer scripts: what debhelper 13.24 generates for the same service, and the developer's hooks.</summary>
internal static class DebScripts
{
    private static readonly (MaintainerScript Script, string Key)[] Scripts =
    [
        (MaintainerScript.Preinst, DebTemplates.Preinst),
        (MaintainerScript.Postinst, DebTemplates.Postinst),
        (MaintainerScript.Prerm, DebTemplates.Prerm),
        (MaintainerScript.Postrm, DebTemplates.Postrm),
    ];

    public static Dictionary<MaintainerScript, string> Create(ServiceDefinition definition, LinuxContent content)
    {
        var model = CreateModel(definition, content);
        return Scripts
            .Select(row => (row.Script, Text: TemplateRenderer.Render(definition, row.Key, model)))
            .Where(row => !IsEmpty(row.Text))
            .ToDictionary(row => row.Script, row => row.Text);
    }

    private static DebScriptModel CreateModel(ServiceDefinition definition, LinuxContent content)
    {
        var isUser = definition.Scope == ServiceScope.User;
        return new DebScriptModel(definition, content)
        {
            User = isUser,
            Manager = isUser ? " --user" : "",

            // A service that is not enabled runs because somebody started it. Stopping it before the upgrade would leave it stopped.
            StopBefore = definition is { IsEnabledAtInstallation: true, UpgradeMode: ServiceUpgradeMode.StopBefore } && !isUser,
            Sysusers = content.SysusersFile,
        };
    }

    // lintian: maintainer-script-empty.
    private static bool IsEmpty(string script) =>
        script.Split('\n').All(line => line.Length == 0 || line.StartsWith('#') || line == "set -e");
}
