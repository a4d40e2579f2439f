using System.Text;
using ServicePackaging.Signing.MachO;

namespace ServicePackaging.Signing.Tests.MacOS;

public sealed class EntitlementsTests
{
    private const uint Xml = 5;
    private const uint Der = 7;

    public static TheoryData<string> Architectures => [.. MacFiles.Architectures];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_entitlements_of_Microsofts_programs_get_the_DER_that_codesign_wrote(string architecture)
    {
        foreach (var path in new[] { MacFiles.Runtime(architecture, "createdump"), MacFiles.Host(architecture, "apphost") })
        {
            var genuine = MachOParts.Blobs(File.ReadAllBytes(path));

            var entitlements = Entitlements.Parse(genuine[Xml][8..], path);

            Assert.Equal(genuine[Xml], entitlements.Blobs[0].Blob);
            Assert.Equal(genuine[Der], entitlements.Blobs[1].Blob);
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_designated_requirement_is_that_of_codesign(string architecture)
    {
        var genuine = MachOParts.Blobs(File.ReadAllBytes(MacFiles.Runtime(architecture, "createdump")));
        var directory = genuine[0];
        var identifier = Encoding.ASCII.GetString(directory.AsSpan(96, directory.AsSpan(96).IndexOf((byte)0)));

        Assert.Equal(genuine[2], Requirements.DeveloperId(identifier, "UBF8T346G9"));
    }

    [Fact]
    public void All_kinds_of_values_have_a_form_in_DER()
    {
        var der = DerOf(
            "<key>b</key><array><string>x</string><integer> -129 </integer></array><key>a</key><dict><key>é</key><false/></dict>");

        // [APPLICATION 16] { 1, [16] { {"a", [16] { {"é", false} }}, {"b", {"x", -129}} } }
        Assert.Equal("7023020101B01E300E0C0161B00930070C02C3A9010100300C0C016230070C01780202FF7F", Convert.ToHexString(der));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public void The_default_allows_compilation(bool allowUnvalidatedLibraries, int count)
    {
        var text = Encoding.UTF8.GetString(Entitlements.Default(allowUnvalidatedLibraries).Blobs[0].Blob);

        Assert.Contains("<key>com.apple.security.cs.allow-jit</key>\n\t<true/>", text, StringComparison.Ordinal);
        Assert.Equal(count, text.Split("<true/>").Length - 1);
    }

    [Fact]
    public void Only_the_kernels_entitlements_have_flags()
    {
        Assert.Equal(0UL, Parse("<key>com.apple.security.cs.allow-jit</key><true/>").ExecutableFlags);
        Assert.Equal(0x10UL, Parse("<key>get-task-allow</key><true/>").ExecutableFlags);
        Assert.Equal(0UL, Parse("<key>get-task-allow</key><false/>").ExecutableFlags);
    }

    [Theory]
    [InlineData("", "not well-formed")]
    [InlineData("bplist00", "plutil")]
    [InlineData("<plist/>", "one dictionary")]
    [InlineData("<html><dict/></html>", "one dictionary")]
    [InlineData("<plist><array/></plist>", "one dictionary")]
    [InlineData("<plist><dict/><dict/></plist>", "one dictionary")]
    [InlineData("<plist><dict><key>a</key></dict></plist>", "pairs")]
    [InlineData("<plist><dict><true/><key>a</key></dict></plist>", "pairs")]
    [InlineData("<plist><dict><key>a</key><true/><key>a</key><true/></dict></plist>", "twice")]
    [InlineData("<plist><dict><key>a</key><real>1</real></dict></plist>", "'real'")]
    [InlineData("<plist><dict><key>a</key><integer>0x10</integer></dict></plist>", "'integer'")]
    [InlineData("<!DOCTYPE plist [<!ENTITY e 'x'>]><plist><dict><key>&e;</key><true/></dict></plist>", "not well-formed")]
    public void Other_documents_are_refused(string document, string reason)
    {
        var e = Assert.Throws<SigningException>(() => Entitlements.Parse(Encoding.UTF8.GetBytes(document), "mine.plist"));

        Assert.Equal(SigningProblem.InvalidEntitlements, e.Problem);
        Assert.Equal("mine.plist", e.Arguments[0]);
        Assert.Contains(reason, e.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Deeply_nested_lists_are_refused()
    {
        var document = "<plist><dict><key>a</key>" + string.Concat(Enumerable.Repeat("<array>", 100_000));

        Assert.Contains(
            "deeply",
            Assert.Throws<SigningException>(() => Entitlements.Parse(Encoding.UTF8.GetBytes(document), "x")).Arguments[1],
            StringComparison.Ordinal);
    }

    private static byte[] DerOf(string items) => Parse(items).Blobs[1].Blob[8..];

    private static Entitlements Parse(string items) =>
        Entitlements.Parse(Encoding.UTF8.GetBytes($"<plist version=\"1.0\"><dict>{items}</dict></plist>"), "test");
}
