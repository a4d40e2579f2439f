using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Model;

namespace ServicePackaging.Msi;

/// <summary>The sources of the service's events in the application log: the name that its entries have, and the assembly's, which
/// AddWindowsService() uses.</summary>
internal static class MsiEventSource
{
    private const string Sources = @"SYSTEM\CurrentControlSet\Services\EventLog\Application";

    // The message texts of .NET's events. The second file is part of every Windows with the .NET Framework, which is every edition with a
    // desktop or Server Core. Not every Windows for Arm64 has the directory Framework64.
    private const string Messages = "System.Diagnostics.EventLog.Messages.dll";
    private const string FrameworkMessages = @"#%%SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll";
    private const string FrameworkMessages32 = @"#%%SystemRoot%\Microsoft.NET\Framework\v4.0.30319\EventLogMessages.dll";

    // Errors, warnings and information (Microsoft, "Event Sources", TypesSupported).
    private const string Types = "#7";

    /// <summary>Returns the registry values of the sources.</summary>
    public static MsiFragment Create(ServiceDefinition definition, MsiProduct product, MsiContent content)
    {
        var published = content.FindFile($@"{definition.Layout.Install}\{Messages}");
        // A component may only refer to its own files (ICE69).
        var component = published?.Component ?? MsiNames.ProgramComponent;
        var ofFramework = product.Platform == MsiPlatform.X64 ? FrameworkMessages : FrameworkMessages32;
        var messages = published is null ? ofFramework : $"#%[#{published.Key}]";
        return new MsiFragment { Rows = [.. NamesOf(definition).SelectMany(name => Source(name, component, messages))] };
    }

    private static IEnumerable<string> NamesOf(ServiceDefinition definition)
    {
        string[] names = definition.Project.IsDotNet
            ? [definition.Process.LogIdentifier, definition.Project.AssemblyName]
            : [definition.Process.LogIdentifier];
        return names.Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<MsiRow> Source(string name, string component, string messages)
    {
        var key = $@"{Sources}\{MsiText.Escape(name)}";
        yield return MsiRegistry.Value(component, key, "EventMessageFile", messages);
        yield return MsiRegistry.Value(component, key, "TypesSupported", Types);
    }
}
