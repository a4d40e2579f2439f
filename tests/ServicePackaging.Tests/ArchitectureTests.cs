using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServicePackaging.TestSupport;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>The shape of the repository and of its assemblies, as the design has it.</summary>
public sealed partial class ArchitectureTests
{
    private const string Formats = "ServicePackaging.Formats";
    private const string Signing = "ServicePackaging.Signing";
    private const string Repositories = "ServicePackaging.Repositories";
    private const string Meaning = "ServicePackaging";
    private const string RawQuotes = "\"\"\"";
    private const int LongestLine = 140;

    // The runtime's own assemblies, by the beginnings of their names, and what else each of the project's assemblies may use.
    private static readonly string[] Platform = ["System.", "Microsoft.Win32.", "netstandard", "mscorlib"];

    private static readonly (string Assembly, string[] MayUse)[] Directions =
    [
        (Formats, []),
        (Signing, [Formats, "BouncyCastle.Cryptography"]),
        (Repositories, [Formats, Signing]),
        (Meaning, [Formats, "F23.StringSimilarity", "Microsoft.Extensions.FileSystemGlobbing", "NuGet.Versioning", "Scriban.Signed", "YamlDotNet"]),
    ];

    // docs/decisions.md says why no vulnerability of the bundled liblzma is in these.
    private static readonly string[] LiblzmaFunctions = ["lzma_code", "lzma_end", "lzma_stream_decoder", "lzma_stream_encoder_mt"];

    private static readonly string[] TopLevel =
    [
        "src", "tests", "sdk", "templates", "samples", "docs", "ServicePackaging.sln", "README.md", "LICENSE", "build.cake", "build.sh",
        "build.ps1", "global.json", "nuget.config", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props",
        "Placeholders.props", "CHANGELOG.md",
    ];

    // Other files that an open-source project usually has.
    private static readonly string[] Usual = ["CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "AGENTS.md", "NOTICE"];

    [Fact]
    public void Assemblies_use_only_lower_layers() => Assert.All(Directions, row => Assert.All(
        References(row.Assembly), reference => Assert.True(
            row.MayUse.Contains(reference) || Platform.Any(prefix => reference.StartsWith(prefix, StringComparison.Ordinal)), $"{row.Assembly} uses {reference}")));

    // Clocks, account names, the environment and files: BannedSymbols.txt, which an analyzer reads.
    [Fact]
    public void Only_these_functions_of_liblzma_are_called() => Assert.Equal(
        LiblzmaFunctions,
        Read(Formats, metadata => ImportedFunctions(metadata).Where(name => name.StartsWith("lzma_", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList()));

    [Fact]
    public async Task The_top_level_contains_what_the_design_lists()
    {
        Availability.RequireProgram("git");
        var files = (await ProcessRunner.RunAsync("git", "-C", Repository.Root, "-c", "safe.directory=*", "ls-files")).Succeeded().Text.Split('\n');

        Assert.Equal(
            TopLevel.Order(StringComparer.Ordinal),
            files.Select(file => file.Split('/')[0]).Where(name => !name.StartsWith('.')).Distinct().Except(Usual).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_notices_name_every_library_that_is_shipped()
    {
        var versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));
        var shipped = versions.Descendants("ItemGroup").Single(group => (string?)group.Attribute("Label") == "Shipped in the SDK package")
            .Elements("PackageVersion").Select(package => ((string)package.Attribute("Include")!).Replace(".Signed", "", StringComparison.Ordinal)).ToList();
        var notices = File.ReadAllText(Path.Combine(Repository.Root, "NOTICE"));

        Assert.NotEmpty(shipped);
        Assert.All(shipped, library => Assert.Contains($"\n{library} (https://", notices, StringComparison.Ordinal));
    }

    // A file of Windows Installer's schema shares names with the vocabulary, and one value in the registry is named as a property.
    [Fact]
    public void Names_of_the_vocabulary_are_only_in_its_rows()
    {
        var names = ServiceProperties.All.Select(property => property.Name).Concat(PackageFormats.Items.Select(item => item.Name)).ToHashSet();
        Assert.Empty(
            from project in new[] { "ServicePackaging", "ServicePackaging.Build" }
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(Path.Combine(Repository.Root, "src"), file)
            where !path.Contains("/Vocabulary/", StringComparison.Ordinal) && !path.Contains("/Msi/Wix/", StringComparison.Ordinal)
                && Path.GetFileName(path) is not ("MsiSettings.cs" or "DebRelations.cs" or "RpmRelations.cs" or "MsiItems.cs")
            from line in File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal))
            from Match match in Quoted().Matches(line)
            where names.Contains(match.Groups[1].Value)
            select $"{path}: {match.Value}");
    }

    [Fact]
    public void Lines_have_at_most_140_characters() => Assert.Empty(
        from file in Sources()
        let path = Path.GetRelativePath(Path.Combine(Repository.Root, "src"), file)
        from line in CodeLines(File.ReadLines(file))
        where line.Text.Length > LongestLine
        select $"{path}:{line.Number}: {line.Text.Length} characters");

    [Fact]
    public void Texts_of_raw_strings_are_not_lines_of_code()
    {
        string[] lines = ["var a = $$\"\"\"", "    a text, however long", "    of two lines", "    \"\"\"", "    + b;"];
        Assert.Equal([1, 4, 5], CodeLines(lines).Select(line => line.Number));
    }

    // A ceiling against accidents: far above every file, so that none is cut in two because of it.
    [Fact]
    public void Sources_have_at_most_600_lines() => Assert.Empty(
        from file in Sources()
        let length = File.ReadLines(file).Count()
        where length > 600
        select $"{Path.GetRelativePath(Repository.Root, file)}: {length} lines");

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories);

    // All lines but the texts of raw string literals, between a line that ends with their quotes and one that begins with them.
    private static IEnumerable<(int Number, string Text)> CodeLines(IEnumerable<string> lines)
    {
        var isText = false;
        foreach (var (index, line) in lines.Index())
        {
            var isEnd = isText && line.TrimStart().StartsWith(RawQuotes, StringComparison.Ordinal);
            if (!isText || isEnd)
            {
                yield return (index + 1, line);
            }

            isText = !isEnd && (isText || line.EndsWith(RawQuotes, StringComparison.Ordinal));
        }
    }

    private static List<string> References(string assembly) => Read(assembly, metadata =>
        metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList());

    private static IEnumerable<string> ImportedFunctions(MetadataReader metadata) =>
        from handle in metadata.MethodDefinitions
        let import = metadata.GetMethodDefinition(handle).GetImport()
        where !import.Name.IsNil
        select metadata.GetString(import.Name);

    private static T Read<T>(string assembly, Func<MetadataReader, T> read)
    {
        using var image = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        return read(image.GetMetadataReader());
    }

    [GeneratedRegex("\"([A-Za-z]+)\"")]
    private static partial Regex Quoted();
}
