using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Msi;

/// <summary>Names of published files: a name that Windows supports is installed, and any other is reported.</summary>
public sealed class MsiNameTests
{
    private const int ManyFiles = 100_000;

    private static readonly Service OnWindows = new Service().OnWindows();

    [Theory]
    [InlineData("readme.txt", "readme.txt")]
    [InlineData("README", "README")]
    [InlineData("a b.txt", "|a b.txt")]
    [InlineData(".hidden", "|.hidden")]
    [InlineData("two.dots.txt", "|two.dots.txt")]
    [InlineData("console.txt", "console.txt|")]
    [InlineData("com10.log", "com10.log")]
    [InlineData("日本語 😀.txt", "|日本語 😀.txt")]
    [InlineData("[a]{b}%c%;&^'$.txt", "|[a]{b}%c%;&^'$.txt")]
    [InlineData("é.txt", "|é.txt")]
    public void A_name_that_Windows_can_have(string name, string expected)
    {
        var pair = Assert.Single(OnWindows.Publishes(name).PlanMsiWithoutFindings().Plan.Package.Files, file => file.FileName.Split('|')[^1] == name).FileName;

        Assert.EndsWith(expected.TrimEnd('|'), pair, StringComparison.Ordinal);
        Assert.Matches(@"^([a-zA-Z0-9_-]{1,8}(\.[a-zA-Z0-9_]{1,3})?)(\|[^|]+)?$", pair);
    }

    [Theory]
    [InlineData("CON", "'CON' is the name of a device")]
    [InlineData("nul.txt", "'nul.txt' is the name of a device")]
    [InlineData("sub/COM1.log", "'COM1.log' is the name of a device")]
    [InlineData("lpt9", "'lpt9' is the name of a device")]
    [InlineData("COM¹", "'COM¹' is the name of a device")]
    [InlineData("aux .txt", "'aux .txt' is the name of a device")]
    [InlineData("aux/a.txt", "'aux' is the name of a device")]
    [InlineData("dot.", "ends with a dot or a space")]
    [InlineData("space ", "ends with a dot or a space")]
    [InlineData("sub./a.txt", "ends with a dot or a space")]
    [InlineData("a<b", "contains '<'")]
    [InlineData("a>b", "contains '>'")]
    [InlineData("a:b", "contains ':'")]
    [InlineData("a\"b", "contains '\"'")]
    [InlineData("a|b", "contains '|'")]
    [InlineData("a?b", "contains '?'")]
    [InlineData("a*b", "contains '*'")]
    [InlineData("a\\b", "contains '\\'")]
    [InlineData("two\nlines", "contains a control character")]
    [InlineData("bell\u0007", "contains a control character")]
    [InlineData("del\u007f", "contains a control character")]
    public void A_name_that_Windows_cannot_have(string name, string fault)
    {
        var planned = OnWindows.Publishes(name).PlanMsi();

        Assert.Equal("SVCPKG5009", Assert.Single(planned.Codes));
        Assert.Contains(fault, planned.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(OnWindows.PlanMsi().Plan.Package.Files.Count, planned.Plan.Package.Files.Count);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_not_a_name() => Assert.All(
        new[] { "\ud83d", "a\ude00b", "\ud83d\ud83d\ude00" }, name => Assert.Equal(["SVCPKG5009"], OnWindows.Publishes(name).PlanMsi().Codes));

    [Theory]
    [InlineData(259, true)]
    [InlineData(260, false)]
    public void A_path_has_at_most_the_length_that_Windows_supports(int length, bool fits)
    {
        var directory = @"C:\Program Files\acme\";
        Assert.Equal(fits ? [] : ["SVCPKG5009"], OnWindows.Publishes(new string('x', length - directory.Length)).PlanMsi().Codes);
    }

    [Fact]
    public void A_link_is_refused() => Assert.Equal(["SVCPKG5009"], OnWindows.PublishesLink("link", "Acme.exe").PlanMsi().Codes);

    [Fact]
    public void Names_that_differ_only_in_case_are_equal()
    {
        var planned = OnWindows.Publishes("acme.DLL").PlanMsi();
        Assert.Equal(@"SVCPKG3005 ProgramFiles\acme\acme.DLL", $"{planned.Codes.Single()} {planned.Findings[0].Message.Split('\'')[1]}");
    }

    [Fact]
    public void Directories_that_differ_only_in_case_are_one_with_a_fixed_name()
    {
        var service = OnWindows.Publishes("Lib/a.txt").Publishes("lib/b.txt").Publishes("LIB/c.txt");

        Assert.Equal("LIB", Assert.Single(service.PlanMsiWithoutFindings().Rows("Directory"), row => row.Contains("lib", StringComparison.OrdinalIgnoreCase)).Split('\t')[3]);
        Assert.All(Enumerable.Range(0, 10), seed => Assert.Equal(service.PlanMsi().Dump(), service.Shuffled(seed).PlanMsi().Dump()));
    }

    [Fact]
    public void Names_of_directories_are_interpreted_correctly_by_registry_and_actions()
    {
        var planned = OnWindows.With("ServiceInstallDirectory", @"ProgramFiles\[Acme]").PlanMsiWithoutFindings();

        Assert.Equal(@"SOFTWARE\[\[]Acme[\]]", planned.Cell("RegLocator", "PreviousFolder", "Key"));
        Assert.Equal("[Acme]", planned.Cell("Directory", "INSTALLFOLDER", "DefaultDir").Split('|')[1]);
    }

    [Fact]
    public void A_hundred_thousand_files_have_different_keys()
    {
        // Half of them have one name in many directories, and half of them have names with the same beginning.
        var paths = Enumerable.Range(0, ManyFiles).Select(number => number % 2 == 0
            ? $"d{number % 1000}/e{number}/Acme.Resources.With.A.Very.Long.Name.resources.dll" : $"many/Acme.Resources.With.A.Very.Long.Name.{number}.dll");
        var planned = OnWindows.PublishesAll(paths).PlanMsiWithoutFindings();
        var files = planned.Plan.Package.Files;

        Assert.Equal(ManyFiles + OnWindows.PlanMsi().Plan.Package.Files.Count, files.Count);
        Assert.Equal(files.Count, files.Select(file => file.Key).ToHashSet(StringComparer.OrdinalIgnoreCase).Count);
        Assert.All(files, file => Assert.InRange(file.Key.Length, 1, 72));
        var components = planned.Plan.Package.Rows.Where(row => row.Table.Name == "Component").ToList();
        Assert.Equal(components.Count, components.Select(row => row["ComponentId"].ToString()).ToHashSet().Count);
        Assert.Equal(components.Count, components.Select(row => row.Key).ToHashSet().Count);
        var directories = planned.Plan.Package.Rows.Where(row => row.Table.Name == "Directory").ToList();
        Assert.Equal(directories.Count, directories.Select(row => row.Key).ToHashSet().Count);
    }

    [Fact]
    public void Short_names_are_unique_in_any_directory()
    {
        // Names that are short forms themselves, and ones with the same beginning and extension.
        var names = Enumerable.Range(0, 10_000).SelectMany(number => new[] { $"f{number}.dll", $"A long name {number}.dll" });
        var pairs = OnWindows.PublishesAll(names.Select(name => "many/" + name)).PlanMsiWithoutFindings().Plan.Package.Files.Select(file => file.FileName.Split('|')[0]).ToList();

        Assert.Equal(pairs.Count, pairs.ToHashSet(StringComparer.OrdinalIgnoreCase).Count);
    }
}
