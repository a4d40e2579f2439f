using ServicePackaging.Planning;

namespace ServicePackaging.Tasks;

/// <summary>A plan's generated texts as files.</summary>
internal static class PlanSources
{
    /// <summary>Writes the texts into a directory, which holds nothing else afterwards.</summary>
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
