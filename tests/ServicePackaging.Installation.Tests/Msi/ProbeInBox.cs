using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>What the tests do with the installed probe.</summary>
internal static class ProbeInBox
{
    /// <summary>The key by which the service manager knows the probe.</summary>
    public const string ServiceKey = @"HKLM\System\CurrentControlSet\Services\probe";

    /// <summary>Wine removes what table RemoveFile says before it removes files: the vendor's directory is not empty then, and stays.</summary>
    public const string VendorDirectory = @"+ C:\Program Files\Acme";

    /// <summary>Wine removes keys that have become empty, and those of the system in which nothing else is.</summary>
    public const string EventLogKey = @"- HKLM\System\CurrentControlSet\Services\Eventlog\Application";

    /// <summary>The value by which an installation knows an earlier one.</summary>
    public static readonly string[] Access = [@"+ HKLM\Software\Acme\probe", @"+ HKLM\Software\Acme\probe ""Access""=""FC3D915941B87E39"""];

    /// <summary>The files that keep directories from being replaced by links. Wine's rollback does not remove permanent components.</summary>
    public static readonly string[] Keepers = [@"+ C:\ProgramData\Acme\probe\data\.keep", @"+ C:\ProgramData\Acme\probe\data\archive\.keep"];

    /// <summary>What the probe and the hooks wrote down.</summary>
    public static async Task<IReadOnlyList<string>> EventsAsync(this WineBox box) =>
        (await box.ReadFileAsync(ProbeProject.Events)).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words behind the program at its last start.</summary>
    public static async Task<IReadOnlyList<string>> ArgumentsAsync(this WineBox box, int count, string data = ProbeProject.Data) =>
        [.. (await box.ReadFileAsync(data + @"\environment")).Split("\r\n").Take(count)];

    /// <summary>Has the probe fail, which <paramref name="version"/> it is, or every one.</summary>
    public static async Task FailStartAsync(this WineBox box, string version = "")
    {
        await box.ReadAsync($"mkdir -p '{WineBox.RootPath(ProbeProject.Data)}'");
        await box.WriteFileAsync($@"{ProbeProject.Data}\fail-start{(version.Length == 0 ? "" : "-")}{version}", "78");
    }

    /// <summary>Uninstalls. Wine does not wait until the service has stopped, and would leave its program behind.</summary>
    public static async Task<MsiexecResult> StopAndUninstallAsync(this WineBox box, WindowsPackage package, string properties = "")
    {
        Assert.Equal(ServiceStatus.Stopped, await box.NetStopAsync(ProbeProject.Name));
        return (await box.UninstallAsync(package.Msi, properties)).Succeeded();
    }
}
