using System.Text;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.MacPkg;
using ServicePackaging.Manifests;

namespace ServicePackaging.Build.Release;

/// <summary>Reads what manifests state about packages from the finished packages. So a manifest is true for the file whose digest it
/// contains, and packages may come from several builds.</summary>
internal static class PackageFacts
{
    private const int MaxScriptMiB = 1;

    /// <summary>Reads a package of Windows Installer.</summary>
    /// <exception cref="InvalidDataException">It is not a package, or it lacks a property.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReleasedInstaller ReadInstaller(ReleasedFile file)
    {
        using var database = MsiReader.Open(file.Path);
        return new(file.FileName, file.Sha256, ArchitectureOf(database))
        {
            DisplayName = Property("ProductName"),
            Publisher = Property("Manufacturer"),
            Version = Property("ProductVersion"),
            ProductCode = Property("ProductCode"),
            UpgradeCode = Property("UpgradeCode"),
        };

        string Property(string name) => database.FindTable("Property")?.Find(name)?["Value"].Text
            ?? throw new InvalidDataException($"'{file.Path}' has no property {name}.");
    }

    /// <summary>Reads a package of macOS.</summary>
    /// <exception cref="InvalidDataException">It is not a package.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReleasedMacPackage ReadMacPackage(ReleasedFile file, CancellationToken cancellationToken)
    {
        using var package = MacPackageReader.Open(file.Path);
        var component = package.Components[0];
        var labels = new List<string>();
        var uninstaller = (Path: (string?)null, Text: "");
        component.ReadEntries(
            (entry, content) =>
            {
                if (entry.Kind == MacEntryKind.File && IsJob(entry.Path))
                {
                    labels.Add(Path.GetFileNameWithoutExtension(entry.Path));
                }
                else if (entry.Kind == MacEntryKind.File && IsUninstaller(entry.Path, uninstaller.Path))
                {
                    uninstaller = (entry.Path, ReadText(content));
                }
            },
            cancellationToken);
        return new(file.FileName, file.Sha256, ArchitectureOf(package))
        {
            Identifier = component.Info.Identifier,
            Labels = labels,
            Uninstaller = uninstaller.Path,
            PurgedPaths = Outermost(UninstallScript.FindPurgedPaths(uninstaller.Text)),
            MinimumSystem = Version.TryParse(package.Distribution?.MinimumSystemVersion, out var version) ? version : null,
        };
    }

    // The file of a job is named after its label.
    private static bool IsJob(string path) => path.EndsWith(".plist", StringComparison.Ordinal)
        && path[..path.LastIndexOf('/')] is "/Library/LaunchDaemons" or "/Library/LaunchAgents";

    // That of the package is in its install directory, and a file of that name may also be below it.
    private static bool IsUninstaller(string path, string? found) => Path.GetFileName(path) == UninstallScript.FileName
        && (found is null || path.Split('/').Length < found.Split('/').Length);

    private static string ReadText(Stream content)
    {
        var bytes = new byte[MaxScriptMiB << 20];
        return Encoding.UTF8.GetString(bytes, 0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    private static List<string> Outermost(IReadOnlyList<string> paths) =>
        [.. paths.Where(path => !paths.Any(other => path.StartsWith(other + "/", StringComparison.Ordinal)))];

    // Windows Installer's name of 32-bit processors is Intel.
    private static string ArchitectureOf(MsiDatabase database) =>
        database.Summary?.Text(MsiSummaryProperty.Template)?.Split(';')[0].ToLowerInvariant() switch
        {
            "intel" or "" or null => ReleasedInstaller.X86,
            var name => name,
        };

    private static string? ArchitectureOf(MacPackageReader package) => package.Distribution?.HostArchitectures switch
    {
        MacArchitectures.Arm64 => ReleasedInstaller.Arm64,
        MacArchitectures.X64 => ReleasedInstaller.X64,
        _ => null,
    };
}
