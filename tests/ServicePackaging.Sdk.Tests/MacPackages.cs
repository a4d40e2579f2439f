using System.Text;
using ServicePackaging.Formats.MacPkg;

namespace ServicePackaging.Sdk.Tests;

/// <summary>What tests ask of a macOS package.</summary>
internal static class MacPackages
{
    private const string InstallDirectory = "/opt/app/";
    private const string Bills = InstallDirectory + "sbom/";

    private const string Uninstaller = InstallDirectory + "uninstall.sh";

    /// <summary>The names of the files and links that were published, as they lie in the package.</summary>
    public static IReadOnlyList<string> Payload(string package)
    {
        using var reader = MacPackageReader.Open(package);
        reader.Verify(TestContext.Current.CancellationToken);
        return [.. Assert.Single(reader.Components).ReadEntries(TestContext.Current.CancellationToken)
            .Where(entry => entry.Kind != MacEntryKind.Directory && entry.Path.StartsWith(InstallDirectory, StringComparison.Ordinal) && entry.Path != Uninstaller)
            .Where(entry => !entry.Path.StartsWith(Bills, StringComparison.Ordinal))
            .Select(entry => entry.Path[InstallDirectory.Length..])];
    }

    /// <summary>A file of the package; a script where the path begins with no slash.</summary>
    public static string Read(string package, string path) => Encoding.UTF8.GetString(ReadBytes(package, path));

    /// <summary>The same, as it lies in the package.</summary>
    public static byte[] ReadBytes(string package, string path)
    {
        using var reader = MacPackageReader.Open(package);
        using var content = new MemoryStream();
        if (path.StartsWith('/'))
        {
            reader.Components[0].CopyFile(path, content, TestContext.Current.CancellationToken);
        }
        else
        {
            reader.Components[0].CopyScript(path, content, TestContext.Current.CancellationToken);
        }

        return content.ToArray();
    }
}
