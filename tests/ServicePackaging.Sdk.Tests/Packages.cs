using ServicePackaging.Formats.Deb;

namespace ServicePackaging.Sdk.Tests;

/// <summary>What tests ask of a package.</summary>
internal static class Packages
{
    private const string InstallDirectory = "/usr/libexec/app/";

    /// <summary>The names of the files and links that were published, as they lie in the package.</summary>
    public static IReadOnlyList<string> Payload(string package)
    {
        using var reader = DebReader.Open(package);
        reader.Verify(TestContext.Current.CancellationToken);
        return [.. reader.ReadEntries(TestContext.Current.CancellationToken)
            .Where(entry => entry.Kind != DebEntryKind.Directory && entry.Path.StartsWith(InstallDirectory, StringComparison.Ordinal))
            .Select(entry => entry.Path[InstallDirectory.Length..])];
    }

    public static string Field(string package, string name)
    {
        using var reader = DebReader.Open(package);
        return reader.Control.Single(field => field.Name == name).Value;
    }

    public static string Read(string package, string path) => System.Text.Encoding.UTF8.GetString(ReadBytes(package, path));

    public static byte[] ReadBytes(string package, string path)
    {
        using var reader = DebReader.Open(package);
        using var content = new MemoryStream();
        reader.CopyFile(path, content, TestContext.Current.CancellationToken);
        return content.ToArray();
    }
}
