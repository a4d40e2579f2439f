using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Tests;
using ServicePackaging.Signing.Verification;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Build;

/// <summary>The way from the properties to signed packages, and each finding on it.</summary>
public sealed class SigningTests : IDisposable
{
    private const string Secret = "correct horse";

    private readonly SigningFolder _folder = new();

    [Theory]
    [InlineData("throwaway-rsa.asc")]
    [InlineData("throwaway-ed25519.asc")]
    public void A_key_file_signs_rpm_packages(string key)
    {
        var unsigned = _folder.Package("rpm");
        Assert.False(unsigned.IsSigned);
        Assert.Equal(unsigned.Sha256, unsigned.UnsignedSha256);

        var findings = _folder.Run("rpm", $"LinuxServicePackageSigningKeyFile={Key(key)}");
        var signed = Assert.Single(_folder.Packages).Record;

        Assert.Equal(key == "throwaway-rsa.asc" ? [] : ["SVCPKG8022"], Codes(findings));
        Assert.True(signed.IsSigned);
        Assert.Equal(unsigned.Sha256, signed.UnsignedSha256);
        Assert.NotEqual(unsigned.Sha256, signed.Sha256);
        Assert.Equal(unsigned.Size, signed.Size);
        Assert.Equal(40, signed.SigningKey.Length);
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), signed.SignatureTime);
        Assert.Equal(Path.Combine(_folder.Output, "acme-signing-key.asc"), signed.PublicKeyPath);
        Assert.StartsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----\n", File.ReadAllText(signed.PublicKeyPath), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(_folder.Output), file => file.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public void A_variable_contains_text_or_base64()
    {
        var text = File.ReadAllText(Key("throwaway-rsa.asc"));
        _folder.Variables["KEY"] = text;
        var first = _folder.Package("rpm", "LinuxServicePackageSigningKeyVariable=KEY").Sha256;
        _folder.Variables["BASE64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

        Assert.Equal(first, _folder.Package("rpm", "ServicePackageSigningKeyVariable=BASE64").Sha256);
    }

    [Theory]
    [InlineData("PasswordVariable=PASSPHRASE")]
    [InlineData("PasswordFile=passphrase.txt")]
    public void A_passphrase_opens_the_key_and_is_nowhere(string setting)
    {
        _folder.Variables["PASSPHRASE"] = Secret;
        var file = _folder.Tree.Write("/passphrase.txt", Secret + "\n");
        _folder.Tree.SetMode("/passphrase.txt", UnixFileMode.UserRead);

        var findings = _folder.Run(
            "rpm", $"LinuxServicePackageSigningKeyFile={Key("throwaway-encrypted.asc")}", $"LinuxServicePackageSigning{setting}");

        Assert.Equal(["SVCPKG8022"], Codes(findings));
        Assert.True(Assert.Single(_folder.Packages).Record.IsSigned);
        File.Delete(file);
        Assert.DoesNotContain(_folder.Files(), found => found.Text.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Message.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_signed_again_without_a_change()
    {
        string[] settings = [$"LinuxServicePackageSigningKeyFile={_folder.Tree.Write("/key.asc", File.ReadAllText(Key("throwaway-rsa.asc")))}"];
        var first = _folder.Package("rpm", settings);

        _folder.Package("rpm", settings);
        Assert.True(_folder.Packages[0].WasUpToDate);

        File.SetLastWriteTimeUtc(_folder.Tree.PathOf("/key.asc"), DateTime.UtcNow.AddMinutes(5));
        var second = _folder.Package("rpm", settings);
        Assert.False(_folder.Packages[0].WasUpToDate);
        Assert.Equal(first.Sha256, second.Sha256);

        File.Delete(second.PublicKeyPath);
        _folder.Package("rpm", settings);
        Assert.True(File.Exists(second.PublicKeyPath));
    }

    [Fact]
    public void A_deb_is_signed_only_on_request()
    {
        var key = $"LinuxServicePackageSigningKeyFile={Key("throwaway-rsa.asc")}";
        var unsigned = _folder.Package("deb", key);
        var signed = _folder.Package("deb", key, "DebSignature=Origin");

        Assert.False(unsigned.IsSigned);
        Assert.True(signed.IsSigned);
        Assert.Equal(unsigned.Sha256, signed.UnsignedSha256);
    }

    [Fact]
    public void None_signs_nothing_and_reads_no_key() =>
        Assert.False(_folder.Package("rpm", "ServicePackageSigning=None", "LinuxServicePackageSigningKeyFile=/no/such/key").IsSigned);

    [Theory]
    [InlineData("rpm", "LinuxServicePackageSigningKeyFile")]
    [InlineData("msi", "WindowsServicePackageSigningKeyFile")]
    [InlineData("pkg", "MacOSServicePackageSigningKeyFile")]
    public void Required_needs_a_key(string format, string property)
    {
        var findings = _folder.Run(format, "ServicePackageSigning=Required");

        Assert.Contains(findings, finding => finding.Descriptor.Code == "SVCPKG8020" && finding.Message.Contains(property, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_folder.Output));
    }

    [Fact]
    public void Required_needs_a_key_for_a_requested_signature_of_a_deb()
    {
        Assert.False(_folder.Package("deb", "ServicePackageSigning=Required").IsSigned);

        Assert.Equal(["SVCPKG8020"], Codes(_folder.Run("deb", "ServicePackageSigning=Required", "DebSignature=Origin")));
    }

    // Code, properties, and a part of the message. A package from before stays as it was.
    [Theory]
    [InlineData("SVCPKG8001", "KeyFile={empty}", "'/empty' contains no key that can be read: it is empty")]
    [InlineData("SVCPKG8001", "KeyFile={pem}", "it is a PEM file")]
    [InlineData("SVCPKG8002", "KeyFile={keys}/version6.asc", "OpenPGP 6")]
    [InlineData("SVCPKG8003", "KeyFile={public}", "contains only the public half")]
    [InlineData("SVCPKG8004", "KeyFile={keys}/aead.asc", "AEAD")]
    [InlineData("SVCPKG8004", "KeyFile={keys}/throwaway-rsa.asc KeyId=ABCDEF0123456789", "no key has the ID")]
    [InlineData("SVCPKG8005", "KeyFile={both}", "contains several keys that can sign")]
    [InlineData("SVCPKG8006", "KeyFile={keys}/throwaway-encrypted.asc", "is encrypted")]
    [InlineData("SVCPKG8007", "KeyFile={keys}/throwaway-encrypted.asc PasswordVariable=WRONG", "does not open the key")]
    [InlineData("SVCPKG8008", "KeyFile=/no/such/key.asc", "LinuxServicePackageSigningKeyFile '/no/such/key.asc' is a file that does not exist")]
    [InlineData("SVCPKG8001", "KeyFile={damaged} Command=cat", "it is not an exported OpenPGP key")]
    [InlineData("SVCPKG8001", "KeyFile={halves} Command=cat", "it is not an exported OpenPGP key")]
    [InlineData("SVCPKG8008", "KeyVariable=NOT_SET", "is an environment variable that is not set or empty")]
    [InlineData("SVCPKG8008", "KeyFile={keys}/throwaway-encrypted.asc PasswordVariable=correct-horse!", "never the secret itself")]
    [InlineData("SVCPKG8008", "KeyFile={keys}/throwaway-encrypted.asc PasswordFile=/no/such/file", "a file that does not exist")]
    [InlineData("SVCPKG8016", "Command=exit_7", "failed: it ended with exit code 127")]
    [InlineData("SVCPKG8017", "Command=cat", "not a detached OpenPGP signature")]
    [InlineData("SVCPKG8026", "KeyFile={keys}/throwaway-rsa.asc KeyVariable=KEY", "Both LinuxServicePackageSigningKeyFile and LinuxServicePackageSigningKeyVariable")]
    public void A_key_that_cannot_sign_ends_the_build(string code, string settings, string message)
    {
        var rsa = File.ReadAllText(Key("throwaway-rsa.asc"));
        _folder.Tree.Write("/empty", "");
        _folder.Tree.Write("/pem", "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n");
        _folder.Tree.Write("/both", rsa + File.ReadAllText(Key("throwaway-ed25519.asc")));
        var before = _folder.Package("rpm", $"LinuxServicePackageSigningKeyFile={Key("throwaway-rsa.asc")}");
        File.Copy(before.PublicKeyPath, _folder.Tree.PathOf("/public"));
        _folder.Tree.Write("/halves", File.ReadAllText(before.PublicKeyPath) + rsa);
        File.WriteAllBytes(_folder.Tree.PathOf("/damaged"), [0xC6, 5, 4, 1, 2]);
        _folder.Variables["WRONG"] = "wrong";

        var findings = _folder.Run("rpm", settings.Split(' ').Select(setting => "LinuxServicePackageSigning" + setting
            .Replace("{keys}", Path.GetDirectoryName(Key("x")), StringComparison.Ordinal)
            .Replace("{", _folder.Tree.Root + "/", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)));

        var finding = Assert.Single(findings, finding => finding.Descriptor.Code != "SVCPKG8031");
        Assert.Equal(code, finding.Descriptor.Code);
        Assert.Contains(message, finding.Message.Replace(_folder.Tree.Root, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("correct-horse", finding.Message, StringComparison.Ordinal);
        Assert.Equal(before.Sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(before.Path))));
        Assert.Equal(2, Directory.GetFiles(_folder.Output).Length);
    }

    [Fact]
    public void A_password_file_that_others_can_read_is_reported()
    {
        var file = _folder.Tree.Write("/passphrase.txt", Secret);
        _folder.Tree.SetMode("/passphrase.txt", (UnixFileMode)0b110_100_100);

        Assert.Contains("SVCPKG8025", Codes(_folder.Run(
            "rpm", $"LinuxServicePackageSigningKeyFile={Key("throwaway-encrypted.asc")}", $"LinuxServicePackageSigningPasswordFile={file}")));
    }

    [Fact]
    public void A_pfx_signs_an_installer_and_its_programs()
    {
        using var certificates = new TestCertificates();
        var pfx = WritePfx(certificates.Create("CN=Acme", TestCertificates.CodeSigning), Secret);
        File.Copy(typeof(RpmReader).Assembly.Location, _folder.Tree.PathOf("/windows/acme.dll"));
        _folder.Variables["PFX_PASSWORD"] = Secret;
        string[] settings = [$"WindowsServicePackageSigningKeyFile={pfx}", "WindowsServicePackageSigningPasswordVariable=PFX_PASSWORD"];

        var first = _folder.Run("msi", settings);
        Assert.True(Codes(first).SequenceEqual(["SVCPKG8021"]), string.Join("\n", first));
        Assert.Empty(_folder.Run("msi", [.. settings, "WindowsServicePackageSigningTimestampUrl=None"]));
        var signed = Assert.Single(_folder.Packages).Record;

        Assert.Equal(40, signed.SigningKey.Length);
        Assert.Null(signed.SignatureTime);
        Assert.NotEqual(signed.Sha256, signed.UnsignedSha256);
        using var library = File.OpenRead(_folder.Tree.PathOf("/obj/signed/msi/acme.dll"));
        Assert.Equal(signed.SigningKey, AuthenticodeVerification.OfPortableExecutable(library).Thumbprint);
        Assert.Equal(signed.Sha256, _folder.Package("msi", [.. settings, "WindowsServicePackageSigningTimestampUrl=None", "ServicePackageSigning=Required"]).Sha256);
    }

    [Theory]
    [InlineData("rpm", "LinuxServicePackageSigningPasswordVariable=KEY")]
    [InlineData("rpm", "LinuxServicePackageSigningKeyId=0123456789ABCDEF")]
    [InlineData("deb", "DebSignature=Origin")]
    [InlineData("msi", "WindowsServicePackageSigningCertificateFile=chain.pem")]
    [InlineData("pkg", "MacOSServicePackageCodeSigningPasswordFile=password")]
    public void A_setting_of_a_key_without_the_key_is_an_error(string format, string setting)
    {
        var finding = Assert.Single(_folder.Run(format, setting));

        Assert.Equal("SVCPKG8030", finding.Descriptor.Code);
        Assert.StartsWith(setting.Split('=')[0] + " is set, but no key is.", finding.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Run(format, setting, "ServicePackageSigning=None"));
    }

    [Fact]
    public void A_command_without_its_public_key_is_reported()
    {
        var signature = _folder.Tree.PathOf("/signature");
        using (var key = OpenPgpKeyReader.Open(File.ReadAllBytes(Key("throwaway-rsa.asc")), "", "", null, SigningFolder.Now))
        {
            File.WriteAllBytes(signature, key.Sign(new MemoryStream([1]), SigningFolder.Now.AddDays(-1), CancellationToken.None).Packet);
        }

        var command = $"LinuxServicePackageSigningCommand=cat >/dev/null; cat {signature}";
        var publicKey = _folder.Package("rpm", $"LinuxServicePackageSigningKeyFile={Key("throwaway-rsa.asc")}").PublicKeyPath;

        Assert.Equal(["SVCPKG8031"], Codes(_folder.Run("rpm", command)));
        Assert.Equal(["SVCPKG8017"], Codes(_folder.Run("rpm", command, $"LinuxServicePackageSigningKeyFile={publicKey}")));
    }

    [Fact]
    public void A_signed_pkg_with_unsigned_programs_is_reported()
    {
        using var certificates = new TestCertificates();
        using var key = certificates.Create("CN=Acme", "1.2.840.113635.100.4.13");
        string[] settings = [.. Settings(key, "", "MacOS"), "MacOSServicePackageSigningTimestampUrl=None"];

        Assert.Equal(["SVCPKG8032"], Codes(_folder.Run("pkg", settings)));
        Assert.True(Assert.Single(_folder.Packages).Record.IsSigned);
        Assert.Equal(["SVCPKG8020"], Codes(_folder.Run("pkg", [.. settings, "ServicePackageSigning=Required"])));
    }

    [Fact]
    public void A_tool_that_lays_out_the_package_anew_signs_in_place()
    {
        Availability.RequireProgram("osslsigncode");
        using var certificates = new TestCertificates();
        using var key = certificates.Create("CN=Acme", TestCertificates.CodeSigning);
        var pem = _folder.Tree.Write("/key.pem", key.Key.ExportPkcs8PrivateKeyPem() + "\n"
            + string.Join("\n", key.Certificates.Select(certificate => certificate.ExportCertificatePem())));
        File.Copy(typeof(RpmReader).Assembly.Location, _folder.Tree.PathOf("/windows/acme.dll"));
        var command = $"osslsigncode sign -h sha256 -certs {pem} -key {pem} -in {{File}} -out {pem}.new && mv {pem}.new {{File}}";

        var unsigned = _folder.Package("msi");
        var signed = _folder.Package("msi", "WindowsServicePackageSignPayload=None", $"WindowsServicePackageSigningCommand={command}");

        Assert.Equal(key.Thumbprint, signed.SigningKey);
        Assert.Equal(unsigned.Sha256, signed.UnsignedSha256);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(_folder.Output), entry => entry.Contains(".partial", StringComparison.Ordinal));
    }

    // facts/signing.md 5.4, and what Windows and Apple refuse.
    [Theory]
    [InlineData("msi", "SVCPKG8006", TestCertificates.CodeSigning, "encrypted")]
    [InlineData("msi", "SVCPKG8007", TestCertificates.CodeSigning, "wrong")]
    [InlineData("msi", "SVCPKG8009", TestCertificates.CodeSigning, "expired")]
    [InlineData("msi", "SVCPKG8010", TestCertificates.CodeSigning, "future")]
    [InlineData("msi", "SVCPKG8011", TestCertificates.ServerAuthentication, "")]
    [InlineData("msi", "SVCPKG8013", TestCertificates.CodeSigning, "leaf")]
    [InlineData("msi", "SVCPKG8015", TestCertificates.CodeSigning, "key")]
    [InlineData("msi", "SVCPKG8012", TestCertificates.CodeSigning, "other")]
    [InlineData("pkg", "SVCPKG8011", TestCertificates.CodeSigning, "")]
    public void A_certificate_that_cannot_sign_ends_the_build(string format, string code, string purpose, string fault)
    {
        using var certificates = new TestCertificates();
        using var key = Faulty(certificates, purpose, fault);
        var prefix = format == "msi" ? "Windows" : "MacOS";
        _folder.Variables["PFX_PASSWORD"] = fault == "wrong" ? "wrong" : Secret;

        var findings = _folder.Run(format, Settings(key, fault, prefix).Append($"{prefix}ServicePackageSigningTimestampUrl=None"));

        Assert.Equal([code], Codes(findings).Except(["SVCPKG8032"]));
        Assert.False(Directory.Exists(_folder.Output));
    }

    [Fact]
    public void A_digest_command_gives_the_bytes_of_the_key()
    {
        Availability.RequireProgram("openssl");
        using var certificates = new TestCertificates();
        using var key = certificates.Create("CN=Acme", TestCertificates.CodeSigning);
        var chain = _folder.Tree.Write("/chain.pem", string.Join("\n", key.Certificates.Select(certificate => certificate.ExportCertificatePem())));
        var pem = _folder.Tree.Write("/key.pem", key.Key.ExportPkcs8PrivateKeyPem());
        string[] common = ["WindowsServicePackageSigningTimestampUrl=None", $"WindowsServicePackageSigningCertificateFile={chain}"];

        var byKey = _folder.Package("msi", [.. common, $"WindowsServicePackageSigningKeyFile={pem}"]);
        var byCommand = _folder.Package("msi", [.. common, $"WindowsServicePackageSigningCommand=openssl pkeyutl -sign -inkey {pem} -pkeyopt digest:sha256"]);

        Assert.Equal(byKey.Sha256, byCommand.Sha256);
        Assert.Equal(
            ["SVCPKG8017"],
            Codes(_folder.Run("msi", [.. common, "WindowsServicePackageSigningCommand=head -c 256 /dev/zero"])));
        Assert.Equal(
            ["SVCPKG8015"],
            Codes(_folder.Run("msi", "WindowsServicePackageSigningTimestampUrl=None", "WindowsServicePackageSigningCommand=true")));
    }

    [Fact]
    public void A_command_in_place_gets_a_file_and_must_sign_it()
    {
        using var certificates = new TestCertificates();
        using var key = certificates.Create("CN=Acme", TestCertificates.CodeSigning);
        var signed = _folder.Package("msi", Settings(key, "", "Windows").Append("WindowsServicePackageSigningTimestampUrl=None"));
        var copy = _folder.Tree.PathOf("/signed.msi");
        File.Copy(signed.Path, copy);
        string[] common = ["WindowsServicePackageSignPayload=None"];

        var nothing = _folder.Run("msi", [.. common, "WindowsServicePackageSigningCommand=test -f {File}"]);
        var other = _folder.Package("msi", [.. common, $"WindowsServicePackageSigningCommand=cp {copy} {{File}}"]);

        Assert.Equal(["SVCPKG8017"], Codes(nothing));
        Assert.Equal(signed.SigningKey, other.SigningKey);
        Assert.DoesNotContain(Directory.GetFiles(_folder.Output), file => file.Contains(".partial", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rpm")]
    [InlineData("deb")]
    public void A_command_in_place_must_change_nothing_but_the_signature(string format)
    {
        string[] key = [$"LinuxServicePackageSigningKeyFile={Key("throwaway-rsa.asc")}", "DebSignature=Origin"];
        var signed = _folder.Package(format, key);
        var copy = _folder.Tree.PathOf("/signed");
        File.Copy(signed.Path, copy);
        var publicKey = _folder.Tree.PathOf("/public.asc");
        File.Copy(signed.PublicKeyPath, publicKey);
        string[] command = [$"LinuxServicePackageSigningCommand=cp {copy} {{File}}", $"LinuxServicePackageSigningKeyFile={publicKey}", "DebSignature=Origin"];

        Assert.Equal(signed.Sha256, _folder.Package(format, command).Sha256);
        var findings = _folder.Run(format, [.. command, "ServiceDescription=Runs something else"]);

        Assert.Equal(["SVCPKG8017"], Codes(findings));
        Assert.Contains("or changed more of it than the signature", findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_of_the_wrong_kind_is_refused() => Assert.Equal(
        ["SVCPKG2001"], Codes(_folder.Run("msi", "WindowsServicePackageSigningKeyFile=x.pfx", "WindowsServicePackageSigningTimestampUrl=ftp://example.com")
            .Where(finding => finding.Descriptor.Code != "SVCPKG8008")));

    [Fact]
    public void Every_problem_of_signing_has_its_finding() => Assert.All(
        Enum.GetValues<Signing.SigningProblem>(),
        problem => Assert.StartsWith(
            "SVCPKG8", SigningProblems.Describe(new Signing.SigningException(problem, "first", "second")).Descriptor.Code, StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Codes(IEnumerable<Diagnostic> findings) => findings.Select(finding => finding.Descriptor.Code);

    private static string Key(string name) => Path.Combine(Repository.Root, "tests", "ServicePackaging.Signing.Tests", "Keys", name);

    private static CertificateKey Faulty(TestCertificates certificates, string purpose, string fault)
    {
        var key = RSA.Create(2048);
        DateTimeOffset? from = fault == "future" ? SigningFolder.Now.AddDays(1) : null;
        DateTimeOffset? until = fault == "expired" ? SigningFolder.Now.AddDays(-1) : null;
        var leaf = certificates.Issue("CN=Acme", key, [purpose], from, until);
        return new CertificateKey(key, [leaf, X509CertificateLoader.LoadCertificate(certificates.Intermediate.RawData)]);
    }

    private IEnumerable<string> Settings(CertificateKey key, string fault, string prefix)
    {
        using var other = RSA.Create(2048);
        var file = fault switch
        {
            "leaf" => WritePfx(key, Secret, count: 1),
            "key" => _folder.Tree.Write("/key.pem", key.Key.ExportPkcs8PrivateKeyPem()),
            "other" => _folder.Tree.Write("/key.pem", other.ExportPkcs8PrivateKeyPem() + "\n" + key.Certificate.ExportCertificatePem()),
            _ => WritePfx(key, Secret),
        };
        _folder.Variables.TryAdd("PFX_PASSWORD", Secret);
        return fault is "encrypted" or "key" or "other"
            ? [$"{prefix}ServicePackageSigningKeyFile={file}"]
            : [$"{prefix}ServicePackageSigningKeyFile={file}", $"{prefix}ServicePackageSigningPasswordVariable=PFX_PASSWORD"];
    }

    private string WritePfx(CertificateKey key, string password, int count = int.MaxValue)
    {
        using var leaf = key.Certificate.CopyWithPrivateKey(key.Key);
        X509Certificate2[] chain = [leaf, .. key.Certificates.Skip(1).Take(count - 1)];
        var all = new X509Certificate2Collection(chain);
        var file = _folder.Tree.PathOf("/key.pfx");
        File.WriteAllBytes(file, all.Export(X509ContentType.Pfx, password)!);
        return file;
    }
}
