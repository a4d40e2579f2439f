using Microsoft.Build.Framework;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;

namespace ServicePackaging.Tasks;

/// <summary>MSBuild's items as the model's input.</summary>
internal static class TaskInput
{
    /// <summary>The fact that the project is one without .NET.</summary>
    public const string IsPayload = "IsPayload";

    private const string ItemType = "ServicePackageItemType";

    // What Microsoft.Extensions.Hosting.Systemd extends a host's builder or services with.
    private const string SystemdExtensions = "Microsoft.Extensions.Hosting.SystemdHostBuilderExtensions";

    public static ServiceInput Create(
        ITaskItem[] properties, ITaskItem[] items, ITaskItem[] facts, ITaskItem[] frameworks, ITaskItem[] packages,
        ITaskItem[] assemblies) => new()
    {
        Properties = Values(properties),
        Items = items.ToLookup(item => item.GetMetadata(ItemType), ToInputItem),
        Project = CreateFacts(Values(facts), frameworks, packages) with { CallsSystemd = Array.Exists(assemblies, CallsSystemd) },
        Sources = new DiskFiles(),
    };

    private static Dictionary<string, string> Values(ITaskItem[] items) =>
        items.ToDictionary(item => item.ItemSpec, item => item.GetMetadata("Value"), StringComparer.Ordinal);

    // A reference that was not built calls nothing.
    private static bool CallsSystemd(ITaskItem assembly) =>
        File.Exists(assembly.ItemSpec)
        && DiskFile.Read(assembly.ItemSpec, path => ManagedAssembly.Uses(path, SystemdExtensions, "UseSystemd", "AddSystemd"));

    private static InputItem ToInputItem(ITaskItem item)
    {
        var metadata = item.CloneCustomMetadata().Keys.Cast<string>()
            .Where(name => name != ItemType)
            .ToDictionary(name => name, item.GetMetadata, StringComparer.OrdinalIgnoreCase);
        return new InputItem(item.ItemSpec, item.GetMetadata("FullPath"), metadata);
    }

    private static ProjectFacts CreateFacts(Dictionary<string, string> facts, ITaskItem[] frameworks, ITaskItem[] packages)
    {
        var isDotNet = !IsTrue(IsPayload);
        return new ProjectFacts
        {
            IsDotNet = isDotNet,
            RuntimeIdentifier = Text("RuntimeIdentifier"),
            AssemblyName = Text("AssemblyName"),
            TargetFrameworkMajor = isDotNet && Version.TryParse(Text("TargetFrameworkVersion").TrimStart('v'), out var version) ? version.Major : 0,
            SelfContained = IsTrue("SelfContained"),
            // For Native AOT the .NET SDK says false: what is published is the program, and no host of one.
            UseAppHost = !isDotNet || IsTrue("PublishAot") || !Text("UseAppHost").Equals("false", StringComparison.OrdinalIgnoreCase),
            SingleFile = IsTrue("PublishSingleFile") || IsTrue("PublishAot"),
            NativeAot = IsTrue("PublishAot"),
            InvariantGlobalization = IsTrue("InvariantGlobalization"),
            Frameworks = [.. frameworks.Select(item => new FrameworkReference(item.GetMetadata("FrameworkName"), item.GetMetadata("Version")))],
            Packages = packages.Select(item => item.GetMetadata("NuGetPackageId")).ToHashSet(StringComparer.OrdinalIgnoreCase),
            License = Text("PackageLicenseExpression"),
            Homepage = Text("PackageProjectUrl"),
            Copyright = Text("Copyright"),
            ReleaseNotes = Text("PackageReleaseNotes"),
            IconPath = Text("ApplicationIcon"),
        };

        string Text(string name) => facts.GetValueOrDefault(name, "").Trim();

        bool IsTrue(string name) => Text(name).Equals("true", StringComparison.OrdinalIgnoreCase);
    }

    private sealed class DiskFiles : ISourceFiles
    {
        public SourceFile? Find(string path) =>
            File.Exists(path) ? DiskFile.Read(path, file => new SourceFile(FileContent.FromFile(file), ExecutableFile.Detect(file))) : null;

        public string ReadText(string path) => DiskFile.Read(path, File.ReadAllText);
    }
}
