using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Audit;
using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Msi;

/// <summary>Windows Installer accepts every planned package, according to its known rules.</summary>
public sealed class MsiAuditTests : IDisposable
{
    private readonly TemporaryTree _tree = new();

    private static readonly Service Everything = Services.FullOnWindows.With("ServiceControlCommand", "acmectl");

    private static readonly Dictionary<string, Service> Planned = new()
    {
        ["minimal"] = new Service().OnWindows(),
        ["of 32 bits"] = new Service().OnWindows("win-x86"),
        ["for Arm"] = new Service().OnWindows("win-arm64"),
        ["without .NET"] = new Service().OnWindows().Built(project => project with { SelfContained = false }),
        ["for each user"] = new Service().OnWindows().With("ServiceScope", "User"),
        ["of the system's account"] = new Service().OnWindows().With("WindowsServiceUser", "LocalSystem"),
        ["of an account with a password"] = new Service().OnWindows().With("WindowsServiceUser", @"ACME\collector"),
        ["started late, with arguments"] = new Service().OnWindows().With("ServiceStartMode", "Delayed").With("ServiceArguments", "--data {StateDirectory}/x \"a b\""),
        ["started by hand"] = new Service().OnWindows().With("ServiceStartMode", "Manual").With("ServiceStopTimeout", "45s"),
        ["that is not restarted"] = new Service().OnWindows().With("ServiceRestart", "Never"),
        ["with environment and dependencies"] = new Service().OnWindows().Item("ServiceEnvironment", "DOTNET_gcServer", ("Value", "1"))
            .Item("ServiceDependency", "tcpip", ("Windows", "Tcpip"), ("Kind", "Requires")),
        ["with directories and configuration"] = new Service().OnWindows().Source("acme.conf").Item("ServiceConfigFile", "acme.conf")
            .Item("ServiceDirectory", "queue").Item("ServiceDirectory", ".", ("Kind", "Logs")).Publishes("appsettings.json").Publishes("sub/dir/a long name.txt"),
        ["with brackets in its names"] = new Service().OnWindows().With("ServiceDisplayName", "Acme [test] {x}").With("ServiceDescription", "Sammelt, was da ist: äöü"),
        ["with all that can be said"] = Services.Full.OnWindows(),
        ["with instances"] = Services.Instances.OnWindows(),
        ["with a port that is opened"] = new Service().OnWindows().Item("WindowsFirewallRule", "8080"),
        ["with an account of its own"] = new Service().OnWindows().With("WindowsServiceUser", "Virtual"),
        ["of the network's account"] = new Service().OnWindows().With("WindowsServiceUser", "NetworkService"),
        ["of a managed account"] = new Service().OnWindows().With("WindowsServiceUser", @"ACME\collector$"),
        ["with instances of other accounts"] = Services.Instances.OnWindows().Item("ServiceInstance", "x", ("User", "LocalSystem")),
        ["for each user, with variables"] = Services.UserOnWindows.Item("ServiceEnvironment", "ACME_URL", ("Value", "http://x/")),
        ["disabled"] = new Service().OnWindows().With("ServiceStartMode", "Disabled"),
        ["with a management command"] = new Service().OnWindows().With("ServiceControlCommand", "acmectl"),
        ["with everything of Windows"] = Everything,
        ["in alphabets of no code page"] = new Service().OnWindows().With("ServiceDisplayName", "Заказы ご注文"),
        ["in another alphabet"] = new Service().OnWindows().With("ServiceDisplayName", "Заказы"),
    };

    public static TheoryData<string> Names => [.. Planned.Keys];

    public static TheoryData<string, string> Mutants => [.. MsiMutants.All.Select(mutant => (mutant.Name, mutant.Rule))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_planned_package_has_no_finding(string service)
    {
        var plan = Planned[service].PlanMsi().Plan;
        var path = _tree.PathOf("/x.msi");

        plan.Write(path, TestContext.Current.CancellationToken);

        Assert.Empty(MsiAudit.Check(path, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void A_package_with_a_fault_breaks_the_rule(string mutant, string rule)
    {
        var planned = Everything.PlanMsi().Plan.Package;
        var broken = MsiMutants.All.Single(row => row.Name == mutant).Break(planned);
        using var stream = new MemoryStream();
        MsiWriter.Write(broken, stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        using var msi = MsiReader.Open(stream);

        var faults = MsiAudit.Check(msi, VerificationDepth.Headers, TestContext.Current.CancellationToken);

        Assert.Contains(rule, faults.Select(fault => fault.Rule));
    }

    [Fact]
    public void What_contradicts_the_package_is_an_error_and_leaves_nothing()
    {
        var plan = new Service().OnWindows().Item("MsiProperty", "Installed", ("Value", "1")).PlanMsi().Plan;

        var error = Assert.Throws<PackageFaultException>(() => plan.Write(_tree.PathOf("/x.msi"), TestContext.Current.CancellationToken));

        Assert.Equal("ComputedProperties", error.Faults[0].Rule);
        Assert.Empty(_tree.Files);
    }

    public void Dispose() => _tree.Dispose();
}
