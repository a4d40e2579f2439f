using ServicePackaging.Control;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Templates;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>The management command on Windows: a script in a directory of its own, which is on everybody's search path.</summary>
internal static class MsiControl
{
    private const string Folder = "bin";

    private const int LongestWait = 3600;
    private const int LongestHint = 30;

    /// <summary>Adds the script and its directory.</summary>
    public static void Add(ServiceDefinition definition, IReadOnlyList<ServiceRegistration> services, MsiContent content, DiagnosticBag diagnostics)
    {
        if (definition.ControlCommand is not { } command || definition.Scope == ServiceScope.User)
        {
            return;
        }

        var controlled = ControlCommand.Services(definition, instance => services.Single(service => service.Instance == instance).Name);
        var text = ControlCommand.Create(definition, GeneratedTexts.WindowsControl, controlled, Quote, new
        {
            // In single quotes of PowerShell's.
            source = Escape(definition.Process.LogIdentifier).Replace("'", "''", StringComparison.Ordinal),
            stopSeconds = StopSeconds(definition),
            start = definition.StartMode == ServiceStartMode.Delayed ? "delayed-auto" : "auto",
        });
        var path = $@"{definition.Layout.Install}\{Folder}\{command}.cmd";
        if (content.AddFile(path, FileContent.FromText(text.ReplaceLineEndings("\r\n")), isConfiguration: false) is not { } file)
        {
            diagnostics.Report(DiagnosticCatalog.SameTarget, path);
            return;
        }

        content.Rows.Add(MsiTables.Environment.Row("SearchPath", MsiNames.MachineVariable + "PATH", $"[~];[{MsiNames.InstallFolder}]{Folder}", file.Component));
    }

    // Nothing kills a service that asks for time; somebody who waits for it wants an end.
    private static int StopSeconds(ServiceDefinition definition) =>
        definition.Process.StopTimeout == Timeout.InfiniteTimeSpan ? LongestWait : (int)Math.Min(LongestWait, Math.Ceiling(definition.Process.StopTimeout.TotalSeconds) + LongestHint);

    // Of what is quoted here, only an address may have a quote, and there it has another spelling.
    private static string Quote(string word) => $"\"{Escape(word.Replace("\"", "%22", StringComparison.Ordinal))}\"";

    // What stands between percent signs, cmd would replace.
    private static string Escape(string word) => word.Replace("%", "%%", StringComparison.Ordinal);
}
