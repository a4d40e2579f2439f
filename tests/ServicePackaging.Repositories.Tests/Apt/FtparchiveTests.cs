using System.Text;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Tests.Deb;
using ServicePackaging.Repositories.Apt;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Apt;

/// <summary>The fields of a package are those of apt-ftparchive.</summary>
public sealed class FtparchiveTests : IDisposable
{
    private readonly Publisher _publisher = new();

    public FtparchiveTests() => Availability.RequireProgram("apt-ftparchive");

    [Fact]
    public async Task The_fields_are_those_of_apt_ftparchive()
    {
        var sample = Path.Combine(_publisher.PackageDirectory, "sample.deb");
        await using (var output = File.Create(sample))
        {
            DebWriter.Write(Debs.Sample(), output, TestContext.Current.CancellationToken);
        }

        string[] files = [sample, _publisher.Deb("hello", "1:2.0~rc1-3", "all"), _publisher.Deb("libhello", "1+b1")];
        var expected = (await ProcessRunner.RunAsync(
            "apt-ftparchive", "--md5", "no", "-o", "APT::FTPArchive::SHA1=false", "-o", "APT::FTPArchive::SHA512=false",
            "packages", _publisher.PackageDirectory)).Succeeded();
        var stanzas = ControlText.Paragraphs(Encoding.UTF8.GetBytes(expected.StandardOutput)).Select(text => Fields(text)).ToList();
        Assert.Equal(files.Length, stanzas.Count);
        Assert.Equal(
            stanzas.Select(Text).Order(StringComparer.Ordinal),
            files.Select(file => Text(Fields(Index(file).Text))).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _publisher.Dispose();

    private static AptStanza Index(string path)
    {
        using var reader = DebReader.Open(path);
        return AptIndexer.Create(PackageSource.OfFile(path), reader.Control);
    }

    private static IEnumerable<ControlField> Fields(ReadOnlyMemory<byte> text) => ControlText.Fields(text.Span);

    // Where the file is differs, and so does the order.
    private static string Text(IEnumerable<ControlField> fields) => string.Join(
        '\n', fields.Where(field => field.Name is not "Filename").Select(field => $"{field.Name}: {field.Value}").Order(StringComparer.Ordinal));
}
