using ServicePackaging.Launchd;
using ServicePackaging.Planning;
using ServicePackaging.Systemd;
using ServicePackaging.Tests.Model;
using ServicePackaging.Tests.Support;
using ServicePackaging.Vocabulary;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Tests.Vocabulary;

/// <summary>What each service manager does with each property: nothing is lost silently.</summary>
public sealed class SupportTests
{
    private static readonly SupportTable[] Tables = [SystemdSupport.Table, LaunchdSupport.Table, WindowsServiceSupport.Table];

    // Other settings without which a property has no effect.
    private static readonly Dictionary<string, (string Property, string Value)> Needs = new()
    {
        ["ServiceHealthUrl"] = ("ServiceControlCommand", "acmectl"),
        ["ServiceRestartLimit"] = ("ServiceRestartWindow", "1h"),
        ["ServiceRestartWindow"] = ("ServiceRestartLimit", "2"),
        ["ServiceConfigDirectory"] = ("ServiceArguments", "{ConfigDirectory}"),
        ["ServiceLogDirectory"] = ("ServiceArguments", "{LogDirectory}"),
    };

    public static TheoryData<string> MappedBySystemd =>
        [.. SystemdSupport.Table.Rows.Where(row => row is { Native: not null, Subject: ServiceProperty } && !IsForOthers(row)).Select(row => row.Name)];

    [Fact]
    public void Every_service_manager_knows_every_property_of_a_service() => Assert.All(Tables, table => Assert.Equal(
        ServiceProperties.All.Where(property => property.IsOfService).Select(property => property.Name).Order(StringComparer.Ordinal),
        table.Rows.Select(row => row.Subject).OfType<ServiceProperty>().Select(property => property.Name).Distinct().Order(StringComparer.Ordinal)));

    [Fact]
    public void A_consequence_is_a_sentence() => Assert.All(Tables.SelectMany(table => table.Rows).Where(row => row.Native is null), row =>
    {
        Assert.Matches(@"\A(?:[A-Z]|launchd|'launchctl)[\s\S]*\.\z", row.Consequence);
        Assert.Matches(@"\A(?:[A-Z][\s\S]*\.)?\z", row.ConsequenceForUser ?? "");
    });

    [Theory]
    [MemberData(nameof(MappedBySystemd))]
    public void What_systemd_maps_is_in_the_package(string name)
    {
        var service = Needs.TryGetValue(name, out var need) ? new Service().With(need.Property, need.Value)
            : name == "ServiceRestartAfterRuntimeUpgrade" ? new Service().Built(project => project with { SelfContained = false })
            : new Service();
        var without = service.Plan().Plan;
        var with = service.With(name, PropertyTable.Find(name).Good).Plan().Plan;

        Assert.NotEqual(Describe(without), Describe(with));
    }

    [Fact]
    public void An_acknowledgement_silences_the_property_that_it_names()
    {
        var service = new Service().OnWindows().With("ServiceNice", "5").With("ServiceUMask", "0027");

        Assert.Equal(["SVCPKG2011", "SVCPKG2011"], service.PlanMsi().Codes);
        Assert.Contains("ServiceUMask", Assert.Single(service.Item("ServicePackageAcknowledge", "ServiceNice").PlanMsi().Findings).Message, StringComparison.Ordinal);
        Assert.Equal(2, service.Item("ServicePackageAcknowledge", "ServiceNice", ("Platforms", "MacOS")).PlanMsi().Codes.Count());
    }

    private static bool IsForOthers(ServicePackaging.Vocabulary.Support row) => row.Subject == ServiceProperties.Identifier;

    private static string Describe(PackagePlan plan) =>
        string.Join('\n', plan.Sources.Select(text => $"{text.Key}\n{text.Value}").Concat(plan.Contents.Select(content => content.ToString())).Prepend(plan.FileName));
}
