using ServicePackaging.Model;
using ServicePackaging.Platforms;

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

    // Between AppSearch and CostInitialize.
    private const int FolderSequence = 60;
    private const int UserSequence = 61;

    /// <summary>The product's own key, below the vendor's.</summary>
    public static string OwnKey(ServiceDefinition definition) => @"SOFTWARE\" + MsiText.Escape(Below(definition.Layout.Install));

    /// <summary>Remembers where the administrator had the program installed; an upgrade goes there too.</summary>
    public static void AddInstallFolder(ServiceDefinition definition, MsiContent content)
    {
        var key = OwnKey(definition);
        content.AddRegistryComponent(Component, key, "InstallFolder", $"[{MsiNames.InstallFolder}]", condition: null);
        content.AddSearch(MsiNames.PreviousFolder, "PreviousFolder", key, "InstallFolder");
        content.Actions.Add(new(
            "KeepInstallFolder", MsiAction.SetProperty, MsiNames.InstallFolder, $"[{MsiNames.PreviousFolder}]",
            $"{MsiNames.PreviousFolder} AND NOT {MsiNames.InstallFolder}", FolderSequence));
    }

    /// <summary>Remembers which account the administrator named, where one has to be named; otherwise it is the project's.</summary>
    public static void AddUser(ServiceDefinition definition, MsiContent content)
    {
        if (definition.Scope == ServiceScope.System && WindowsAccounts.HasPassword(definition.Account))
        {
            var key = OwnKey(definition);
            content.AddRegistry(Component, key, "ServiceUser", $"[{MsiNames.ServiceUser}]");
            content.AddSearch(MsiNames.PreviousUser, "PreviousUser", key, "ServiceUser");
            content.Actions.Add(new(
                "KeepServiceUser", MsiAction.SetProperty, MsiNames.ServiceUser, $"[{MsiNames.PreviousUser}]", $"{MsiNames.PreviousUser} AND NOT {MsiNames.ServiceUser}", UserSequence));
            content.Actions.Add(new(
                "SetServiceUser", MsiAction.SetProperty, MsiNames.ServiceUser, MsiText.Escape(definition.Account.User), $"NOT {MsiNames.ServiceUser}", UserSequence + 1));
        }
    }

    /// <summary>Registers the sources of the service's events in the application log: the name that its lines are to carry, and the assembly's, which
    /// AddWindowsService() takes.</summary>
    public static void AddEventSource(ServiceDefinition definition, MsiProduct product, MsiContent content)
    {
        var messages = content.Files.GetValueOrDefault($@"{definition.Layout.Install}\{EventMessages}");
        var shared = product.Is64Bit ? FrameworkEventMessages : FrameworkEventMessages32;
        // A component names its own files alone (ICE69).
        var component = messages?.Component ?? MsiPayload.ProgramComponent;
        string[] sources = definition.Project.IsDotNet ? [definition.Process.LogIdentifier, definition.Project.AssemblyName] : [definition.Process.LogIdentifier];
        foreach (var source in sources.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var key = $@"{EventSources}\{MsiText.Escape(source)}";
            content.AddRegistry(component, key, "EventMessageFile", messages is null ? shared : $"#%[#{messages.Key}]");
            content.AddRegistry(component, key, "TypesSupported", EventTypes);
        }
    }

    /// <summary>Starts the program at each user's log-on.</summary>
    public static void AddLogOn(ServiceDefinition definition, MsiPlannedFile program, MsiContent content)
    {
        var arguments = MsiText.CommandLine(definition.Process.Arguments, "", token => content.FolderOf(definition.Layout.Resolve(token)));
        content.AddRegistry(MsiPayload.ProgramComponent, RunAtLogOn, MsiText.Escape(definition.Name), $"\"[#{program.Key}]\" {arguments}".TrimEnd());
    }

    private static string Below(string path) => path[(path.IndexOf('\\', StringComparison.Ordinal) + 1)..];
}
