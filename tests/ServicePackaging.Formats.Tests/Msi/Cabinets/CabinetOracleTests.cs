using ServicePackaging.Formats.Msi.Cabinets;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Msi.Cabinets;

public sealed class CabinetOracleTests
{
    private static readonly (string Name, byte[] Content)[] Files =
    [
        ("text", Samples.Text(300_000, 1)), ("random", Samples.Random(200_000, 2)), ("empty", []), ("mixed", Samples.Mixed(3_000_000, 3)),
        ("zeros", new byte[1_000_000]), ("one", [1]),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Other_readers_unpack_the_same_bytes(bool isCompressed)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("a.cab", Cabs.Write(new() { Compression = isCompressed ? CabinetCompression.MsZip : CabinetCompression.None }, Files));

        Assert.Contains("All done, no errors.", Tool.Run($"cabextract -t {path}"), StringComparison.Ordinal);
        Assert.Contains("Everything is Ok", Tool.Run($"7z t {path}"), StringComparison.Ordinal);
        Unpacks(directory, "cabextract", $"cabextract -q -d {directory.File("cabextract")} {path}");
        Unpacks(directory, "7z", $"7z x -o{directory.File("7z")} {path}");
        Unpacks(directory, "gcab", $"gcab -x -C {directory.File("gcab")} {path}");
        Assert.Equal(Files.Select(file => file.Name), Tool.Run($"gcab -t {path}").Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("gcab -c", false)]
    [InlineData("gcab -c -z", true)]
    public void Cabinets_of_gcab_are_read(string command, bool isCompressed)
    {
        using var directory = new TemporaryDirectory();
        foreach (var (name, content) in Files)
        {
            directory.Write(name, content);
        }

        Tool.Run($"{command} a.cab {string.Join(' ', Files.Select(file => file.Name))}", directory.Path);
        using var cabinet = CabinetReader.Open(File.OpenRead(directory.File("a.cab")));

        Assert.Equal(isCompressed ? CabinetCompression.MsZip : CabinetCompression.None, Assert.Single(cabinet.Folders).Compression);
        Cabs.Holds(Files, cabinet);
        Assert.Empty(cabinet.Audit(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_cabinet_in_a_database_that_wixl_wrote_is_read()
    {
        using var directory = new TemporaryDirectory();
        var content = Samples.Mixed(500_000, 4);
        directory.Write("app.bin", content);
        var source = directory.Write("a.wxs", """
            <Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
              <Product Id="*" Name="A" Manufacturer="M" Version="1.0.0" Language="1033" UpgradeCode="12345678-1234-1234-1234-123456789012">
                <Package InstallerVersion="200" Compressed="yes"/>
                <Media Id="1" Cabinet="app.cab" EmbedCab="yes"/>
                <Directory Id="TARGETDIR" Name="SourceDir">
                  <Component Id="C" Guid="12345678-1234-1234-1234-123456789013"><File Id="F" Source="app.bin" KeyPath="yes"/></Component>
                </Directory>
                <Feature Id="All" Level="1"><ComponentRef Id="C"/></Feature>
              </Product>
            </Wix>
            """u8.ToArray());
        Tool.Run($"wixl -o a.msi {source}", directory.Path);

        using var file = CompoundFileReader.Open(File.OpenRead(directory.File("a.msi")));
        var largest = file.Entries.MaxBy(entry => entry.Length)!;
        using var cabinet = CabinetReader.Open(file.OpenStream(largest));

        Cabs.Holds([("F", content)], cabinet);
        Assert.Empty(cabinet.Audit(TestContext.Current.CancellationToken));
    }

    private static void Unpacks(TemporaryDirectory directory, string into, string command)
    {
        Directory.CreateDirectory(directory.File(into));
        Tool.Run(command);
        Assert.All(Files, file => Assert.True(
            file.Content.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(directory.File(into), file.Name))), $"{into}: {file.Name}"));
    }
}
