using System.Text.Json;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Build;

/// <summary>Compares the packages that were restored for a runtime identifier with the lock file of the project, which was written without
/// it.</summary>
public static class LockedPackages
{
    /// <summary>Reports packages of another version or content than the locked ones.</summary>
    /// <param name="lockFile">The absolute path of the project's lock file.</param>
    /// <param name="restoredFile">The absolute path of the lock file of the restore that packages.</param>
    /// <param name="isLocked">Whether a package that is not in the lock file is a fault too (RestoreLockedMode).</param>
    /// <param name="runtimeIdentifier">The runtime identifier that was restored for.</param>
    /// <param name="findings">Receives the fault.</param>
    /// <exception cref="DiagnosticException">A lock file cannot be read.</exception>
    public static void Check(string lockFile, string restoredFile, bool isLocked, string runtimeIdentifier, DiagnosticBag findings)
    {
        var locked = Read(lockFile).ToLookup(package => package.Key, StringComparer.OrdinalIgnoreCase);
        var different = Read(restoredFile)
            .Where(package => locked[package.Key].Any() ? !locked[package.Key].Contains(package) : isLocked)
            .Select(package => $"{package.Name} {package.Version}")
            .Distinct()
            .ToList();
        if (different.Count > 0)
        {
            findings.Report(
                DiagnosticCatalog.NotInLockFile, string.Join(", ", different), Path.GetFileName(lockFile), runtimeIdentifier);
        }
    }

    // NuGet, "packages.lock.json": the packages of each framework, and below framework/runtime identifier those that only it needs.
    private static IReadOnlyList<Package> Read(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(DiskFile.Read(file, File.ReadAllBytes));
            return
            [
                .. from framework in json.RootElement.GetProperty("dependencies").EnumerateObject()
                   from package in framework.Value.EnumerateObject()
                   where Text(package, "type") != "Project"
                   select new Package(
                       framework.Name.Split('/')[0], package.Name, Text(package, "resolved"), Text(package, "contentHash")),
            ];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw DiagnosticException.Of(DiagnosticCatalog.Unreadable, UnreadableKind.InputOutput, file, exception.Message);
        }
    }

    private static string Text(JsonProperty package, string name) =>
        package.Value.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private sealed record Package(string Framework, string Name, string Version, string ContentHash)
    {
        public string Key => $"{Framework} {Name}";
    }
}
