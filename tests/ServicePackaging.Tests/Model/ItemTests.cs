using ServicePackaging.Diagnostics;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Model;

/// <summary>Every item and every piece of metadata: its default, where its value ends, and how a wrong one is refused.</summary>
public sealed class ItemTests
{
    public static TheoryData<string> Names => [.. ItemTable.Rows.Select(row => row.Name)];

    public static TheoryData<string> ItemTypes => [.. ItemTable.Rows.Where(row => row.Metadata.Length == 0).Select(row => row.Type)];

    [Fact]
    public void The_table_holds_exactly_the_vocabulary() => Assert.Equal(
        PackageFormats.Items.SelectMany(item => InstanceTests.OwnMetadata(item).Select(metadata => $"{item.Name} {metadata}").Prepend(item.Name)).Order(StringComparer.Ordinal),
        ItemTable.Rows.Select(row => row.Name).Concat(ItemTable.NotRead).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_good_value_ends_where_it_belongs(string name)
    {
        var row = Find(name);
        var reading = ItemTable.With(row, row.Good).Read(row.Format);

        Assert.DoesNotContain(reading.Findings, finding => finding.Descriptor.Severity == DiagnosticSeverity.Error);
        Assert.Equal(row.Meaning, row.Reads(reading.Definition));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Metadata_that_is_not_set_has_its_default(string name)
    {
        var row = Find(name);
        if (row.Metadata.Length > 0)
        {
            Assert.Equal(row.Default, row.Reads(ItemTable.With(row, null).Read(row.Format).Definition));
            Assert.Equal(row.Default, row.Reads(ItemTable.With(row, " ").Read(row.Format).Definition));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bad_value_is_refused_by_name_and_value(string name)
    {
        var row = Find(name);
        if (row.Bad is null)
        {
            return;
        }

        var finding = Assert.Single(ItemTable.With(row, row.Bad).Read(row.Format).Findings, finding => finding.Descriptor.Code == row.Code);

        Assert.Contains(row.Type, finding.Message, StringComparison.Ordinal);
        Assert.True(row.Metadata.Length == 0 || finding.Message.Contains(row.Metadata, StringComparison.Ordinal) || finding.Message.Contains(row.Include, StringComparison.Ordinal), finding.Message);
        if (row.Code != "SVCPKG2003")
        {
            Assert.Contains(row.Bad, finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ServicePackageSymlink", "/usr/bin/acme", "TargetPath")]
    [InlineData("ServiceTimer", "nightly", "Calendar (or Every)")]
    [InlineData("ServicePackageScript", "there.conf", "Stage")]
    [InlineData("DebField", "Bugs", "Value")]
    public void Missing_required_metadata_is_reported(string type, string include, string metadata)
    {
        var finding = new Service().Source("there.conf").Item(type, include).Read().Finding;

        Assert.Equal("SVCPKG2002", finding.Descriptor.Code);
        Assert.Contains($"{type} '{include}' has no {metadata}.", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ItemTypes))]
    public void An_item_for_another_platform_or_format_is_not_read(string type)
    {
        var row = ItemTable.Rows.First(row => row.Type == type && row.Metadata.Length == 0);
        var bad = row.Bad ?? row.Good;

        Assert.Empty(new Service().Item(type, bad, ("Platforms", "MacOS;windows")).Read().Findings);
        Assert.Empty(new Service().Item(type, bad, ("Formats", "rpm+PKG")).Read().Findings);
        Assert.Empty(new Service().Item(type, bad, ("Platforms", "Linux"), ("Formats", "rpm")).Read().Findings);
    }

    [Theory]
    [InlineData("Platforms", "Linux")]
    [InlineData("Platforms", "macos, LINUX")]
    [InlineData("Formats", "rpm;deb")]
    [InlineData("Formats", "deb")]
    public void An_item_for_this_platform_and_format_is_read(string filter, string value) =>
        Assert.Single(new Service().Item("ServiceEnvironment", "A", (filter, value)).Read().Definition.Process.Environment);

    [Theory]
    [InlineData("Platforms", "Linux;Debian", "Debian")]
    [InlineData("Formats", "dep", "dep")]
    public void A_platform_or_format_that_does_not_exist_is_refused(string filter, string value, string wrong)
    {
        var finding = new Service().Item("ServiceEnvironment", "A", (filter, value)).Read().Finding;

        Assert.Equal("SVCPKG2001", finding.Descriptor.Code);
        Assert.Contains($"ServiceEnvironment 'A' {filter} is '{wrong}'", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8080", true)]
    [InlineData("0", false)]
    [InlineData("65536", false)]
    [InlineData("+80", false)]
    [InlineData("127.0.0.1:80", true)]
    [InlineData("0.0.0.0:65535", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("::1:80", false)]
    [InlineData("acme.example:80", false)]
    [InlineData(":80", false)]
    [InlineData("1.2:80", false)]
    [InlineData("/run/acme/s", true)]
    [InlineData("{RuntimeDirectory}/s", true)]
    [InlineData("/run//s", false)]
    [InlineData("run/s", false)]
    public void Sockets_are_what_systemd_listens_on(string address, bool valid) =>
        Assert.Equal(valid, new Service().Item("ServiceSocket", address).Read().Findings.Count == 0);

    [Theory]
    [InlineData("ServiceEnvironment", "A")]
    [InlineData("ServiceInstance", "a")]
    public void The_same_thing_declared_twice_is_refused(string type, string include) =>
        Assert.Equal("SVCPKG2008", new Service().Item(type, include).Item(type, include).Read().Finding.Descriptor.Code);

    [Fact]
    public void A_file_outside_the_project_is_found_by_its_whole_path_and_named_by_its_last_part()
    {
        var definition = new Service().Source("/elsewhere/there.conf").Item("ServiceConfigFile", "/elsewhere/there.conf").Read().Definition;
        Assert.Equal("/etc/acme/there.conf", definition.ConfigFiles[0].TargetPath);
    }

    [Theory]
    [InlineData("ServiceSocket", "8080")]
    [InlineData("ServiceSocket", "/run/acme.sock")]
    [InlineData("ServiceSocket", "{InstallDirectory}/acme.sock")]
    [InlineData("ServiceTimer", "t")]
    public void Instances_cannot_share_what_starts_one_service(string type, string include) => Assert.Equal(
        "SVCPKG2009",
        new Service().Item("ServiceInstance", "a").Item(type, include, type == "ServiceTimer" ? [("Every", "1h")] : []).Read().Finding.Descriptor.Code);

    [Fact]
    public void A_port_may_be_an_instances_name_where_every_name_is_a_port() => Assert.Equal(
        ["SVCPKG2001"],
        Services.SocketInstances.Item("ServiceInstance", "dev").Read().Findings.Select(finding => finding.Descriptor.Code));

    [Fact]
    public void A_users_logs_cannot_be_rotated_for_the_whole_machine() =>
        Assert.Equal("SVCPKG2009", Services.User.Item("ServiceLog", ".").Read().Finding.Descriptor.Code);

    [Theory]
    [InlineData("Socket")]
    [InlineData("Timer")]
    public void A_directive_of_a_missing_unit_is_refused(string section) => Assert.Equal(
        "SVCPKG2009", new Service().Item("SystemdDirective", "AccuracySec", ("Section", section), ("Value", "1s")).Read().Finding.Descriptor.Code);

    [Fact]
    public void Local_sockets_have_one_mode() => Assert.Equal(
        "SVCPKG2009",
        new Service().Item("ServiceSocket", "/run/acme/a", ("Mode", "0600")).Item("ServiceSocket", "/run/acme/b", ("Mode", "0666")).Read().Finding.Descriptor.Code);

    private static ItemRow Find(string name) => ItemTable.Rows.Single(row => row.Name == name);
}
