using ServicePackaging.Control;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Templates;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Msi;

/// <summary>The management command on Windows: a script in a directory that the installation adds to the machine's search path.</summary>
internal static class MsiControl
{
    private const string Folder = "bin";

    private const int LongestWait = 3600;
    private const int LongestHint = 30;

    /// <summary>Returns the script and the entry in the search path.</summary>
    public static MsiFragment Create(ServiceDefinition definition, IReadOnlyList<ServiceRegistration> services)
    {
        if (definition.ControlCommand is not { } command || definition.Scope == ServiceScope.User)
        {
            return MsiFragment.Empty;
        }

        var text = TextOf(definition, services).ReplaceLineEndings("\r\n");
        var file = new MsiPlannedFile($@"{definition.Layout.Install}\{Folder}\{command}.cmd", FileContent.FromText(text));
        return new MsiFragment
        {
            Items = [file],
            Rows =
            [
                MsiTables.Environment.Row(
                    "SearchPath", MsiNames.MachineVariable + "PATH", $"[~];[{MsiNames.InstallFolder}]{Folder}", file.Component),
            ],
        };
    }

    private static string TextOf(ServiceDefinition definition, IReadOnlyList<ServiceRegistration> services)
    {
        var controlled = ControlCommand.Services(definition, instance => services.Single(service => service.Instance == instance).Name)
            .Select(service => service with { Url = BatchText.Address(service.Url) }).ToList();
        return TemplateRenderer.Render(definition, MsiTemplates.Control, new WindowsControlModel(definition, controlled, BatchText.Quote)
        {
            Further = new()
            {
                Title = BatchText.Remark(definition.DisplayName),
                Source = BatchText.XPathLiteral(definition.Process.LogIdentifier),
                StopSeconds = StopSeconds(definition.Process.StopTimeout),
                Start = definition.StartMode == ServiceStartMode.Delayed ? "delayed-auto" : "auto",
            },
        });
    }

    // Windows does not kill a service that asks for more time, but a user who waits for it needs an end.
    private static int StopSeconds(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? LongestWait : (int)Math.Min(LongestWait, Math.Ceiling(timeout.TotalSeconds) + LongestHint);
}
