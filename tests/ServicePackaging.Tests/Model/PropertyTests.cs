using ServicePackaging.Model;
using ServicePackaging.Tests.Support;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests.Model;

/// <summary>Every property: its default, where its value ends, and how a wrong one is refused.</summary>
public sealed class PropertyTests
{
    public static TheoryData<string> Names => [.. PropertyTable.Rows.Select(row => row.Name)];

    public static TheoryData<string> NamesWithPlatformForms =>
        [.. ServiceProperties.All.Where(property => property.IsOfService).Select(property => property.Name)];

    [Fact]
    public void The_table_holds_exactly_what_the_model_reads_of_the_vocabulary() => Assert.Equal(
        ServiceProperties.All.Where(property => property.IsOfModel).Select(property => property.Name).Order(StringComparer.Ordinal),
        PropertyTable.Rows.Select(row => row.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Unset_it_has_its_default(string name)
    {
        var row = PropertyTable.Find(name);
        Assert.Equal(row.Default, row.Reads(new Service().Without(name).Read().Definition));
        Assert.Equal(row.Default, row.Reads(new Service().With(name, "  ").Read().Definition));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_good_value_ends_where_it_belongs(string name)
    {
        var row = PropertyTable.Find(name);
        var reading = Base(name).With(name, $" {row.Good}\r\n").Read();

        Assert.Equal(row.Meaning, row.Reads(reading.Definition));
        Assert.Empty(reading.Findings);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bad_value_is_refused_by_name_and_value(string name)
    {
        var row = PropertyTable.Find(name);
        AssertRefused(row, name, Base(name).With(name, row.Bad).Read());
    }

    [Theory]
    [MemberData(nameof(NamesWithPlatformForms))]
    public void The_platforms_own_spelling_wins_and_is_the_one_that_is_named(string name)
    {
        var row = PropertyTable.Find(name);
        var common = Base(name).With(name, row.Good);

        Assert.Equal(row.Meaning, row.Reads(Base(name).With("Linux" + name, row.Good).With(name, row.Bad).Read().Definition));
        AssertRefused(row, "Linux" + name, common.With("Linux" + name, row.Bad).Read());
    }

    [Theory]
    [MemberData(nameof(NamesWithPlatformForms))]
    public void Another_platforms_spelling_means_nothing_here(string name)
    {
        var row = PropertyTable.Find(name);
        var reading = Base(name).With("MacOS" + name, row.Bad).With("Windows" + name, row.Bad).Read();

        Assert.Equal(row.Reads(Base(name).Read().Definition), row.Reads(reading.Definition));
        Assert.Equal(Base(name).Read().Findings, reading.Findings);
    }

    // A library may reference the package as an option; only a program that calls it sends READY=1.
    [Theory]
    [InlineData(true, "", ServiceType.Notify)]
    [InlineData(true, "Acme", ServiceType.Notify)]
    [InlineData(true, "/usr/bin/python3", ServiceType.Exec)]
    [InlineData(true, "run.sh", ServiceType.Exec)]
    [InlineData(false, "", ServiceType.Exec)]
    public void A_program_that_calls_systemds_hosting_is_a_service_that_notifies(bool calls, string executable, ServiceType expected)
    {
        var service = new Service().Built(project => project with { CallsSystemd = calls, Packages = new HashSet<string> { "Microsoft.Extensions.Hosting.Systemd" } })
            .With("ServiceExecutable", executable);

        Assert.Equal(expected, service.Read().Definition.Process.Type);
        Assert.Equal(ServiceType.Notify, service.With("ServiceType", "Notify").Read().Definition.Process.Type);
        Assert.Equal(ServiceType.Simple, service.With("ServiceType", "Simple").Read().Definition.Process.Type);
    }

    [Fact]
    public void A_single_file_restarts_after_the_upgrade() =>
        Assert.Equal(ServiceUpgradeMode.RestartAfter, new Service().Built(project => project with { SingleFile = true }).Read().Definition.UpgradeMode);

    [Theory]
    [InlineData("Acme.DataCollector", "acme-data-collector")]
    [InlineData("HTTPServer2Go", "http-server2-go")]
    [InlineData("my_service", "my-service")]
    [InlineData("X", "service")]
    [InlineData("Größe", "gr-e")]
    public void The_packages_name_is_the_assemblys_in_kebab_case(string assembly, string expected) =>
        Assert.Equal(expected, new Service().Built(project => project with { AssemblyName = assembly }).Read().Definition.Package.Name);

    [Theory]
    [InlineData("g++-tools", "g---tools", "acme.g---tools")]
    [InlineData("acme..web.", "acme..web.", "acme.acme.web")]
    public void Every_packages_name_gives_a_service_and_an_identifier(string package, string name, string identifier)
    {
        var reading = new Service().With("ServicePackageName", package).Read();

        // Another package could have the same service or account, so that their names have to be set.
        Assert.All(reading.Findings, finding => Assert.Equal("SVCPKG2015", finding.Descriptor.Code));
        Assert.Equal((name, identifier), (reading.Definition.Name, reading.Definition.Identifier));
    }

    // If the project does not set Company, the .NET SDK sets it to Authors, which has the form of a maintainer.
    [Theory]
    [InlineData("Ada Example <ada@example.com>", "Ada Example", "ada-example.acme")]
    [InlineData("<ada@example.com>", "<ada@example.com>", "ada-example-com.acme")]
    public void An_address_after_the_vendors_name_is_not_part_of_it(string written, string vendor, string identifier)
    {
        var definition = new Service().With("ServicePackageVendor", written).Read().Definition;

        Assert.Equal((vendor, identifier), (definition.Package.Vendor, definition.Identifier));
    }

    [Theory]
    [InlineData("9lives", "_9lives")]
    [InlineData("acme.web+x", "acme-web-x")]
    [InlineData("a-name-that-is-longer-than-an-account-may-be", "a-name-that-is-longer-than-an-a")]
    public void The_account_is_the_packages_name_as_accounts_are_named(string package, string account) =>
        Assert.Equal(account, new Service().With("ServicePackageName", package).Read().Definition.Account.User);

    [Theory]
    [InlineData("One line.", "One line", "")]
    [InlineData("First.\n\n  Second line\nthird\n", "First", "Second line third")]
    [InlineData("Package Description", "Background service acme", "")]
    public void The_first_line_describes_and_the_rest_explains(string description, string summary, string rest)
    {
        var package = new Service().With("ServiceDescription", description).Read().Definition.Package;
        Assert.Equal((summary, rest), (package.Summary, package.Description));
    }

    [Theory]
    [InlineData("ServiceType=Oneshot;ServiceRestart=Always", "SVCPKG2009")]
    [InlineData("ServiceType=Forking", "SVCPKG2009")]
    [InlineData("ServiceWatchdog=30s", "SVCPKG2009")]
    [InlineData("ServiceRestartLimit=3", "SVCPKG2013")]
    [InlineData("ServiceRestartWindow=3s", "SVCPKG2013")]
    [InlineData("ServiceHealthUrl=http://127.0.0.1/", "SVCPKG2012")]
    [InlineData("ServiceStartMode=Delayed", "SVCPKG2011")]
    [InlineData("ServiceUser=root", "SVCPKG2010")]
    public void Settings_that_do_not_go_together_are_refused(string settings, string code) => Assert.Equal(
        code, settings.Split(';').Select(setting => setting.Split('=')).Aggregate(new Service(), (service, words) => service.With(words[0], words[1])).Read().Finding.Descriptor.Code);

    // What a value needs around it to be without findings.
    private static Service Base(string name) => name switch
    {
        "ServiceRestartLimit" => new Service().With("ServiceRestartWindow", "1min"),
        "ServiceRestartWindow" => new Service().With("ServiceRestartLimit", "5"),
        "ServiceWatchdog" => new Service().With("ServiceType", "Notify"),
        "ServiceHealthUrl" => new Service().With("ServiceControlCommand", "acmectl"),
        _ => new Service(),
    };

    private static void AssertRefused(PropertyRow row, string name, ReadDefinition reading)
    {
        // If one setting of a pair is refused, the other one is incomplete, and a refused description is missing: each is a separate finding.
        var finding = Assert.Single(reading.Findings, finding => finding.Descriptor.Code == row.Code);
        Assert.Contains(row.Code == "SVCPKG4003" ? "maintainer" : name, finding.Message, StringComparison.Ordinal);
        if (row.Code != "SVCPKG2003")
        {
            Assert.Contains(row.Code == "SVCPKG2004" ? "{HomeDirectory}" : $"'{row.Bad}'", finding.Message, StringComparison.Ordinal);
        }

        if (row.Code is not ("SVCPKG4003" or "SVCPKG2004"))
        {
            Assert.Equal(row.Reads(Base(row.Name).Without(row.Name).Read().Definition), row.Reads(reading.Definition));
        }
    }
}
