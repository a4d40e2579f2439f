using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Control;

/// <summary>The management command of a package for Windows.</summary>
internal static class WindowsCommands
{
    /// <summary>Its text.</summary>
    public static string Text(Service service) =>
        PlannedPackages.Read(service.PlanMsi().Plan.Package.Files.Single(file => file.FileName.EndsWith("acmectl.cmd", StringComparison.OrdinalIgnoreCase)).Content);
}
