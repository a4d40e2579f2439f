using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;
using ServicePackaging.Model.Platforms;

namespace ServicePackaging.Msi;

/// <summary>What the package keeps in the registry: where it was installed, for the next version, and the source of its events.</summary>
internal static class MsiRegistry
{
    /// <summary>The component that is the product's as a whole.</summary>
    public const string Component = "Settings";

    private const string EventSources = @"SYSTEM\CurrentControlSet\Services\EventLog\Application";

    // The texts of .NET's events; the second is part of every Windows with the .NET Framework, which is every one with a desktop or a server's core.
    private const string EventMessages = "System.Diagnostics.EventLog.Messages.dll";
    private const string FrameworkEventMessages = @"#%%SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll";
    private const string FrameworkEventMessages32 = @"#%%SystemRoot%\Microsoft.NET\Framework\v4.0.30319\EventLogMessages.dll";

    // Errors, warnings and information (Microsoft, "Event Sources", TypesSupported).
    private const string EventTypes = "#7";

    private const string RunAtLogOn = @"SOFTWARE\Microsoft\Windows\CurrentVersion\Run";

    private const int LocalMachine = 2;
    private const int RawValue = 2;
    private const int Registry64 = 16;

    // Between AppSearch and CostInitialize.
    private const int SetFolderSequence = 60;

    /// <summary>The product's own key, below the vendor's.</summary>
    public static string OwnKey(ServiceDefinition definition) => @"SOFTWARE\" + MsiText.Escape(Below(definition.Layout.Install));

    /// <summary>Remembers where the administrator had the program installed; an upgrade goes there too.</summary>
    public static void AddInstallFolder(ServiceDefinition definition, MsiProduct product, MsiContent content)
    {
        const string signature = "PreviousFolder";
        var key = OwnKey(definition);
        content.AddRegistryComponent(Component, key, "InstallFolder", $"[{MsiNames.InstallFolder}]", condition: null);
        content.Rows.Add(MsiTables.RegLocator.Row(signature, LocalMachine, key, "InstallFolder", RawValue + (product.Is64Bit ? Registry64 : 0)));
        content.Rows.Add(MsiTables.AppSearch.Row(MsiNames.PreviousFolder, signature));
        content.Actions.Add(new(
            "KeepInstallFolder", MsiAction.SetProperty, MsiNames.InstallFolder, $"[{MsiNames.PreviousFolder}]",
            $"{MsiNames.PreviousFolder} AND NOT {MsiNames.InstallFolder}", SetFolderSequence));
    }

    /// <summary>Registers the source of the service's events in the application log.</summary>
    public static void AddEventSource(ServiceDefinition definition, MsiProduct product, MsiContent content)
    {
        var key = $@"{EventSources}\{MsiText.Escape(definition.Process.LogIdentifier)}";
        var messages = content.Files.GetValueOrDefault($@"{definition.Layout.Install}\{EventMessages}");
        var shared = product.Is64Bit ? FrameworkEventMessages : FrameworkEventMessages32;
        // A component names its own files alone (ICE69).
        var component = messages?.Component ?? MsiPayload.ProgramComponent;
        content.AddRegistry(component, key, "EventMessageFile", messages is null ? shared : $"#%[#{messages.Key}]");
        content.AddRegistry(component, key, "TypesSupported", EventTypes);
    }

    /// <summary>Starts the program at each user's log-on.</summary>
    public static void AddLogOn(ServiceDefinition definition, MsiPlannedFile program, MsiContent content)
    {
        var arguments = MsiText.CommandLine(definition.Process.Arguments, "");
        content.AddRegistry(MsiPayload.ProgramComponent, RunAtLogOn, MsiText.Escape(definition.Name), $"\"[#{program.Key}]\" {arguments}".TrimEnd());
    }

    private static string Below(string path) => path[(WindowsPaths.ProgramFiles.Length + 1)..];
}
