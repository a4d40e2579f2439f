using System.Text.Json;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Build.Materials;

/// <summary>Reads the packages and projects of project.assets.json, which NuGet writes when it restores a project.</summary>
internal sealed class AssetsFile
{
    // NuGet, "project.assets.json": the groups of a package's files that are copied to the output.
    private static readonly string[] PublishedGroups = ["runtime", "native", "resource", "runtimeTargets"];

    private readonly JsonElement _root;
    private readonly JsonElement _target;
    private readonly string _framework;
    private readonly HashSet<string> _direct;
    private readonly HashSet<string> _production;

    private AssetsFile(JsonElement root, JsonProperty target)
    {
        (_root, _target) = (root, target.Value);
        _framework = target.Name.Split('/')[0];
        _direct = new(StringComparer.OrdinalIgnoreCase);
        _direct.UnionWith(
            from framework in Members(root, "projectFileDependencyGroups")
            where framework.Name == _framework
            from dependency in framework.Value.EnumerateArray()
            select dependency.GetString()!.Split(' ')[0]);
        _production = FindProduction();
    }

    /// <summary>Reads the materials of a target framework and runtime identifier.</summary>
    /// <param name="file">The absolute path of the file.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="frameworks">The names that the framework may have in the file.</param>
    /// <param name="runtimeIdentifier">The runtime identifier.</param>
    /// <exception cref="DiagnosticException">The file is of another restore, or is not what NuGet writes.</exception>
    public static IReadOnlyList<Material> Read(
        string file, byte[] content, IReadOnlyList<string> frameworks, string runtimeIdentifier)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var names = frameworks.Select(framework => $"{framework}/{runtimeIdentifier}").ToList();
            var target = Members(json.RootElement, "targets")
                .FirstOrDefault(target => names.Contains(target.Name, StringComparer.OrdinalIgnoreCase));
            return target.Value.ValueKind == JsonValueKind.Object
                ? new AssetsFile(json.RootElement, target).Materials()
                : throw new InvalidOperationException($"It has no packages for {string.Join(" or ", names)}. Restore the project again.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw DiagnosticException.Of(DiagnosticCatalog.Unreadable, UnreadableKind.InputOutput, file, exception.Message);
        }
    }

    private List<Material> Materials() => [.. _target.EnumerateObject().Select(ToMaterial)];

    private Material ToMaterial(JsonProperty library)
    {
        var (name, version) = Identity(library);
        var isProject = library.Value.GetProperty("type").GetString() == "project";
        var material = new Material(isProject ? MaterialKind.Project : MaterialKind.Package, name, version)
        {
            Dependencies = [.. Members(library.Value, "dependencies").Select(dependency => dependency.Name)],
            IsDirect = _direct.Contains(name),
            IsForDevelopment = !_production.Contains(name) && !IsPublished(library.Value),
        };
        return isProject || FolderOf(library.Name) is not { } folder ? material : PackageFolder.Describe(material, folder);
    }

    // A package is for development if the project keeps its assets for itself (PrivateAssets), and so is what only such packages refer to.
    // The CycloneDX tool has the same rule.
    private HashSet<string> FindProduction()
    {
        var dependencies = _target.EnumerateObject().ToDictionary(
            library => Identity(library).Name,
            library => Members(library.Value, "dependencies").Select(dependency => dependency.Name).ToList(),
            StringComparer.OrdinalIgnoreCase);
        var kept = PrivatePackages().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var production = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>(_direct.Where(name => !kept.Contains(name)));
        while (open.TryPop(out var name))
        {
            if (production.Add(name) && dependencies.TryGetValue(name, out var further))
            {
                further.ForEach(open.Push);
            }
        }

        return production;
    }

    private IEnumerable<string> PrivatePackages() =>
        from framework in Members(_root.GetProperty("project"), "frameworks")
        where framework.Name == _framework || Text(framework.Value, "framework") == _framework
        from dependency in Members(framework.Value, "dependencies")
        where dependency.Value.TryGetProperty("suppressParent", out _)
        select dependency.Name;

    // With PrivateAssets, a library is still published with the program. NuGet writes _._ for files that are left out.
    private static bool IsPublished(JsonElement library) =>
        PublishedGroups.SelectMany(group => Members(library, group))
            .Any(file => !file.Name.EndsWith("/_._", StringComparison.Ordinal));

    private string? FolderOf(string library)
    {
        var path = Text(_root.GetProperty("libraries").GetProperty(library), "path");
        return Members(_root, "packageFolders").Select(folder => Path.Combine(folder.Name, path)).FirstOrDefault(Directory.Exists);
    }

    private static (string Name, string Version) Identity(JsonProperty library) =>
        library.Name.Split('/') is [var name, var version] ? (name, version) : throw new JsonException($"'{library.Name}' has no version.");

    private static List<JsonProperty> Members(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? [.. value.EnumerateObject()] : [];

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
