using System.Text;
using Microsoft.Build.Utilities;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Reading;
using ServicePackaging.Systemd;
using ServicePackaging.Tasks;
using ServicePackaging.Tests.Support;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests.Build;

/// <summary>Tests that register a format: no other test runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RegistersFormats
{
    public const string Name = "registers formats";
}

/// <summary>A format from outside: a list of the files that would be installed. Nothing in src or sdk knows it.</summary>
[Collection(RegistersFormats.Name)]
public sealed class ToyFormatTests
{
    private const string Name = "toy";

    private static readonly ServiceItem Note = RelationItems.Field("ToyNote", "name", "A note in the list");

    private static readonly PackageFormat Toy = new()
    {
        Name = Name,
        Platform = Platform.Linux,
        Architectures = new Dictionary<string, string> { ["x64"] = "toy64" },
        ServiceManager = SystemdManager.Instance,
        Relations = new RelationGrammar { Field = Note },
        EnvironmentDirectory = "/etc/toy",
        Plan = (request, _) => ToyPlan.Create(request),
        Write = (plan, output, _, _) => output.Write(Encoding.UTF8.GetBytes(string.Join('\n', plan.Contents.Select(line => line.Path)))),
        Verify = (package, _) => package.Length > 0 ? [] : [new PackageFault("NotEmpty", "The list is empty.")],
        Diagnose = (exception, path) =>
            exception is NotSupportedException ? Diagnostic.Create(DiagnosticCatalog.CannotWrite, path, exception.Message) : null,
    };

    private static readonly Dictionary<string, string> Properties = new()
    {
        ["ServicePackageName"] = "acme",
        ["ServicePackageMaintainer"] = "Acme <ops@acme.example>",
        ["ServiceExecutable"] = "run.sh",
        ["ServiceDescription"] = "Plays",
    };

    [Fact]
    public void It_is_planned_written_and_verified()
    {
        using var registration = PackageFormats.Register(Toy);
        using var tree = Tree();
        var findings = new DiagnosticBag();
        var packager = new Packager(Input(tree, []), findings);
        var path = packager.Write(packager.Plan(Name), tree.PathOf("/out"), TestContext.Current.CancellationToken);

        Assert.Equal(tree.PathOf("/out/acme.toy64.toy"), path);
        Assert.Equal("/etc/toy/acme\n/usr/libexec/acme/run.sh\nnote colour=red", File.ReadAllText(path));
        Assert.Empty(findings.Items);
    }

    [Fact]
    public void The_task_writes_it()
    {
        using var registration = PackageFormats.Register(Toy);
        using var tree = Tree();
        var engine = new RecordingBuildEngine();
        using var task = new WriteServicePackages
        {
            BuildEngine = engine,
            Formats = [new TaskItem(Name)],
            Properties =
            [
                .. Properties.Select(row => new TaskItem(row.Key, new Dictionary<string, string> { ["Value"] = row.Value })),
            ],
            Items = [new TaskItem("colour", new Dictionary<string, string> { ["ServicePackageItemType"] = Note.Name, ["Value"] = "red" })],
            Facts =
            [
                .. new[] { ("RuntimeIdentifier", "linux-x64"), ("AssemblyName", "acme"), ("IsPayload", "true") }
                    .Select(row => new TaskItem(row.Item1, new Dictionary<string, string> { ["Value"] = row.Item2 })),
            ],
            PublishDirectory = tree.PathOf("/acme"),
            ProjectFile = tree.PathOf("/acme.csproj"),
            RuntimeIdentifier = "linux-x64",
            OutputDirectory = tree.PathOf("/out"),
            RecordDirectory = tree.PathOf("/records"),
        };

        Assert.True(task.Execute(), string.Join('\n', engine.Messages));
        Assert.Equal(tree.PathOf("/out/acme.toy64.toy"), Assert.Single(task.Packages).ItemSpec);
        Assert.Equal("/etc/toy/acme\n/usr/libexec/acme/run.sh\nnote colour=red", File.ReadAllText(task.Packages[0].ItemSpec));
    }

    [Fact]
    public void A_package_that_it_finds_faulty_is_not_left()
    {
        using var registration = PackageFormats.Register(Toy with { Write = (_, _, _, _) => { } });
        using var tree = Tree();
        var packager = new Packager(Input(tree, []), new DiagnosticBag());
        var exception = Assert.Throws<DiagnosticException>(() =>
            packager.Write(packager.Plan(Name), tree.PathOf("/out"), TestContext.Current.CancellationToken));

        Assert.Contains("NotEmpty", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(tree.PathOf("/out")));
    }

    [Fact]
    public void Its_own_failures_have_its_own_diagnostic()
    {
        using var registration = PackageFormats.Register(Toy with { Write = (_, _, _, _) => throw new NotSupportedException("no toys") });
        using var tree = Tree();
        var packager = new Packager(Input(tree, []), new DiagnosticBag());

        Assert.Contains("no toys", Assert.Throws<DiagnosticException>(() =>
            packager.Write(packager.Plan(Name), tree.PathOf("/out"), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_items_and_name_are_known_as_long_as_it_is_registered()
    {
        using var tree = Tree();
        var note = new InputItem("colour", "", new Dictionary<string, string> { ["Valeu"] = "red", ["Formats"] = "deb;toy" });
        using (PackageFormats.Register(Toy))
        {
            Assert.Throws<ArgumentException>(() => PackageFormats.Register(Toy));
            Assert.Equal(["SVCPKG2016", "SVCPKG2002"], Findings(tree, note));
        }

        Assert.Null(PackageFormats.Find(Name));
    }

    private static IEnumerable<string> Findings(TemporaryTree tree, InputItem note)
    {
        var findings = new DiagnosticBag();
        new Packager(Input(tree, [(Note.Name, note)]), findings).Plan(Name);
        return findings.Items.Select(finding => finding.Descriptor.Code);
    }

    private static TemporaryTree Tree()
    {
        var tree = new TemporaryTree();
        Directory.CreateDirectory(tree.PathOf("/acme"));
        File.WriteAllText(tree.PathOf("/acme/run.sh"), "#!/bin/sh\n");
        return tree;
    }

    private static PackagingInput Input(TemporaryTree tree, (string Type, InputItem Item)[] items) => new()
    {
        Service = new ServiceInput
        {
            Properties = Properties,
            Items = (items.Length > 0 ? items : [(Note.Name, new InputItem("colour", "", new Dictionary<string, string> { ["Value"] = "red" }))])
                .ToLookup(row => row.Type, row => row.Item),
            Project = new ProjectFacts { IsDotNet = false, AssemblyName = "acme", RuntimeIdentifier = RuntimeIdentifier.Parse("linux-x64") },
            Sources = new SourceFiles(),
        },
        Formats = [Name],
        PublishDirectory = tree.PathOf("/acme"),
    };

    private sealed record ToyPlan(string FileName, string Version, IReadOnlyList<string> Lines) : PackagePlan
    {
        public override string Format => Name;

        public override string FileName { get; } = FileName;

        public override string Version { get; } = Version;

        public override IReadOnlyList<PlannedContent> Contents =>
            [.. Lines.Select(line => new PlannedContent(ContentKind.Payload, line, 0, "", ""))];

        public override IReadOnlyList<KeyValuePair<string, string>> Texts => [];

        public static ToyPlan Create(PackageRequest request)
        {
            var definition = request.Definition;
            var architecture = Toy.Architectures[definition.Project.RuntimeIdentifier.Architecture];
            return new ToyPlan(
                $"{definition.Package.Name}.{architecture}.toy", definition.Package.Version.ToString(),
                [
                    definition.Layout.EnvironmentFile(definition.Name),
                    .. request.Payload.Items.Select(item => $"{definition.Layout.Install}/{item.Path}"),
                    .. definition.PackageFields.Select(field => $"note {field.Name}={field.Value}"),
                ]);
        }
    }
}
