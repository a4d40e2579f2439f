using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.Timestamps;
using ServicePackaging.Signing.Verification;
using static ServicePackaging.Signing.Tests.Windows.Samples;

namespace ServicePackaging.Signing.Tests.Windows;

public sealed class AuthenticodeVerificationTests : IDisposable
{
    private static readonly byte[] Changes = [1, 0x80, 0xFF];

    private readonly TestCertificates _authority = new();
    private readonly CertificateKey _key;

    public AuthenticodeVerificationTests() => _key = _authority.Create("CN=Example Orders", TestCertificates.CodeSigning);

    public void Dispose()
    {
        _key.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void A_time_stamp_is_reported()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-2);
        var signed = SignMsi(SmallMsi(), _key, Timestamped());

        var result = AuthenticodeVerification.OfInstallerPackage(new MemoryStream(signed), _key.Certificates);

        Assert.Empty(result.Faults);
        Assert.InRange(result.Timestamp!.Value, before, DateTimeOffset.UtcNow.AddSeconds(2));
    }

    [Fact]
    public void What_is_not_signed_has_no_thumbprint()
    {
        SignatureVerification[] results =
        [
            AuthenticodeVerification.OfInstallerPackage(new MemoryStream(SmallMsi())),
            AuthenticodeVerification.OfPortableExecutable(new MemoryStream(TinyPe.Create())),
        ];
        foreach (var result in results)
        {
            Assert.Null(result.Thumbprint);
            var fault = Assert.Single(result.Faults);
            Assert.Equal("Signature", fault.Rule);
            Assert.EndsWith("has no signature.", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Other_certificates_than_expected_are_a_fault()
    {
        using var other = ThrowawayKey();

        var result = AuthenticodeVerification.OfPortableExecutable(new MemoryStream(SignPe(TinyPe.Create(), _key)), other.Certificates);

        Assert.Contains("certificates of the key", Assert.Single(result.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_signature_of_another_file_is_a_fault()
    {
        var signed = SignPe(TinyPe.Create(), _key);
        signed[600] ^= 1;

        Assert.Contains(
            AuthenticodeVerification.OfPortableExecutable(new MemoryStream(signed)).Faults,
            fault => fault.Message == "The content of the file is not what was signed.");
    }

    [Fact]
    public void Each_changed_byte_of_a_program_is_a_fault()
    {
        var signed = SignPe(TinyPe.Create(), _key, Timestamped());

        AssertEachFlipIsFound(
            signed, 11, IssuerOfRoot(signed),
            copy => AuthenticodeVerification.OfPortableExecutable(new MemoryStream(copy), _key.Certificates).Faults.Count > 0);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(17, true)]
    public void Each_changed_byte_of_a_package_is_a_fault(int step, bool hasTimestamp)
    {
        var signed = SignMsi(SmallMsi(), _key, hasTimestamp ? Timestamped() : Options);
        var before = Audit(signed);
        int[] meaningless = [.. MeaninglessInPackage(signed), .. hasTimestamp ? IssuerOfRoot(signed) : []];

        AssertEachFlipIsFound(signed, step, meaningless, copy =>
            !Audit(copy).SequenceEqual(before)
            || AuthenticodeVerification.OfInstallerPackage(new MemoryStream(copy), _key.Certificates).Faults.Count > 0);
    }

    [Fact]
    public void A_truncated_file_is_a_fault()
    {
        var (program, package) = (SignPe(TinyPe.Create(), _key), SignMsi(SmallMsi(), _key));
        for (var part = 0; part < 100; part++)
        {
            Assert.NotEmpty(AuthenticodeVerification.OfPortableExecutable(new MemoryStream(program[..(program.Length * part / 100)])).Faults);
            Assert.NotEmpty(AuthenticodeVerification.OfInstallerPackage(new MemoryStream(package[..(package.Length * part / 100)])).Faults);
        }
    }

    private static IReadOnlyList<PackageFault> Audit(byte[] package) =>
        MsiVerifier.Verify(new MemoryStream(package), VerificationDepth.Headers, TestContext.Current.CancellationToken);

    // The time at which the package was saved, which programs of Windows set; and the colours in the tree of names.
    private static IEnumerable<int> MeaninglessInPackage(byte[] package)
    {
        using var file = CompoundFileReader.Open(new MemoryStream(package));
        var directory = (int)(file.Header.FirstDirectorySector + 1) * file.SectorLength;
        var colours = file.Directory.Select(
            entry => directory + ((int)entry.Id * CompoundFileFormat.DirectoryEntryLength) + CompoundFileFormat.Entry.Color);
        return [.. colours, .. Enumerable.Range(directory + CompoundFileFormat.Entry.ModifiedTime, sizeof(ulong))];
    }

    // In the chain of the timestamp, the issuer in the root's own certificate: nothing else vouches for it.
    private IEnumerable<int> IssuerOfRoot(byte[] signed)
    {
        var (root, issuer) = (_authority.Root.RawData, _authority.Root.IssuerName.RawData);
        return Enumerable.Range(signed.AsSpan().LastIndexOf(root) + root.AsSpan().IndexOf(issuer), issuer.Length);
    }

    private static void AssertEachFlipIsFound(byte[] signed, int step, IEnumerable<int> meaningless, Func<byte[], bool> isFound)
    {
        Assert.False(isFound(signed));
        var exceptions = meaningless.ToHashSet();
        var missed = new List<string>();
        for (var position = 0; position < signed.Length; position += step)
        {
            var copy = signed.ToArray();
            copy[position] ^= Changes[position % Changes.Length];
            if (!exceptions.Contains(position) && !isFound(copy))
            {
                missed.Add($"{position:X}");
            }
        }

        Assert.Empty(missed);
    }

    private Authenticode.AuthenticodeOptions Timestamped() => Options with { Timestamps = new Once(_authority) };

    // One request in a test is enough, and the server need not live as long as the signature.
    private sealed class Once(TestCertificates certificates) : ITimestampSource
    {
        public byte[] Request(ReadOnlySpan<byte> signature, CancellationToken cancellationToken)
        {
            using var authority = new TimestampAuthority(certificates);
            using var server = authority.Serve();
            return new TimestampClient([server.Address]).Request(signature, cancellationToken);
        }
    }
}
