using ServicePackaging.Planning;

namespace ServicePackaging.Build;

/// <summary>Writes a plan's generated texts as files.</summary>
internal static class PlanSources
{
    private const string Suffix = ".source";

    /// <summary>The directory of a package's texts.</summary>
    public static string DirectoryFor(string package) => package + Suffix;

    /// <summary>Writes the texts into a directory, which contains nothing else afterwards.</summary>
    public static void Write(PackagePlan plan, string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        foreach (var (name, text) in plan.Sources)
        {
            var path = Path.Combine(directory, name.TrimStart('/'));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }
}
