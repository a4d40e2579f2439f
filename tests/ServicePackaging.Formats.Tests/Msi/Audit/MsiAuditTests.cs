using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi.Audit;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Msi.Audit;

public sealed class MsiAuditTests : IDisposable
{
    private static readonly byte[] Sound = Msis.Write(Audited.Sound());

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<int, string> OfRows => [.. RowMutants.All.Index().Select(mutant => (mutant.Index, mutant.Item.Rule))];

    public static TheoryData<int, string> OfBytes => [.. StoredMutants.All.Index().Select(mutant => (mutant.Index, mutant.Item.Rule))];

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    public void A_sound_package_has_no_finding(CompressionKind compression) =>
        Assert.Empty(Audited.Findings(Audited.Sound() with { Compression = compression }));

    [Theory]
    [MemberData(nameof(OfRows))]
    public void A_package_that_says_something_wrong_breaks_the_rule_for_it(int mutant, string rule) =>
        AssertBreaks(rule, Audited.Findings(RowMutants.All[mutant].Break(Audited.Sound())));

    [Theory]
    [MemberData(nameof(OfBytes))]
    public void A_package_that_is_stored_wrong_breaks_the_rule_for_it(int mutant, string rule) =>
        AssertBreaks(rule, Audited.Findings(StoredMutants.All[mutant].Break(Sound)));

    // What no mutant makes of a compound file, CompoundFileReaderTests do.
    [Fact]
    public void Each_rule_is_broken_by_a_mutant() => Assert.Empty(
        MsiAudit.Rules.Where(rule => !rule.StartsWith("CompoundFile.", StringComparison.Ordinal))
            .Except(RowMutants.All.Select(mutant => mutant.Rule)).Except(StoredMutants.All.Select(mutant => mutant.Rule)));

    [Fact]
    public void Rules_have_names_of_their_own() => Assert.Equal(MsiAudit.Rules.Distinct(), MsiAudit.Rules);

    [Fact]
    public void The_tables_can_be_checked_without_the_payload()
    {
        using var msi = Msis.Read(StoredMutants.All.First(mutant => mutant.Rule == "FileContent").Break(Sound));

        Assert.Empty(MsiAudit.Check(msi, VerificationDepth.Headers, TestContext.Current.CancellationToken));
        Assert.NotEmpty(MsiAudit.Check(msi, VerificationDepth.Payload, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_mutated_package_gives_findings_or_is_invalid_data()
    {
        var bytes = Msis.Write(Audited.Sound() with { Files = [Msis.File("F1", "C1", "orders.exe", "x"), Msis.File("F3", "C3", "x.json", "{}")] });
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.Choose(0, bytes.Length - 1), Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 127, 128, 255))));

        Prop.ForAll(edits.ToArbitrary(), list => IsToldOrInvalidData(bytes, list)).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void A_truncated_package_gives_findings_or_is_invalid_data()
    {
        var bytes = Sound;
        for (var length = 0; length < bytes.Length; length += 4093)
        {
            IsToldOrInvalidData(bytes[..length], []);
        }
    }

    [Fact]
    public void One_long_text_in_many_cells_does_not_take_for_ever()
    {
        var text = new string('x', 1_000_000);
        var bytes = Msis.Write(Enumerable.Range(0, 200).Aggregate(Msis.Sample(), (package, i) => package.WithProperty($"P{i}", text)));

        Assert.Throws<InvalidDataException>(() => Audited.Findings(bytes));
    }

    [Fact]
    public void What_wixl_writes_has_the_defects_that_it_is_known_for()
    {
        _directory.Write("orders.json", "{}\n"u8.ToArray());
        _directory.Write("x.wxs", Encoding.UTF8.GetBytes(
            """
            <?xml version="1.0"?>
            <Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
              <Product Id="*" Name="Orders" Language="1033" Version="1.2.3" Manufacturer="Example" UpgradeCode="A7F8E4C2-5B9D-4C3E-8F1A-2D6B7C8E9F00">
                <Package InstallerVersion="500" Compressed="yes" Comments="Takes orders"/>
                <Media Id="1" Cabinet="orders.cab" EmbedCab="yes"/>
                <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="ProgramFiles64Folder"><Directory Id="D" Name="Orders of today">
                  <Component Id="C" Guid="5B7F4A0E-8C51-5A14-8A43-2C1B1B7A6D01"><File Id="F" Source="orders.json" KeyPath="yes"/></Component>
                </Directory></Directory></Directory>
                <Feature Id="Main" Level="1"><ComponentRef Id="C"/></Feature>
              </Product>
            </Wix>

            """));
        Tool.Run("wixl -a x64 -o x.msi x.wxs", _directory.Path);

        var rules = MsiAudit.Check(_directory.File("x.msi"), TestContext.Current.CancellationToken).Select(finding => finding.Rule).ToHashSet();

        Assert.Superset(new HashSet<string> { "StringReferences", "RequiredTables", "CellForm (ICE03)", "CompoundFile.BlackHeight" }, rules);
    }

    public void Dispose() => _directory.Dispose();

    private static void AssertBreaks(string rule, IReadOnlyList<PackageFault> findings) => Assert.True(
        findings.Any(finding => finding.Rule == rule && !finding.Message.StartsWith("The data for this rule", StringComparison.Ordinal)),
        $"{rule} is not among:\n{string.Join('\n', findings)}");

    private static void IsToldOrInvalidData(byte[] bytes, IEnumerable<(int Position, int Value)> edits)
    {
        var copy = bytes.ToArray();
        foreach (var (position, value) in edits)
        {
            copy[position] = (byte)value;
        }

        try
        {
            Assert.All(Audited.Findings(copy), finding => Assert.NotEmpty(finding.Message));
        }
        catch (InvalidDataException)
        {
        }
    }
}
