using System.Buffers.Binary;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Msi;

public sealed class MsiWriterTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Rows_read_as_they_were_written()
    {
        var package = Msis.Sample();
        using var msi = Msis.Read(Msis.Write(package));

        Assert.All(package.Rows.GroupBy(row => row.Table), table => Assert.Equal(
            Msis.Lines(table.Select(row => row.ToString().Replace("[stream]", "1", StringComparison.Ordinal))),
            Msis.Lines(msi.FindTable(table.Key.Name)!.Rows.Select(row => row.ToString()))));
        Assert.Equal(1252, msi.CodePage);
        Assert.False(msi.HasLongReferences);
    }

    [Fact]
    public void Files_have_their_own_rows()
    {
        var library = File.ReadAllBytes(typeof(MsiWriter).Assembly.Location);
        var package = Msis.Sample() with
        {
            Files = [.. Msis.Sample().Files, new() { Key = "F3", Component = "C1", FileName = "a.dll", Content = FileContent.FromBytes(library), IsVital = false }],
        };
        using var msi = Msis.Read(Msis.Write(package));

        Assert.Equal(
            [
                "File\tF1\tC1\torders.exe\t18\t\t\t512\t1",
                "File\tF2\tC2\tORDERS~1.JSO|orders.json\t3\t\t\t512\t2",
                $"File\tF3\tC1\ta.dll\t{library.Length}\t1.0.0.0\t0\t0\t3",
            ],
            msi.FindTable("File")!.Rows.Select(row => row.ToString()));
        Assert.Equal(["Media\t1\t3\t\t#cab1.cab\t\t"], msi.FindTable("Media")!.Rows.Select(row => row.ToString()));

        // A file with a version is compared by its version, and has no hash.
        var md5 = Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadInt32LittleEndian(Convert.FromHexString("8a80554c91d9fca8acb82f023de02f11").AsSpan(i * 4)));
        Assert.Equal(["F1", "F2"], msi.FindTable("MsiFileHash")!.Rows.Select(row => row.Key));
        Assert.Equal($"MsiFileHash\tF2\t0\t{string.Join('\t', md5)}", msi.FindTable("MsiFileHash")!.Find("F2").ToString());
    }

    [Fact]
    public void Columns_are_described_as_in_databases_of_Windows_Installer()
    {
        using var msi = Msis.Read(Msis.Write(Msis.Sample()));

        Assert.Equal((0x2D48, 0x1DFF), (Type("Component", "Component"), Type("Component", "Condition")));
        Assert.Equal((0x0FFF, 0x1F00), (Type("File", "FileName"), Type("Registry", "Value")));
        Assert.Equal((0x0502, 0x1502), (Type("Feature", "Level"), Type("Feature", "Display")));
        Assert.Equal((0x0104, 0x1104), (Type("File", "FileSize"), Type("_Validation", "MinValue")));
        Assert.Equal((0x0900, 0x0D04, 0x2502), (Type("Icon", "Data"), Type("_Validation", "Nullable"), Type("Media", "DiskId")));

        int Type(string table, string column) => msi.FindTable(table)!.Columns.Single(stored => stored.Name == column).Type;
    }

    [Fact]
    public void Validation_has_a_row_for_exactly_the_columns_of_the_existing_tables()
    {
        using var msi = Msis.Read(Msis.Write(Msis.Sample()));

        Assert.Equal(
            Msis.Lines(msi.Tables.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}"))),
            Msis.Lines(msi.FindTable("_Validation")!.Rows.Select(row => row.Key)));
        Assert.Equal(
            "_Validation\tComponent\tKeyPath\tY\t\t\tFile;Registry;ODBCDataSource\t1\tIdentifier\t\t",
            msi.FindTable("_Validation")!.Find("Component.KeyPath").ToString());
        Assert.Equal(
            "_Validation\tRegistry\tRoot\tN\t-1\t3\t\t\t\t\t", msi.FindTable("_Validation")!.Find("Registry.Root").ToString());
    }

    [Fact]
    public void The_pool_counts_each_reference_and_contains_each_text_once()
    {
        using var msi = Msis.Read(Msis.Write(Msis.Sample()));

        AssertPoolIsExact(msi);
    }

    [Fact]
    public void Rows_are_in_the_order_of_their_stored_keys()
    {
        using var msi = Msis.Read(Msis.Write(Msis.Sample()));

        Assert.All(msi.Tables.Concat(msi.SystemTables), table =>
        {
            var keys = table.Rows.Select(row => row.RawCells.Take(table.KeyCount).ToArray()).ToArray();
            Assert.All(keys.Zip(keys.Skip(1)), pair => Assert.True(pair.First.AsSpan().SequenceCompareTo(pair.Second) < 0));
        });
    }

    [Fact]
    public void The_bytes_of_a_package_never_change() => Assert.Equal(
        "358c8111c39afc2be27c926b115f32e48169d905f304094a084249ea4f2983a8",
        Convert.ToHexStringLower(SHA256.HashData(Msis.Write(Msis.Sample(CompressionKind.None)))));

    [Fact]
    public void The_order_of_files_matters_but_not_that_of_rows()
    {
        var package = Msis.Sample();
        var bytes = Msis.Write(package);

        Assert.Equal(bytes, Msis.Write(package with { Rows = [.. package.Rows.Reverse()] }));
        Assert.NotEqual(bytes, Msis.Write(package with { Files = [.. package.Files.Reverse()] }));
    }

    [Fact]
    public void Any_texts_and_numbers_read_as_they_were_written()
    {
        var text = Gen.NonEmptyListOf(Gen.Elements("a", "Ä", "ß", "日本", "ю", "€", "😀", "Ａ", "\u0100", "\u0081", " ", "\r\n", "'", "|", new string('x', 40_000)))
            .Select(parts => string.Concat(parts));
        var values = Gen.ListOf(Gen.Zip(text, Gen.Choose(-short.MaxValue, short.MaxValue)));

        Prop.ForAll(values.ToArbitrary(), list =>
        {
            var package = Msis.Sample() with { Rows = [.. Msis.Sample().Rows, .. Rows(list)] };
            using var msi = Msis.Read(Msis.Write(package));

            Assert.Equal(
                list.Select(value => (value.Item1, (int?)value.Item2)),
                Enumerable.Range(0, list.Count).Select(i => (
                    msi.FindTable("ActionText")!.Find($"A{i}")!.Value["Template"].Text!,
                    msi.FindTable("Component")!.Find($"X{i}")!.Value["Attributes"].Number)));
            AssertPoolIsExact(msi);
        }).QuickCheckThrowOnFailure();

        static IEnumerable<MsiRow> Rows(IEnumerable<(string, int)> list) => list.SelectMany((value, i) => new[]
        {
            MsiTables.ActionText.Row($"A{i}", MsiValue.Null, value.Item1),
            MsiTables.Component.Row($"X{i}", MsiValue.Null, "INSTALLFOLDER", value.Item2, MsiValue.Null, MsiValue.Null),
        });
    }

    [Fact]
    public void Texts_outside_the_western_code_page_result_in_a_database_in_utf8()
    {
        using var msi = Msis.Read(Msis.Write(Msis.Sample().WithProperty("Greeting", "ご注文")));

        Assert.Equal(65001, msi.CodePage);
        Assert.Equal("ご注文", msi.FindTable("Property")!.Find("Greeting")!.Value["Value"].Text);
        // The summary has a separate code page.
        Assert.Equal(1252, msi.Summary!.CodePage);
    }

    [Theory]
    [InlineData("Bestellungen für Köln", 1252)]
    [InlineData("Заказы", 1251)]
    [InlineData("ご注文", 932)]
    public void The_summary_has_the_first_code_page_that_contains_its_texts(string comments, int codePage)
    {
        var package = Msis.Sample();
        using var msi = Msis.Read(Msis.Write(package with { Summary = package.Summary with { Comments = comments } }));

        Assert.Equal((codePage, comments), (msi.Summary!.CodePage, msi.Summary.Text(MsiSummaryProperty.Comments)));
    }

    // Windows Installer does not read a summary as UTF-8.
    [Fact]
    public void A_summary_whose_texts_are_in_no_code_page_has_question_marks()
    {
        var package = Msis.Sample();
        using var msi = Msis.Read(Msis.Write(package with { Summary = package.Summary with { Comments = "ご Заказ für 😀" } }));

        Assert.Equal((1252, "? ????? für ??"), (msi.Summary!.CodePage, msi.Summary.Text(MsiSummaryProperty.Comments)));
    }

    [Fact]
    public void The_summary_describes_the_package()
    {
        var package = Msis.Sample();
        using var msi = Msis.Read(Msis.Write(package));

        Assert.Equal(
            [
                "CodePage=1252", "Title=Installation Database", "Subject=Orders", "Author=Example", "Keywords=Installer", "Comments=Takes orders",
                "Template=x64;1033", "PageCount=500", "WordCount=2", "CreatingApplication=tests", "Security=2",
            ],
            msi.Summary!.Values.Where(value => value.Key is not (MsiSummaryProperty.RevisionNumber or MsiSummaryProperty.CreateTime or MsiSummaryProperty.LastSaveTime))
                .OrderBy(value => value.Key).Select(value => FormattableString.Invariant($"{value.Key}={value.Value}")));
        Assert.Equal((Msis.Time, Msis.Time), (msi.Summary.Time(MsiSummaryProperty.CreateTime), msi.Summary.Time(MsiSummaryProperty.LastSaveTime)));
    }

    [Fact]
    public void Different_packages_have_different_package_codes()
    {
        var package = Msis.Sample();
        MsiPackage[] packages =
        [
            package,
            package.WithProperty("A", "b"),
            package with { Timestamp = Msis.Time.AddSeconds(2) },
            package with { Compression = CompressionKind.None },
            package with { Summary = package.Summary with { Platform = MsiPlatform.Arm64 } },
            package with { Files = [package.Files[0], package.Files[1] with { Content = FileContent.FromText("[]\n") }] },
            package with { PackageCodeNamespace = Guid.Empty },
        ];
        var codes = packages.Select(other => MsiWriter.Write(other, new MemoryStream(), None).PackageCode).ToArray();

        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.Equal(codes[0], MsiWriter.Write(Msis.Sample(), new MemoryStream(), None).PackageCode);
        using var msi = Msis.Read(Msis.Write(package));
        Assert.Equal(codes[0].ToString("B").ToUpperInvariant(), msi.Summary!.Text(MsiSummaryProperty.RevisionNumber));
    }

    [Fact]
    public void Packages_that_break_a_rule_are_rejected()
    {
        var package = Msis.Sample();
        AssertRefused("The table Media must be empty: the writer fills it.", package with
        {
            Rows = [MsiTables.Media.Row(1, 1, MsiValue.Null, "#a.cab", MsiValue.Null, MsiValue.Null)],
        });
        AssertRefused("The table Property has two rows with the key 'ProductName'.", package.WithProperty("ProductName", "Again"));
        AssertRefused("Two files have the key 'f1', which is not case-sensitive.", package with
        {
            Files = [.. package.Files, Msis.File("f1", "C1", "x", "x")],
        });
        AssertRefused("File.FileName: '' must not be empty. (Parameter 'cells')", package with { Files = [Msis.File("F1", "C1", "", "x")] });
        AssertRefused("Cabinets cannot be compressed with Xz.", package with { Compression = CompressionKind.Xz });
        AssertRefused("The time 1979-12-31 00:00:00Z is outside the range 1980 to 2107.", package with { Timestamp = new(1979, 12, 31, 0, 0, 0, TimeSpan.Zero) });
        Assert.StartsWith(
            $"'Icon.{new string('I', 60)}' is too long for a stream name",
            Assert.Throws<ArgumentException>(() => Msis.Write(package with { Rows = [MsiTables.Icon.Row(new string('I', 60), FileContent.FromText("x"))] })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Too_large_packages_are_rejected_before_anything_is_written()
    {
        var package = Msis.Sample();
        var path = _directory.File("x.msi");
        var half = new TestContent(1L << 30);

        Assert.Contains("2147450881 bytes", Assert.Throws<MsiTooLargeException>(() => MsiWriter.Write(
            package with { Files = [package.Files[0] with { Content = new TestContent(2_147_450_881) }] }, path, None)).Message, StringComparison.Ordinal);
        Assert.Throws<MsiTooLargeException>(() => MsiWriter.Write(
            package with
            {
                Files = [package.Files[0] with { Content = half }, package.Files[1] with { Content = half }],
                Compression = CompressionKind.None,
            },
            path,
            None));
        // The files would fit, but the cabinet that contains them does not.
        Assert.Throws<MsiTooLargeException>(() => MsiWriter.Write(
            package with
            {
                Files = [package.Files[0] with { Content = half }, package.Files[1] with { Content = new TestContent((1L << 30) - 1) }],
                Compression = CompressionKind.None,
            },
            path,
            None));
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void A_failure_keeps_the_existing_file()
    {
        var path = _directory.Write("x.msi", [1, 2, 3]);
        var package = Msis.Sample() with { Files = [Msis.Sample().Files[0] with { Content = new TestContent(100, yielded: 99) }] };

        Assert.Throws<IOException>(() => MsiWriter.Write(package, path, None));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_directory.Path));
    }

    public void Dispose() => _directory.Dispose();

    private static void AssertPoolIsExact(MsiDatabase msi)
    {
        var counted = new int[msi.Strings.Count + 1];
        foreach (var row in msi.Tables.Concat(msi.SystemTables).SelectMany(table => table.Rows))
        {
            foreach (var (column, raw) in row.Table.Columns.Zip(row.RawCells))
            {
                counted[column.Kind == MsiColumnKind.Text ? raw : 0]++;
            }
        }

        Assert.Equal(counted.Skip(1), msi.Strings.Select(text => text.References));
        Assert.DoesNotContain(0, counted.Skip(1));
        Assert.Equal(msi.Strings.Count, msi.Strings.Select(text => text.Text).Distinct().Count());
    }

    private static void AssertRefused(string message, MsiPackage package) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Msis.Write(package)).Message);
}
