using ServicePackaging.Tests.Support;
using ServicePackaging.Values;

namespace ServicePackaging.Tests.Values;

/// <summary>Each package has the license in the place and under the name that its format requires.</summary>
public sealed class LicenseTests
{
    private const string Copyright = "/usr/share/doc/acme/copyright";

    private static readonly Service Base = new();

    [Theory]
    [InlineData("MIT", "Expat")]
    [InlineData("Apache-2.0", "Apache-2.0")]
    [InlineData("BSD-3-Clause", "BSD-3-clause")]
    [InlineData("GPL-3.0-only", "GPL-3")]
    [InlineData("GPL-3.0-or-later", "GPL-3+")]
    [InlineData("GPL-2.0+", "GPL-2+")]
    [InlineData("LGPL-2.1-or-later", "LGPL-2.1+")]
    [InlineData("AGPL-3.0-only", "AGPL-3")]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2 with Classpath exception")]
    [InlineData("MIT OR Apache-2.0", "Expat or Apache-2.0")]
    [InlineData("(MIT OR GPL-3.0-only) AND BSD-2-Clause", "Expat or GPL-3, and BSD-2-clause")]
    [InlineData("(MIT)", "Expat")]
    [InlineData("LicenseRef-Acme", "LicenseRef-Acme")]
    public void Debian_has_names_of_its_own(string spdx, string expected) => Assert.Equal(expected, LicenseNames.ToDebian(spdx));

    [Theory]
    [InlineData("GPL-3.0", "GPL-3.0-only")]
    [InlineData("GPL-3.0+", "GPL-3.0-or-later")]
    [InlineData("LGPL-2.1 OR MIT", "LGPL-2.1-only OR MIT")]
    [InlineData("GPL-3.0-only", "GPL-3.0-only")]
    [InlineData("GPL-3.0-or-later", "GPL-3.0-or-later")]
    [InlineData("MIT", "MIT")]
    public void An_rpm_has_the_present_names_of_SPDX(string spdx, string expected) =>
        Assert.Equal(expected, WithExpression(spdx).PlanRpmWithoutFindings().Plan.Package.License);

    [Fact]
    public void The_copyright_file_has_a_paragraph_for_each_license()
    {
        var text = WithExpression("MIT OR GPL-3.0-or-later").PlanWithoutFindings().Text(Copyright);

        Assert.Contains("\nLicense: Expat or GPL-3+\n", text, StringComparison.Ordinal);
        Assert.Contains("\n\nLicense: Expat\n The full text is supplied by the publisher.\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n\nLicense: GPL-3+\n On Debian systems, the full text is in /usr/share/common-licenses/GPL-3.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_license_in_a_file_is_in_every_package()
    {
        const string license = "Acme License\r\n\r\n\tYou may grind flour.\f\r\n";
        var service = Base.Source("LICENSE", license).Built(project => project with { LicensePath = "/project/LICENSE" });

        Assert.EndsWith(
            "\n\nLicense: LicenseRef-acme\n Acme License\n .\n \tYou may grind flour.\n",
            service.PlanWithoutFindings().Text(Copyright), StringComparison.Ordinal);
        var rpm = service.PlanRpmWithoutFindings();
        Assert.Equal("LicenseRef-acme", rpm.Plan.Package.License);
        Assert.Equal("license file 0644 root:root /usr/share/licenses/acme/LICENSE", rpm.File("/usr/share/licenses/acme/LICENSE"));
        var page = Assert.Single(service.OnMacOS().PlanPkgWithoutFindings().Plan.Package.Resources);
        Assert.Equal(("License", "LICENSE.txt"), (page.Kind.ToString(), page.Name));
        Assert.Contains(service.OnWindows().PlanMsiWithoutFindings().Plan.Contents, file => file.Path == @"ProgramFiles\acme\LICENSE");
    }

    [Fact]
    public void A_license_that_was_published_is_packaged_once()
    {
        var service = Base.OnWindows().Publishes("LICENSE.txt").Source("LICENSE.txt").Built(project => project with { LicensePath = "/project/LICENSE.txt" });

        Assert.Single(service.PlanMsiWithoutFindings().Plan.Contents, file => file.Path.EndsWith("LICENSE.txt", StringComparison.Ordinal));
        Assert.Single(service.Item("ServicePackageFile", "LICENSE.txt").PlanMsiWithoutFindings().Plan.Contents, file => file.Path.EndsWith("LICENSE.txt", StringComparison.Ordinal));
    }

    [Fact]
    public void The_developers_page_of_the_installer_stays()
    {
        var service = Base.OnMacOS().Source("LICENSE.txt").Source("eula.rtf").Built(project => project with { LicensePath = "/project/LICENSE.txt" })
            .Item("MacOSInstallerResource", "eula.rtf", ("Page", "License"));

        Assert.Equal("eula.rtf", Assert.Single(service.PlanPkgWithoutFindings().Plan.Package.Resources).Name);
    }

    [Fact]
    public void A_license_that_is_missing_is_a_warning()
    {
        var finding = Base.Built(project => project with { LicensePath = "/project/LICENSE.txt" }).Read().Finding;

        Assert.Equal("SVCPKG2023", finding.Descriptor.Code);
        Assert.StartsWith("PackageLicenseFile is 'LICENSE.txt', and there is no such file", finding.Message, StringComparison.Ordinal);
    }

    private static Service WithExpression(string expression) => Base.Built(project => project with { License = expression });
}
