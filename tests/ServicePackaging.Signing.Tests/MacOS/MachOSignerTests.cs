using System.Security.Cryptography;
using ServicePackaging.Signing.MachO;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Signing.Tests.MacOS;

public sealed class MachOSignerTests
{
    private const string Identifier = "org.example.orders";
    private const uint X64 = 0x01000007;

    public static TheoryData<string, string> Files
    {
        get
        {
            string[] programs = ["apphost", "singlefilehost"];
            return
            [
                .. MacFiles.Architectures
                    .SelectMany(architecture => programs.Select(name => (MacFiles.Host(architecture, name), "program"))),
                .. MacFiles.Architectures.Select(architecture => (MacFiles.Runtime(architecture, "libSystem.Native.dylib"), "library")),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_signed_with_a_Developer_ID(string path, string kind)
    {
        using var key = MacKeys.Application();
        using var authority = new TestCertificates();
        var signed = Sign(File.ReadAllBytes(path), Options() with
        {
            Key = key,
            Entitlements = Entitlements.Default(allowUnvalidatedLibraries: true),
            Timestamps = new MacTimestamps(authority, MacKeys.Time.AddMinutes(1)),
        });

        var slice = Assert.Single(Verified(signed).Slices);
        Assert.Equal((Identifier, MacKeys.Team, key.Thumbprint), (slice.Identifier, slice.Team, slice.Thumbprint));
        Assert.Equal((MacKeys.Time, MacKeys.Time.AddMinutes(1)), (slice.SigningTime, slice.TimestampTime));
        Assert.Equal((true, false), (slice.HasHardenedRuntime, slice.IsAdHoc));
        Assert.Equal(kind == "program", slice.Entitlements?.Contains("com.apple.security.cs.allow-jit", StringComparison.Ordinal) ?? false);
        Assert.True(MachOSigner.HasCms(new MemoryStream(signed)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Signatures_are_reproducible_and_replace_any_other(string path, string kind)
    {
        using var key = MacKeys.Application();
        var options = Options() with { Key = key, Entitlements = Entitlements.Default(allowUnvalidatedLibraries: false) };
        var file = File.ReadAllBytes(path);
        var signed = Sign(file, options);

        Assert.Equal(signed, Sign(file, options));
        Assert.Equal(signed, Sign(signed, options));
        Assert.Equal(signed, Sign(MachOParts.Strip(file), options));
        Assert.Equal(signed, Sign(Sign(file, Options()), options));
        Assert.Equal(kind == "program" ? 5 : 3, MachOParts.Blobs(signed).Count);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_signed_ad_hoc(string path, string kind)
    {
        var signed = Sign(MachOParts.Strip(File.ReadAllBytes(path)), Options());

        var slice = Assert.Single(Verified(signed).Slices);
        Assert.Equal((Identifier, null, true, false), (slice.Identifier, slice.Team, slice.IsAdHoc, slice.HasHardenedRuntime));
        Assert.False(MachOSigner.HasCms(new MemoryStream(signed)), kind);
        Assert.False(MachOSigner.HasCms(new MemoryStream(MachOParts.Strip(signed))));
    }

    [Fact]
    public async Task OpenSsl_verifies_the_signature_of_the_code_directory()
    {
        using var key = MacKeys.Application();
        using var openssl = new OpenSsl();
        var blobs = MachOParts.Blobs(Sign(MachOParts.Tiny(), Options() with { Key = key }));
        var (directory, cms) = (blobs[0], blobs[0x10000][8..]);

        (await openssl.VerifyCmsAsync(cms, directory, key)).Succeeded();
        directory[12] ^= 1;
        Assert.NotEqual(0, (await openssl.VerifyCmsAsync(cms, directory, key)).ExitCode);
    }

    [Fact]
    public void A_universal_file_keeps_the_alignment_of_its_slices()
    {
        using var key = MacKeys.Application();
        var arm64 = File.ReadAllBytes(MacFiles.Host("arm64", "apphost"));
        var x64 = MachOParts.Strip(File.ReadAllBytes(MacFiles.Host("x64", "apphost")));
        var file = MachOParts.Universal(x64, arm64);
        Assert.False(MachOSigner.HasCms(new MemoryStream(file)), "only one of two slices is signed");

        var signed = Sign(file, Options() with { Key = key });

        Assert.Equal(2, Verified(signed).Slices.Count);
        var slices = Formats.Executables.MachOFile.Read(new MemoryStream(signed)).Slices;
        Assert.All(slices, slice => Assert.Equal(0, slice.Offset % 0x4000));
        var second = signed[(int)slices[1].Offset..];
        Assert.Equal(Sign(arm64, Options() with { Key = key }), second);
        Assert.Equal(signed, Sign(signed, Options() with { Key = key }));
        Assert.True(MachOSigner.HasCms(new MemoryStream(signed)));
    }

    [Fact]
    public void The_bytes_of_a_signature_do_not_change_between_releases()
    {
        using var key = MacKeys.Application();
        var signed = Sign(MachOParts.Tiny(), Options() with { Key = key, Entitlements = Entitlements.Default(true) });
        var adHoc = Sign(MachOParts.Tiny(X64), Options());

        Verified(signed);
        Verified(adHoc);
        Assert.Equal("38ca503bbf4fd96375e546d595458bfb190937e2", Convert.ToHexStringLower(SHA256.HashData(signed))[..40]);
        Assert.Equal("0b957b10d853b15e49d72a5144955486871c4665", Convert.ToHexStringLower(SHA256.HashData(adHoc))[..40]);
    }

    [Fact]
    public void A_changed_byte_is_a_fault()
    {
        using var key = MacKeys.Application();
        using var authority = new TestCertificates();
        var signed = Sign(MachOParts.Tiny(), Options() with
        {
            Key = key,
            Entitlements = Entitlements.Default(true),
            Timestamps = new MacTimestamps(authority, MacKeys.Time),
        });
        List<int> missed = [];
        var end = signed.AsSpan().LastIndexOfAnyExcept((byte)0); // the rest is reserved space
        for (var i = 0; i < end; i += i < 0x4000 ? 1009 : 17)
        {
            signed[i] ^= 0x04;
            if (MachOSignatureVerification.Verify(new MemoryStream(signed), TestContext.Current.CancellationToken).Faults.Count == 0)
            {
                missed.Add(i);
            }

            signed[i] ^= 0x04;
        }

        // Nothing in a signature confirms the issuer that a root names: only who trusts the root knows it.
        Assert.Empty(Tampering.OutsideRoots(missed, signed, key.Certificates[^1], authority.Root));
    }

    [Fact]
    public void A_file_without_space_for_a_load_command_is_refused()
    {
        Assert.Contains("-headerpad", Refused(MachOParts.Tiny(padding: 12)), StringComparison.Ordinal);
        Verified(Sign(MachOParts.Tiny(padding: 16), Options()));
    }

    [Fact]
    public void Data_after_the_last_segment_is_refused() =>
        Assert.Contains("follows its last segment", Refused([.. MachOParts.Tiny(), 0]), StringComparison.Ordinal);

    [Fact]
    public void Other_files_are_refused()
    {
        Assert.Contains("not a Mach-O file", Refused([]), StringComparison.Ordinal);
        Assert.Contains("not a Mach-O file", Refused("\x7fELF and so on, and so on, and so on"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("neither for arm64 nor for x64", Refused(MachOParts.Tiny(cpu: 7)), StringComparison.Ordinal);
        Assert.Throws<SigningException>(() => MachOSigner.HasCms(new MemoryStream([1, 2, 3])));
    }

    [Fact]
    public void Damaged_files_are_refused_or_signed_but_never_crash()
    {
        var tiny = MachOParts.Tiny();
        var files = new[] { tiny, Sign(tiny, Options()), MachOParts.Universal(MachOParts.Tiny(X64), tiny) };
        var random = new Random(1);
        foreach (var file in files)
        {
            for (var i = 0; i < 3000; i++)
            {
                var damaged = file[..(i % 3 == 0 ? random.Next(file.Length) : file.Length)];
                for (var changes = random.Next(4); changes > 0 && damaged.Length > 0; changes--)
                {
                    damaged[random.Next(Math.Min(damaged.Length, 340))] = (byte)(random.Next(3) * 0x7F + random.Next(3));
                }

                SignOrRefuse(damaged);
            }
        }
    }

    private static void SignOrRefuse(byte[] file)
    {
        try
        {
            Sign(file, Options());
            MachOSigner.HasCms(new MemoryStream(file));
        }
        catch (SigningException e)
        {
            Assert.Equal(SigningProblem.UnsignableFile, e.Problem);
        }

        MachOSignatureVerification.Verify(new MemoryStream(file), TestContext.Current.CancellationToken);
    }

    private static MachOSigningOptions Options() => new(Identifier) { SigningTime = MacKeys.Time };

    private static byte[] Sign(byte[] file, MachOSigningOptions options)
    {
        using var signed = new MemoryStream();
        MachOSigner.Sign(new MemoryStream(file), signed, options, TestContext.Current.CancellationToken);
        return signed.ToArray();
    }

    private static MachOSignatureFacts Verified(byte[] file)
    {
        var facts = MachOSignatureVerification.Verify(new MemoryStream(file), TestContext.Current.CancellationToken);
        Assert.Empty(facts.Faults);
        Assert.False(Formats.Executables.MachOFile.Read(new MemoryStream(file)).HasChangedPages);
        return facts;
    }

    private static string Refused(byte[] file)
    {
        var e = Assert.Throws<SigningException>(() => Sign(file, Options()));
        Assert.Equal(SigningProblem.UnsignableFile, e.Problem);
        return e.Arguments[1];
    }
}
