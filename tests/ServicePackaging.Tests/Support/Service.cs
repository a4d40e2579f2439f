using ServicePackaging.Deb;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Executables;
using ServicePackaging.MacPkg;
using ServicePackaging.Model;
using ServicePackaging.Msi;
using ServicePackaging.Planning;
using ServicePackaging.Platforms;
using ServicePackaging.Reading;
using ServicePackaging.Rpm;

namespace ServicePackaging.Tests.Support;

/// <summary>The input of a developer, in one line: <c>new Service().With("ServiceUser", "acme").Item("ServiceLog", ".")</c>. Each call gives a
/// new value, so that a test may start from that of another test. By default it is a self-contained worker "Acme" whose package is <c>acme</c>.</summary>
internal sealed record Service
{
    public static readonly DateTimeOffset Timestamp = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private Dictionary<string, string> Properties { get; init; } = new()
    {
        ["ServicePackageVersion"] = "1.2.3",
        ["ServicePackageMaintainer"] = "Acme Ltd <ops@acme.example>",
        ["ServicePackageVendor"] = "Acme",
        ["ServiceDescription"] = "Collects what there is to collect",
    };

    private IReadOnlyList<(string Type, InputItem Item)> Items { get; init; } = [];

    private IReadOnlyDictionary<string, (string Text, ExecutableKind Kind)> SourceFiles { get; init; } = new Dictionary<string, (string, ExecutableKind)>();

    private IReadOnlyList<PayloadItem> Published { get; init; } =
    [
        new PayloadFile("Acme", FileContent.FromText("program"), ExecutableKind.ElfProgram),
        new PayloadFile("Acme.dll", FileContent.FromText("assembly"), ExecutableKind.ManagedPortableExecutable),
    ];

    private ProjectFacts Project { get; init; } = new()
    {
        RuntimeIdentifier = RuntimeIdentifier.Parse("linux-x64"),
        AssemblyName = "Acme",
        TargetFrameworkMajor = 10,
        SelfContained = true,
    };

    private CompressionKind Compression { get; init; } = CompressionKind.Gzip;

    /// <summary>Sets a property.</summary>
    public Service With(string property, string value) => this with { Properties = new(Properties) { [property] = value } };

    /// <summary>Removes a property.</summary>
    public Service Without(string property) => this with { Properties = new(Properties.Where(row => row.Key != property)) };

    /// <summary>Declares an item.</summary>
    public Service Item(string type, string include, params (string Name, string Value)[] metadata) => this with
    {
        Items = [.. Items, (type, new InputItem(include, FullPath(include), metadata.ToDictionary(row => row.Name, row => row.Value)))],
    };

    /// <summary>Declares an item of any type, with those of the metadata that the type has.</summary>
    public Service ItemOfAnyType(string type, string include, params (string Name, string Value)[] metadata) =>
        Item(type, include, [.. metadata.Where(row => PackageFormats.Items.Single(item => item.Name == type).Metadata.Any(known => known.Name == row.Name))]);

    /// <summary>Puts a file into the project's directory.</summary>
    public Service Source(string path, string text = "text", ExecutableKind kind = ExecutableKind.Other) =>
        this with { SourceFiles = new Dictionary<string, (string, ExecutableKind)>(SourceFiles) { [FullPath(path)] = (text, kind) } };

    /// <summary>Puts a hook into the project and declares it.</summary>
    public Service Hook(string stage, string text) => Source($"{stage}.sh", text).Item("ServicePackageScript", $"{stage}.sh", ("Stage", stage));

    /// <summary>Publishes a further file.</summary>
    public Service Publishes(string path, ExecutableKind kind = ExecutableKind.Other, ElfFile? elf = null, string text = "published", MachOFile? machO = null) =>
        this with
        {
            Published = [.. Published, new PayloadFile(path, FileContent.FromText(text), kind, elf, machO, Shebang.Read(FileContent.FromText(text).Open()))
        {
            NodeEngine = Path.GetFileName(path) == NodePackage.FileName ? NodePackage.ReadEngine(FileContent.FromText(text).Open()) : null,
        }]
        };

    /// <summary>Publishes a script.</summary>
    public Service PublishesScript(string path, string firstLine) => Publishes(path, ExecutableKind.Script, text: firstLine + "\n");

    /// <summary>Publishes an empty folder.</summary>
    public Service PublishesFolder(string path) => this with { Published = [.. Published, new PayloadFolder(path)] };

    /// <summary>Publishes many files.</summary>
    public Service PublishesAll(IEnumerable<string> paths) =>
        this with { Published = [.. Published, .. paths.Select(path => new PayloadFile(path, FileContent.FromText(""), ExecutableKind.Other))] };

    /// <summary>Publishes a symbolic link.</summary>
    public Service PublishesLink(string path, string target) => this with { Published = [.. Published, new PayloadSymlink(path, target)] };

    /// <summary>Publishes nothing so far.</summary>
    public Service PublishesNothing() => this with { Published = [] };

    /// <summary>The same worker published for Windows, with the library that communicates with its service manager.</summary>
    public Service OnWindows(string runtimeIdentifier = "win-x64") => PublishesNothing()
        .Publishes("Acme.exe", ExecutableKind.NativePortableExecutable, text: "program")
        .Publishes("Acme.dll", ExecutableKind.ManagedPortableExecutable, text: "assembly")
        .Built(project => project with
        {
            RuntimeIdentifier = RuntimeIdentifier.Parse(runtimeIdentifier),
            Packages = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "Microsoft.Extensions.Hosting.WindowsServices" },
        });

    /// <summary>The same worker published for macOS.</summary>
    public Service OnMacOS(string runtimeIdentifier = "osx-arm64") => PublishesNothing()
        .Publishes("Acme", ExecutableKind.MachOProgram, text: "program", machO: runtimeIdentifier == "osx-x64" ? MachOs.X64 : MachOs.Arm64)
        .Publishes("Acme.dll", ExecutableKind.ManagedPortableExecutable, text: "assembly")
        .Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse(runtimeIdentifier) });

    /// <summary>A folder with a program in any language instead of the worker. The calls after this one declare its files.</summary>
    public Service WithoutDotNet(string runtimeIdentifier = "linux-x64") => PublishesNothing().Built(project => new ProjectFacts
    {
        IsDotNet = false,
        RuntimeIdentifier = RuntimeIdentifier.Parse(runtimeIdentifier),
        AssemblyName = project.AssemblyName,
    });

    /// <summary>Compresses the package in a certain way.</summary>
    public Service Compressed(CompressionKind compression) => this with { Compression = compression };

    /// <summary>Changes what the build knows about the project.</summary>
    public Service Built(Func<ProjectFacts, ProjectFacts> change) => this with { Project = change(Project) };

    /// <summary>Publishes in another order, sets and declares in another order where that means nothing.</summary>
    public Service Shuffled(int seed)
    {
        var random = new Random(seed);
        return this with
        {
            Properties = new(Properties.OrderBy(_ => random.Next())),
            Published = [.. Published.OrderBy(_ => random.Next())],
        };
    }

    /// <summary>What is published.</summary>
    public Payload Payload => new("publish/", Published);

    /// <summary>Reads the model.</summary>
    public ReadDefinition Read(string format = "deb")
    {
        var diagnostics = new DiagnosticBag();
        return new(PackageFormats.Read(Input(), PackageFormats.Find(format)!, diagnostics), diagnostics.Items);
    }

    /// <summary>Plans the Debian package.</summary>
    public Planned<DebPlan> Plan() => Plan<DebPlan>(DebFormatDescriptor.Name);

    /// <summary>Plans the RPM package.</summary>
    public Planned<RpmPlan> PlanRpm() => Plan<RpmPlan>(RpmFormatDescriptor.Name);

    /// <summary>Plans the Windows Installer package.</summary>
    public Planned<MsiPlan> PlanMsi() => Plan<MsiPlan>(MsiFormatDescriptor.Name);

    /// <summary>Plans the Windows Installer package and asserts that there are no findings.</summary>
    public Planned<MsiPlan> PlanMsiWithoutFindings() => WithoutFindings(PlanMsi());

    /// <summary>Plans the macOS package.</summary>
    public Planned<MacPkgPlan> PlanPkg() => Plan<MacPkgPlan>(MacPkgFormatDescriptor.Name);

    /// <summary>Plans the macOS package and asserts that there are no findings.</summary>
    public Planned<MacPkgPlan> PlanPkgWithoutFindings() => WithoutFindings(PlanPkg());

    /// <summary>Plans the Debian package and asserts that there are no findings.</summary>
    public Planned<DebPlan> PlanWithoutFindings() => WithoutFindings(Plan());

    /// <summary>Plans the RPM package and asserts that there are no findings.</summary>
    public Planned<RpmPlan> PlanRpmWithoutFindings() => WithoutFindings(PlanRpm());

    /// <summary>Plans the package of a format, whatever the findings are.</summary>
    public PackagePlan PlanAny(PackageFormat format, DiagnosticBag diagnostics) =>
        format.Plan(new PackageRequest(PackageFormats.Read(Input(), format, diagnostics), Payload, Timestamp, Compression), diagnostics);

    private Planned<TPlan> Plan<TPlan>(string format)
        where TPlan : PackagePlan
    {
        var diagnostics = new DiagnosticBag();
        var definition = PackageFormats.Read(Input(), PackageFormats.Find(format)!, diagnostics);
        var request = new PackageRequest(definition, Payload, Timestamp, Compression);
        var plan = (TPlan)PackageFormats.Find(format)!.Plan(request, diagnostics);
        PlanDigests.Add(plan, diagnostics.Items);
        return new(plan, diagnostics.Items);
    }

    private static Planned<TPlan> WithoutFindings<TPlan>(Planned<TPlan> planned)
        where TPlan : PackagePlan
    {
        Assert.Empty(planned.Findings);
        return planned;
    }

    private ServiceInput Input() => new()
    {
        Properties = Properties,
        Items = Items.ToLookup(row => row.Type, row => row.Item),
        Project = Project with { Interpreters = Interpreter.PathsIn(Payload) },
        Sources = new FakeSources(SourceFiles),
    };

    private static string FullPath(string include) => include.StartsWith('/') ? include : "/project/" + include;

    private sealed class FakeSources(IReadOnlyDictionary<string, (string Text, ExecutableKind Kind)> files) : ISourceFiles
    {
        public SourceFile? Find(string path) =>
            files.TryGetValue(path, out var file) ? new SourceFile(FileContent.FromText(file.Text), file.Kind) : null;

        public string ReadText(string path) => files[path].Text;
    }
}
