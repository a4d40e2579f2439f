using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Deb;
using ServicePackaging.Formats.Tests.MacPkg;
using ServicePackaging.Formats.Tests.Msi.Audit;
using ServicePackaging.Formats.Tests.Rpm;

namespace ServicePackaging.Formats.Tests.Archives;

/// <summary>In every format, a package gets its name only after it has been verified.</summary>
public sealed class PackageFileTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, (VerifyPackage Verify, Func<Stream, string, object> Write)> Formats = new()
    {
        ["deb"] = (DebVerifier.Verify, (output, directory) => DebWriter.Write(Debs.Sample(), output, directory, None)),
        ["rpm"] = (RpmVerifier.Verify, (output, directory) => RpmWriter.Write(Rpms.Sample(), output, directory, None)),
        ["pkg"] = (MacPackageVerifier.Verify, (output, directory) => MacPackageWriter.Write(MacPkgs.Sample(), output, directory, None)),
        ["msi"] = (MsiVerifier.Verify, (output, _) => MsiWriter.Write(Audited.Sound(), output, None)),
    };

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Names => [.. Formats.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_valid_package_gets_its_name(string format)
    {
        var path = _directory.Write("package", "what was there before"u8.ToArray());

        PackageFile.Write(path, Formats[format].Write, Formats[format].Verify, None);

        using var package = File.OpenRead(path);
        Assert.Empty(Formats[format].Verify(package, None));
        Assert.Equal([path], Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_with_a_fault_leaves_nothing_and_replaces_nothing(string format)
    {
        var path = _directory.Write("package", "what was there before"u8.ToArray());
        var (verify, write) = Formats[format];

        var e = Assert.Throws<PackageFaultException>(() => PackageFile.Write(path, (output, directory) => WriteCut(output, directory, write), verify, None));

        Assert.NotEmpty(e.Faults);
        Assert.Contains(e.Faults[0].Message, e.Message, StringComparison.Ordinal);
        Assert.Equal("what was there before", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stream_gets_the_bytes_that_a_file_gets(string format)
    {
        var path = _directory.File("package");
        PackageFile.Write(path, Formats[format].Write, verify: null, None);
        using var stream = new MemoryStream();

        _ = format switch
        {
            "deb" => DebWriter.Write(Debs.Sample(), stream, None),
            "rpm" => RpmWriter.Write(Rpms.Sample(), stream, None),
            "pkg" => MacPackageWriter.Write(MacPkgs.Sample(), stream, None),
            _ => (object)MsiWriter.Write(Audited.Sound(), stream, None),
        };

        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
    }

    [Fact]
    public void A_writer_verifies_what_it_writes_to_a_file()
    {
        var path = _directory.File("orders.msi");

        var e = Assert.Throws<PackageFaultException>(() => MsiWriter.Write(Audited.Sound().Property("REINSTALLMODE", "all"), path, None));

        Assert.Equal("ReinstallMode (ICE40)", e.Faults[0].Rule);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void A_cancellation_while_it_is_verified_leaves_nothing()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(None);
        VerifyPackage verify = (_, _) =>
        {
            cancellation.Cancel();
            return [];
        };

        Assert.ThrowsAny<OperationCanceledException>(() =>
            PackageFile.Write(_directory.File("package"), Formats["deb"].Write, verify, cancellation.Token));

        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    public void Dispose() => _directory.Dispose();

    // A faulty writer: the last bytes are missing.
    private static object WriteCut(Stream output, string directory, Func<Stream, string, object> write)
    {
        using var whole = new MemoryStream();
        var result = write(whole, directory);
        output.Write(whole.GetBuffer(), 0, (int)whole.Length - 3);
        return result;
    }
}
