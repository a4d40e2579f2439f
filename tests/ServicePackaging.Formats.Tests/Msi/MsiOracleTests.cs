using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Formats.Tests.Msi;

/// <summary>Other readers read our packages, and our reader reads packages of other tools.</summary>
public sealed class MsiOracleTests : IDisposable
{

    // The interpreter of the distribution, for which its modules are installed.
    private const string Python = "/usr/bin/python3";

    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData("Orders")]
    [InlineData("ご注文 Заказы")]
    public void Msiinfo_reads_each_table_as_it_was_written(string name)
    {
        var package = Msis.Sample().WithProperty("Greeting", name);
        var path = Write(package);
        using var msi = MsiReader.Open(path);

        Assert.Equal(
            msi.Tables.Select(table => table.Name).Order(StringComparer.Ordinal),
            Tool.Run($"msiinfo tables {path}").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(table => table is not ("_SummaryInformation" or "_ForceCodepage"))
                .Order(StringComparer.Ordinal));
        Assert.All(package.Rows.Select(row => row.Table).Distinct().Where(table => table != MsiTables.Icon), table =>
        {
            var lines = Export(path, table.Name);
            Assert.Equal(string.Join('\t', table.Columns.Select(column => column.Name)), lines[0]);
            Assert.Equal(string.Join('\t', msi.FindTable(table.Name)!.Columns.Select(column => column.Specification)), lines[1]);
            Assert.EndsWith($"{table.Name}\t{string.Join('\t', table.Columns.Take(table.KeyCount).Select(column => column.Name))}", lines[2], StringComparison.Ordinal);
            Assert.Equal(
                Msis.Lines(package.Rows.Where(row => row.Table == table).Select(row => string.Join('\t', row.Cells))),
                Msis.Lines(lines.Skip(3)));
        });
        Assert.All(msi.Tables.Where(table => table.Name is "File" or "Media" or "MsiFileHash" or "_Validation"), table => Assert.Equal(
            Msis.Lines(table.Rows.Select(row => string.Join('\t', row.Cells))),
            Msis.Lines(Export(path, table.Name).Skip(3))));
    }

    [Fact]
    public void Msiinfo_reads_the_summary_and_the_streams()
    {
        var path = Write(Msis.Sample());

        var summary = Tool.Run($"msiinfo suminfo {path}");
        Assert.Contains("Template: x64;1033\n", summary, StringComparison.Ordinal);
        Assert.Contains("Author: Example\n", summary, StringComparison.Ordinal);
        Assert.Equal(
            ["\u0005SummaryInformation", "Icon.Orders.ico", "cab1.cab"],
            Tool.Run($"msiinfo streams {path}").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Equal("an icon", Tool.Run($"msiinfo extract {path} Icon.Orders.ico"));
    }

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    public void Msiextract_7z_and_cabextract_unpack_the_same_bytes(CompressionKind compression)
    {
        var random = new Random(7);
        var content = new byte[300_000];
        random.NextBytes(content.AsSpan(0, 100_000));
        var package = Msis.Sample(compression) with
        {
            Files = [.. Msis.Sample().Files, new() { Key = "F3", Component = "C2", FileName = "data.bin", Content = FileContent.FromBytes(content) }],
        };
        var path = Write(package);

        var extracted = Directory.CreateDirectory(_directory.File("msiextract")).FullName;
        Tool.Run($"msiextract -C {extracted} {path}");
        Assert.Equal(
            ["data.bin", "orders.exe", "orders.json"],
            Directory.GetFiles(extracted, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(content, File.ReadAllBytes(Directory.GetFiles(extracted, "data.bin", SearchOption.AllDirectories).Single()));

        Tool.Run($"7z x -o{_directory.File("7z")} {path}");
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(_directory.File("7z"), "F3")));

        Tool.Run($"msidump -s -d {_directory.Path} {path}");
        var cabinet = Directory.GetFiles(_directory.Path, "cab1.cab", SearchOption.AllDirectories).Single();
        Tool.Run($"cabextract -q -d {_directory.File("cabextract")} {cabinet}");
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(_directory.File("cabextract"), "F3")));
    }

    [Fact]
    public void Olefile_finds_no_defect()
    {
        var path = Write(Msis.Sample());
        var script = _directory.Write("check.py", Encoding.UTF8.GetBytes(
            """
            import sys, olefile
            ole = olefile.OleFileIO(sys.argv[1], raise_defects=olefile.DEFECT_POTENTIAL)
            meta = ole.get_metadata()
            print(ole.root.clsid, meta.subject.decode(), meta.num_pages, meta.security, meta.create_time, len(ole.parsing_issues))

            """));
        Availability.Require(Tool.Try($"{Python} {_directory.Write("import.py", "import olefile"u8.ToArray())}").ExitCode == 0
            ? null
            : Availability.Missing(ToolList.Olefile));

        Assert.Equal("000C1084-0000-0000-C000-000000000046 Orders 500 2 2026-02-03 04:05:06 0\n", Tool.Run($"{Python} {script} {path}"));
    }

    [Fact]
    public void More_than_65535_texts_result_in_references_of_three_bytes()
    {
        var rows = Enumerable.Range(0, 33_100).Select(i => MsiTables.Property.Row($"P{i:D5}", $"value {i}"));
        var package = Msis.Sample() with { Rows = [.. Msis.Sample().Rows, .. rows] };
        var path = Write(package);

        using var msi = MsiReader.Open(path);
        Assert.True(msi.HasLongReferences);
        var lines = Export(path, "Property");
        Assert.Equal(33_100 + 6, lines.Length - 3);
        Assert.Contains("P33099\tvalue 33099", lines);
        Assert.Equal(
            Msis.Lines(package.Rows.Where(row => row.Table == MsiTables.Component).Select(row => string.Join('\t', row.Cells))),
            Msis.Lines(Export(path, "Component").Skip(3)));
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_001)]
    public void Msiinfo_reads_a_text_of_any_length(int length)
    {
        var text = new string('x', length);
        var path = Write(Msis.Sample().WithProperty("Aaa", text).WithProperty("Zzz", "y"));

        var lines = Export(path, "Property");
        Assert.Contains($"Aaa\t{text}", lines);
        Assert.Contains("Zzz\ty", lines);
        using var msi = MsiReader.Open(path);
        Assert.Equal(text, msi.FindTable("Property")!.Find("Aaa")!.Value["Value"].Text);
    }

    [Fact]
    public void A_text_with_more_references_than_the_count_can_store_is_kept()
    {
        var rows = Enumerable.Range(0, 70_000).Select(i => MsiTables.Property.Row(string.Create(CultureInfo.InvariantCulture, $"P{i}"), "the same"));
        var path = Write(Msis.Sample() with { Rows = [.. Msis.Sample().Rows, .. rows] });

        Assert.Contains("P69999\tthe same", Export(path, "Property"));
        using var msi = MsiReader.Open(path);
        Assert.Equal(65_535, msi.Strings.Single(text => text.Text == "the same").References);
    }

    [Fact]
    public void Packages_of_wixl_read_as_msiinfo_reads_them()
    {
        _directory.Write("orders.json", "{}\n"u8.ToArray());
        _directory.Write("x.wxs", Encoding.UTF8.GetBytes(
            """
            <?xml version="1.0"?>
            <Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
              <Product Id="*" Name="Orders" Language="1033" Version="1.2.3" Manufacturer="Example" UpgradeCode="A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F00">
                <Package InstallerVersion="500" Compressed="yes" Comments="Takes orders"/>
                <Media Id="1" Cabinet="orders.cab" EmbedCab="yes"/>
                <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="ProgramFiles64Folder"><Directory Id="D" Name="Orders">
                  <Component Id="C" Guid="5B7F4A0E-8C51-5A14-8A43-2C1B1B7A6D01"><File Id="F" Source="orders.json" KeyPath="yes"/></Component>
                </Directory></Directory></Directory>
                <Feature Id="Main" Level="1"><ComponentRef Id="C"/></Feature>
              </Product>
            </Wix>

            """));
        Tool.Run("wixl -a x64 -o x.msi x.wxs", _directory.Path);
        var path = _directory.File("x.msi");

        using var msi = MsiReader.Open(path);
        Assert.All(msi.Tables, table => Assert.Equal(
            Msis.Lines(table.Rows.Select(row => string.Join('\t', row.Cells))),
            Msis.Lines(Export(path, table.Name).Skip(3))));
        Assert.Equal("x64;1033", msi.Summary!.Text(MsiSummaryProperty.Template));
        using var content = new MemoryStream();
        msi.CopyFile("F", content, None);
        Assert.Equal("{}\n", Encoding.UTF8.GetString(content.ToArray()));
    }

    public void Dispose() => _directory.Dispose();

    private string Write(MsiPackage package)
    {
        var path = _directory.File("ours.msi");
        Msis.Write(package, path);
        return path;
    }

    private static string[] Export(string path, string table) =>
        Tool.Run($"msiinfo export {path} {table}").Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
