using System.Security.Cryptography;
using System.Xml.Linq;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Signing.MacPkg;
using ServicePackaging.Signing.Tests.MacOS;

namespace ServicePackaging.Installation.Tests.Signing;

/// <summary>Apple's xar reads signed packages.</summary>
public sealed class AppleXarTests
{
    private static readonly XNamespace XmlSignature = "http://www.w3.org/2000/09/xmldsig#";

    [Theory]
    [InlineData(MacPackageDigest.Sha1)]
    [InlineData(MacPackageDigest.Sha256)]
    public async Task It_lists_extracts_and_shows_a_signed_package(MacPackageDigest digest)
    {
        await using var root = await PlainRoot.StartAsync(BoxImage.AppleXar);
        using var key = MacKeys.Installer();
        var package = MacPackages.Sample(digest);
        await WriteAsync("unsigned.pkg", output => output.Write(package));
        await WriteAsync("signed.pkg", output => MacPackageSigner.Sign(
            new MemoryStream(package), output, key, MacKeys.Time, timestamps: null, TestContext.Current.CancellationToken));

        var listed = await root.ShellAsync($"cd /share && xar -tf signed.pkg");
        Assert.Contains("org.example.orders.pkg/Payload", listed.Succeeded().StandardOutput, StringComparison.Ordinal);
        Assert.Equal(listed.StandardOutput, (await root.ShellAsync($"cd /share && xar -tf unsigned.pkg")).StandardOutput);

        (await root.ShellAsync(
            $"mkdir /tmp/signed /tmp/unsigned; cd /share; xar -xf signed.pkg -C /tmp/signed; xar -xf unsigned.pkg -C /tmp/unsigned; "
            + "diff --recursive /tmp/signed /tmp/unsigned; test -s /tmp/signed/org.example.orders.pkg/Payload")).Succeeded();

        var shown = (await root.ShellAsync($"cd /share && xar --dump-toc=- -f signed.pkg")).Succeeded().StandardOutput;
        var toc = XElement.Parse(shown).Element("toc")!;
        Assert.Equal("RSA", (string?)toc.Element("signature")!.Attribute("style"));
        Assert.Equal("CMS", (string?)toc.Element("x-signature")!.Attribute("style"));
        Assert.Equal(
            key.Certificates.Select(certificate => Convert.ToHexString(SHA256.HashData(certificate.RawData))),
            toc.Element("signature")!.Descendants(XmlSignature + "X509Certificate")
                .Select(certificate => Convert.ToHexString(SHA256.HashData(Convert.FromBase64String(certificate.Value)))));

        async Task WriteAsync(string name, Action<Stream> write)
        {
            await using var file = File.Create(Path.Combine(root.ShareDirectory, name));
            write(file);
        }
    }

    [Fact]
    public async Task It_refuses_a_signed_package_with_a_changed_file()
    {
        await using var root = await PlainRoot.StartAsync(BoxImage.AppleXar);
        using var key = MacKeys.Installer();
        using var signed = new MemoryStream();
        MacPackageSigner.Sign(
            new MemoryStream(MacPackages.Sample()), signed, key, MacKeys.Time, timestamps: null, TestContext.Current.CancellationToken);
        var bytes = signed.ToArray();
        bytes[^1] ^= 1; // the last file
        await File.WriteAllBytesAsync(Path.Combine(root.ShareDirectory, "changed.pkg"), bytes, TestContext.Current.CancellationToken);

        (await root.ShellAsync("mkdir /tmp/x; test -s /share/changed.pkg")).Succeeded();
        Assert.NotEqual(0, (await root.ShellAsync("xar -xf /share/changed.pkg -C /tmp/x")).ExitCode);
    }
}
