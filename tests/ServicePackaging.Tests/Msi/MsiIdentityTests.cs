using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Msi;

/// <summary>How Windows Installer identifies a product, and how versions replace each other.</summary>
public sealed class MsiIdentityTests
{
    private const string UpgradeCode = "{6B01E725-0894-5E9A-AEBE-D46B55A027BA}";

    private static readonly Service OnWindows = new Service().OnWindows();

    // Values that may never change: packages in the field are upgraded by them.
    [Fact]
    public void The_codes_of_a_product_are_those_of_its_names()
    {
        var planned = OnWindows.PlanMsiWithoutFindings();

        Assert.Equal(UpgradeCode, planned.Cell("Property", "UpgradeCode", "Value"));
        Assert.Equal("{8BBD9BE5-1013-5C5D-8696-4686085A59AB}", planned.Cell("Property", "ProductCode", "Value"));
        Assert.Equal("{AEDC5222-4107-5E84-84E9-6842E52349E5}", planned.Cell("Component", "Program", "ComponentId"));
        Assert.Equal(new Guid("8BBD9BE5-1013-5C5D-8696-4686085A59AB"), planned.Plan.Package.PackageCodeNamespace);
    }

    [Theory]
    [InlineData("ServicePackageVersion", "1.2.4")]
    [InlineData("ServicePackageVersion", "1.2.3+build.5")]
    [InlineData("ServicePackageRelease", "2")]
    public void Every_version_and_revision_is_another_product_with_the_same_components(string property, string value)
    {
        var (one, other) = (OnWindows.PlanMsi(), OnWindows.With(property, value).PlanMsiWithoutFindings());

        Assert.NotEqual(one.Cell("Property", "ProductCode", "Value"), other.Cell("Property", "ProductCode", "Value"));
        Assert.Equal(UpgradeCode, other.Cell("Property", "UpgradeCode", "Value"));
        Assert.Equal(one.Rows("Component"), other.Rows("Component"));
    }

    [Fact]
    public void Packages_for_other_processors_upgrade_one_another_and_share_no_components()
    {
        var plans = new[] { "win-x64", "win-arm64", "win-x86" }.Select(rid => new Service().OnWindows(rid).PlanMsiWithoutFindings()).ToList();

        Assert.Single(plans.Select(planned => planned.Cell("Property", "UpgradeCode", "Value")).Distinct());
        Assert.Distinct(plans.Select(planned => planned.Cell("Property", "ProductCode", "Value")));
        Assert.Distinct(plans.SelectMany(planned => planned.Plan.Package.Rows.Where(row => row.Table.Name == "Component").Select(row => row["ComponentId"].ToString())));
    }

    [Theory]
    [InlineData("win-x64", "256", "18", "ProgramFiles64Folder", "System64Folder", "Framework64", "acme-1.2.3-1.x64.msi")]
    [InlineData("win-arm64", "256", "18", "ProgramFiles64Folder", "System64Folder", "Framework", "acme-1.2.3-1.arm64.msi")]
    [InlineData("win-x86", "0", "2", "ProgramFilesFolder", "SystemFolder", "Framework", "acme-1.2.3-1.x86.msi")]
    public void A_package_looks_and_installs_on_its_processors_side(
        string rid, string attributes, string locator, string programs, string system, string framework, string fileName)
    {
        var planned = new Service().OnWindows(rid).PlanMsiWithoutFindings();

        Assert.Equal(attributes, planned.Cell("Component", "Program", "Attributes"));
        Assert.Equal(locator, planned.Cell("RegLocator", "PreviousFolder", "Type"));
        Assert.Equal(programs, planned.Cell("Directory", "INSTALLFOLDER", "Directory_Parent"));
        Assert.Equal(system, planned.Cell("CustomAction", "SetRecovery", "Source"));
        Assert.Contains($@"\{framework}\v4.0.30319\", string.Join('\n', planned.Rows("Registry")), StringComparison.Ordinal);
        Assert.Equal(fileName, planned.Plan.FileName);
    }

    [Theory]
    [InlineData("win-arm", "SVCPKG1005")]
    [InlineData("linux-x64", "SVCPKG1003")]
    public void An_architecture_that_Windows_Installer_does_not_have_is_refused(string rid, string code) => Assert.Equal([code], new Service().OnWindows(rid).PlanMsi().Codes);

    [Fact]
    public void The_identifier_is_kept_when_vendor_or_name_change() => Assert.Equal(
        UpgradeCode,
        OnWindows.With("ServiceIdentifier", "acme.acme").With("ServicePackageVendor", "New Owner").With("ServicePackageName", "renamed").PlanMsi().Cell("Property", "UpgradeCode", "Value"));

    [Theory]
    [InlineData("{2c4f0b5e-8d0b-4b7c-9c1b-0f4e5d6a7b8c}", "{2C4F0B5E-8D0B-4B7C-9C1B-0F4E5D6A7B8C}")]
    [InlineData("2C4F0B5E-8D0B-4B7C-9C1B-0F4E5D6A7B8C", "{2C4F0B5E-8D0B-4B7C-9C1B-0F4E5D6A7B8C}")]
    public void A_product_that_had_a_code_before_keeps_it(string given, string code) =>
        Assert.Equal(code, OnWindows.Item("MsiProperty", "UpgradeCode", ("Value", given)).PlanMsiWithoutFindings().Cell("Property", "UpgradeCode", "Value"));

    [Fact]
    public void An_invalid_code_is_refused() => Assert.Equal(["SVCPKG2001"], OnWindows.Item("MsiProperty", "UpgradeCode", ("Value", "acme")).PlanMsi().Codes);

    [Theory]
    [InlineData("1.2.3", "1.2.3", "")]
    [InlineData("1.2", "1.2.0", "")]
    [InlineData("1.2.3.0", "1.2.3", "")]
    [InlineData("255.255.65535", "255.255.65535", "")]
    [InlineData("1.2.3+sha.abc", "1.2.3", "")]
    [InlineData("2.0.0-rc.1", "2.0.0", "SVCPKG5002")]
    [InlineData("256.0.0", "1.0.0", "SVCPKG5001")]
    [InlineData("0.256.0", "1.0.0", "SVCPKG5001")]
    [InlineData("0.0.65536", "1.0.0", "SVCPKG5001")]
    [InlineData("1.2.3.4", "1.0.0", "SVCPKG5001")]
    [InlineData("2024.11.3", "1.0.0", "SVCPKG5001")]
    public void A_version_is_three_numbers(string version, string expected, string code)
    {
        var planned = OnWindows.With("ServicePackageVersion", version).PlanMsi();

        Assert.Equal(code.Length > 0 ? [code] : [], planned.Codes);
        Assert.Equal((expected, expected), (planned.Plan.Version, planned.Cell("Property", "ProductVersion", "Value")));
    }

    [Fact]
    public void A_pre_release_has_its_own_file_name() =>
        Assert.Equal("acme-2.0.0-rc.1-1.x64.msi", OnWindows.With("ServicePackageVersion", "2.0.0-rc.1").PlanMsi().Plan.FileName);

    [Theory]
    [InlineData("24.11.3", "")]
    [InlineData("24.11", "")]
    [InlineData("2024.11.3", "SVCPKG2001")]
    [InlineData("1.0.0-rc.1", "SVCPKG2001")]
    [InlineData("1.2.3.4", "SVCPKG2001")]
    [InlineData("new", "SVCPKG2001")]
    public void A_version_for_Windows_overrides_it(string given, string code)
    {
        var planned = OnWindows.With("ServicePackageVersion", "2024.11.3-rc.1").Item("MsiProperty", "ProductVersion", ("Value", given)).PlanMsi();
        Assert.Equal(code.Length > 0 ? [code] : [], planned.Codes);
    }

    [Fact]
    public void An_older_version_and_another_build_of_this_one_are_replaced_and_a_newer_one_is_not() => Assert.Equal(
        [$"Upgrade\t{UpgradeCode}\t\t1.2.3\t\t513\t\tOLDERVERSION", $"Upgrade\t{UpgradeCode}\t1.2.3\t\t\t2\t\tNEWERVERSION"],
        OnWindows.PlanMsiWithoutFindings().Rows("Upgrade"));

    [Theory]
    [InlineData("ProductCode")]
    [InlineData("ProductName")]
    [InlineData("Manufacturer")]
    [InlineData("ProductLanguage")]
    [InlineData("ALLUSERS")]
    [InlineData("SecureCustomProperties")]
    [InlineData("INSTALLFOLDER")]
    public void Properties_that_are_computed_cannot_be_set(string property) =>
        Assert.Equal(["SVCPKG5005"], OnWindows.Item("MsiProperty", property, ("Value", "x")).PlanMsi().Codes);

    [Fact]
    public void Any_other_property_is_the_developers_and_one_in_capitals_the_administrators_too()
    {
        var planned = OnWindows.Item("MsiProperty", "ACME_PORT", ("Value", "80")).Item("MsiProperty", "Acme.Secret", ("Value", "[x]")).Item("MsiProperty", "REINSTALLMODE", ("Value", "omus")).PlanMsiWithoutFindings();

        Assert.Equal(("80", "[x]", "omus"), (planned.Cell("Property", "ACME_PORT", "Value"), planned.Cell("Property", "Acme.Secret", "Value"), planned.Cell("Property", "REINSTALLMODE", "Value")));
        Assert.Equal(
            "ACME_PORT;INSTALLFOLDER;NEWERVERSION;OLDERVERSION;PREVIOUSACCESS;PREVIOUSFOLDER;PREVIOUSSTART;PURGE;SERVICEPASSWORD;SERVICEUSER;STARTSERVICE",
            planned.Cell("Property", "SecureCustomProperties", "Value"));
    }

    [Fact]
    public void A_text_that_no_column_holds_is_named_and_not_cut()
    {
        var finding = Assert.Single(OnWindows.With("ServiceDisplayName", new string('x', 256)).PlanMsi().Findings);
        Assert.Contains("at most 120 characters", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_description_gives_way_to_the_summary()
    {
        var planned = OnWindows.With("ServiceDescription", string.Join(' ', Enumerable.Repeat("collects", 40)) + " [x]").PlanMsiWithoutFindings();
        Assert.Equal("Background service acme", planned.Cell("ServiceInstall", "Service", "Description"));
    }

    [Fact]
    public void Brackets_in_what_people_read_are_brackets() =>
        Assert.Equal(@"Collects [\[]x[\]]", OnWindows.With("ServiceDescription", "Collects [x]").PlanMsiWithoutFindings().Cell("ServiceInstall", "Service", "Description"));
}
