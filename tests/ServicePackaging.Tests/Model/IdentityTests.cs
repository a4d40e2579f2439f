using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Model;

/// <summary>Names that identify a product: two products never get the same one silently.</summary>
public sealed class IdentityTests
{
    private static readonly Service Plain = new Service().Built(project => project with
    {
        Packages = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "Microsoft.Extensions.Hosting.WindowsServices" },
    });

    public static TheoryData<string> LossyNames => ["Служба", "サービス", "Größe", "Cafe\u0301", "x", "", new string('n', 101), "Acme+Web", "Acme..Web", "C#Tool", "Acme (Beta)", "_Acme"];

    [Theory]
    [MemberData(nameof(LossyNames))]
    public void A_package_name_is_required_if_it_cannot_be_derived(string assemblyName)
    {
        var service = Plain.Built(project => project with { AssemblyName = assemblyName });

        Assert.Equal("SVCPKG2015", service.Read().Finding.Descriptor.Code);
        Assert.Contains("Set ServicePackageName,", service.Read().Finding.Message, StringComparison.Ordinal);
        Assert.Empty(service.With("ServicePackageName", "acme-agent").Read().Findings);
    }

    [Theory]
    [InlineData("Müller")]
    [InlineData("Möller GmbH")]
    [InlineData("東京")]
    public void An_identifier_is_required_if_it_cannot_be_derived(string vendor)
    {
        var service = Plain.With("ServicePackageVendor", vendor);
        foreach (var format in new[] { "msi", "pkg" })
        {
            Assert.Equal("SVCPKG2015", service.Read(format).Finding.Descriptor.Code);
            Assert.Empty(service.With("ServiceIdentifier", "com.example.agent").Read(format).Findings);
        }

        Assert.Empty(service.Read("deb").Findings);
    }

    [Theory]
    [InlineData("Acme & Sons, Inc.")]
    [InlineData("Acme® (Europe)")]
    [InlineData("ACME")]
    public void Characters_that_are_not_letters_may_be_left_out(string vendor)
    {
        Assert.Empty(Plain.With("ServicePackageVendor", vendor).Read("msi").Findings);
        Assert.Empty(Plain.With("ServicePackageVendor", vendor).Read("pkg").Findings);
    }

    [Theory]
    [InlineData("deb")]
    [InlineData("pkg")]
    public void An_account_is_required_if_the_package_name_is_too_long(string format)
    {
        var service = Plain.With("ServicePackageName", "acme-warehouse-replenishment-worker");

        Assert.Contains("Set ServiceUser,", service.Read(format).Finding.Message, StringComparison.Ordinal);
        Assert.Equal("SVCPKG2015", service.Read(format).Finding.Descriptor.Code);
        Assert.Empty(service.With("ServiceUser", "replenishment").Read(format).Findings);
        Assert.Empty(service.With("ServiceScope", "User").Read(format).Findings);
    }

    [Theory]
    [InlineData("acme.web", "deb", "ServiceUser")]
    [InlineData("acme.web", "pkg", "ServiceUser")]
    [InlineData("acme+web", "deb", "ServiceUser", "ServiceName")]
    [InlineData("acme+web", "pkg", "ServiceUser", "ServiceName", "ServiceIdentifier")]
    [InlineData("acme+web", "msi", "ServiceName", "ServiceIdentifier")]
    public void Names_are_required_where_a_sign_of_the_package_name_is_replaced(string packageName, string format, params string[] required)
    {
        var service = Plain.With("ServicePackageName", packageName);
        var findings = service.Read(format).Findings;

        Assert.All(findings, finding => Assert.Equal("SVCPKG2015", finding.Descriptor.Code));
        Assert.Equal(required.Order(), findings.Select(finding => finding.Message.Split("Set ")[1].Split(',')[0]).Order());
        Assert.Empty(required.Aggregate(service, (service, name) => service.With(name, name == "ServiceIdentifier" ? "com.example.web" : "acme-web")).Read(format).Findings);
    }
}
