using Microsoft.Build.Framework;
using ServicePackaging.Build;
using ServicePackaging.Build.Materials;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Reading;

namespace ServicePackaging.Tasks;

/// <summary>Converts MSBuild's items to the model's input.</summary>
internal static class TaskInput
{
    /// <summary>The name of the fact that tells whether this is a project without .NET.</summary>
    public const string IsPayload = "IsPayload";

    /// <summary>The name of the fact that contains the absolute path of the project's icon.</summary>
    public const string IconPath = "IconPath";

    /// <summary>The name of the metadata that contains the type of an item of the vocabulary.</summary>
    public const string ItemType = "ServicePackageItemType";

    // The class of Microsoft.Extensions.Hosting.Systemd that extends a host's builder or services.
    private const string SystemdExtensions = "Microsoft.Extensions.Hosting.SystemdHostBuilderExtensions";

    private const string BackgroundService = "Microsoft.Extensions.Hosting.BackgroundService";

    private const string HostOptions = "Microsoft.Extensions.Hosting.HostOptions";

    /// <summary>Converts the input of a task.</summary>
    public static ServiceInput Create(ServicePackageTask task, ProjectXml xml) => new()
    {
        Properties = Values(task.Properties),
        Items = Items(WrittenPatterns.Restore(task.Items, task.ProjectFiles, xml), new WrittenMetadata(xml, task.ProjectFile)),
        Project = CreateFacts(Values(task.Properties), Values(task.Facts), task.Frameworks, task.References) with
        {
            CallsSystemd = Uses(task, SystemdExtensions, "UseSystemd", "AddSystemd"),
            LeavesFailuresToHost = Uses(task, BackgroundService, ".ctor")
                && !Uses(task, "System.Environment", "Exit", "FailFast", "set_ExitCode")
                && !Uses(task, HostOptions, "set_BackgroundServiceExceptionBehavior"),
            NativeAssets = [.. task.NativeAssets.Select(item => item.ItemSpec.Replace('\\', '/')).Order(StringComparer.Ordinal)],
            LicensePath = FindLicense(Values(task.Properties).GetValueOrDefault("PackageLicenseFile", "").Trim(), task.ProjectFile),
        },
        PublishedPaths = PublishedPaths(task.PublishedFiles),
        Sources = new SourceFiles(),
    };

    /// <summary>Where a task says that the materials are.</summary>
    public static MaterialSources Materials(ServicePackageTask task) => new()
    {
        AssetsFile = task.AssetsFile,
        Frameworks = task.AssetsFrameworks,
        RuntimePacks = [.. task.RuntimePacks.Select(ToPack)],
        Origins = Origins(task.PublishedFiles),
    };

    /// <summary>Names and values: the identity is the name, metadata <c>Value</c> the value.</summary>
    public static Dictionary<string, string> Values(ITaskItem[] items) =>
        items.ToDictionary(item => item.ItemSpec, item => item.GetMetadata("Value"), StringComparer.Ordinal);

    /// <summary>The items by their type.</summary>
    public static ILookup<string, InputItem> Items(ITaskItem[] items, WrittenMetadata written) =>
        items.ToLookup(item => item.GetMetadata(ItemType), item => ToInputItem(item, written.For(item, item.GetMetadata(ItemType))));

    // A file can be published from outside the project's folder, or under another name.
    private static Dictionary<string, string> PublishedPaths(ITaskItem[] files)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            paths.TryAdd(file.GetMetadata("FullPath"), file.GetMetadata("RelativePath").Replace('\\', '/'));
        }

        return paths;
    }

    private static RuntimePackSource ToPack(ITaskItem pack) => new(
        pack.GetMetadata("NuGetPackageId"), pack.GetMetadata("NuGetPackageVersion"), pack.GetMetadata("PackageDirectory"))
    {
        // A runtime pack belongs to a shared framework, and a host executable does not.
        IsFromFeed = pack.GetMetadata("FrameworkName").Length > 0,
    };

    private static Dictionary<string, string> Origins(ITaskItem[] files)
    {
        var origins = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file.GetMetadata("NuGetPackageId") is { Length: > 0 } name)
            {
                origins.TryAdd(file.GetMetadata("RelativePath").Replace('\\', '/'), name);
            }
        }

        return origins;
    }

    // A referenced assembly that was not built contains no call.
    private static bool Uses(ServicePackageTask task, string type, params string[] members) => Array.Exists(
        task.Assemblies,
        assembly => File.Exists(assembly.ItemSpec) && DiskFile.Read(assembly.ItemSpec, path => ManagedAssembly.Uses(path, type, members)));

    // PackageLicenseFile is a path in the NuGet package. The file itself is in the project's folder, or in the folder of the repository.
    private static string FindLicense(string name, string projectFile)
    {
        if (name.Length == 0)
        {
            return "";
        }

        var relative = name.Replace('\\', '/');
        var folder = Path.GetDirectoryName(projectFile);
        for (var current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            string[] candidates = [Path.Combine(current, relative), Path.Combine(current, Path.GetFileName(relative))];
            if (Array.Find(candidates, File.Exists) is { } found)
            {
                return found;
            }

            if (Path.Exists(Path.Combine(current, ".git")))
            {
                break;
            }
        }

        return Path.Combine(folder ?? "", relative);
    }

    private static InputItem ToInputItem(ITaskItem item, HashSet<string> written)
    {
        var metadata = item.CloneCustomMetadata().Keys.Cast<string>()
            .Where(name => name != ItemType)
            .ToDictionary(name => name, item.GetMetadata, StringComparer.OrdinalIgnoreCase);
        return new InputItem(item.ItemSpec, item.GetMetadata("FullPath"), metadata) { Written = written };
    }

    private static ProjectFacts CreateFacts(
        Dictionary<string, string> properties, Dictionary<string, string> facts, ITaskItem[] frameworks, ITaskItem[] packages)
    {
        var isDotNet = !IsTrue(IsPayload);
        return new ProjectFacts
        {
            IsDotNet = isDotNet,
            RuntimeIdentifier = RuntimeIdentifier.Parse(Text("RuntimeIdentifier")),
            AssemblyName = Text("AssemblyName"),
            TargetFrameworkMajor = isDotNet ? MajorOf(Text("TargetFrameworkVersion")) : 0,
            SelfContained = IsTrue("SelfContained"),
            // For Native AOT, the .NET SDK sets this to false, because the published file is the program itself and not a host.
            UseAppHost = !isDotNet || IsTrue("PublishAot") || !Text("UseAppHost").Equals("false", StringComparison.OrdinalIgnoreCase),
            SingleFile = IsTrue("PublishSingleFile") || IsTrue("PublishAot"),
            NativeAot = IsTrue("PublishAot"),
            InvariantGlobalization = IsTrue("InvariantGlobalization"),
            RollsForwardToMajor = Text("RollForward").EndsWith("Major", StringComparison.OrdinalIgnoreCase),
            Frameworks = [.. frameworks.Select(ToReference)],
            Packages = packages.Select(item => item.GetMetadata("NuGetPackageId")).ToHashSet(StringComparer.OrdinalIgnoreCase),
            License = Property("PackageLicenseExpression"),
            Homepage = Property("PackageProjectUrl"),
            Copyright = Property("Copyright"),
            ReleaseNotes = Property("PackageReleaseNotes"),
            IconPath = Text(IconPath),
        };

        string Property(string name) => properties.GetValueOrDefault(name, "").Trim();

        string Text(string name) => facts.GetValueOrDefault(name, "").Trim();

        bool IsTrue(string name) => Text(name).Equals("true", StringComparison.OrdinalIgnoreCase);
    }

    private static int MajorOf(string frameworkVersion) =>
        Version.TryParse(frameworkVersion.TrimStart('v'), out var version) ? version.Major : 0;

    private static FrameworkReference ToReference(ITaskItem item) => new(item.GetMetadata("FrameworkName"), item.GetMetadata("Version"));
}
