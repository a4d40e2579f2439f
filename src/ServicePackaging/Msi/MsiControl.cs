using ServicePackaging.Control;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>The management command on Windows: a script in a directory of its own, which is on everybody's search path.</summary>
internal static class MsiControl
{
    private const string Folder = "bin";

    // Microsoft, "Environment Table": set at installation, taken away at removal, of the machine.
    private const string MachinePath = "=-*PATH";

    /// <summary>Adds the script and its directory.</summary>
    public static void Add(ServiceDefinition definition, IReadOnlyList<ServiceRegistration> services, MsiContent content)
    {
        if (definition.ControlCommand is not { } command || definition.Scope == ServiceScope.User)
        {
            return;
        }

        var controlled = ControlCommand.Services(definition, instance => services.Single(service => service.Instance == instance).Name);
        var text = ControlCommand.Create(definition, GeneratedTexts.WindowsControl, controlled, Quote, new { source = definition.Process.LogIdentifier });
        var path = $@"{definition.Layout.Install}\{Folder}\{command}.cmd";
        if (content.AddFile(path, FileContent.FromText(text.ReplaceLineEndings("\r\n")), isConfiguration: false) is { } file)
        {
            content.Rows.Add(MsiTables.Environment.Row("SearchPath", MachinePath, $"[~];[{MsiNames.InstallFolder}]{Folder}", file.Component));
        }
    }

    // What stands between percent signs, cmd would replace.
    private static string Quote(string word) => $"\"{word.Replace("%", "%%", StringComparison.Ordinal)}\"";
}
