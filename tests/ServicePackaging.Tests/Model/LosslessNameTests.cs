using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Model;

/// <summary>Names from which nothing is lost keep their identities for ever: another value would make an upgrade a second product.</summary>
public sealed class LosslessNameTests
{
    private static readonly string[] Names =
    [
        "Acme", "acme", "ACME", "AcmeAgent", "acmeAgent", "Acme.Agent", "Acme Agent", "Acme_Agent", "acme-agent", "My.Company.Orders",
        "My Service App", "Contoso.Billing.Worker", "HTTPServer", "XMLHttpBridge", "IOHub", "Acme2", "Acme2Go", "Acme.V2", "2Fast", "A1",
        "Web.API", "WebAPI", "Orders.gRPC", "gRPCGateway", "iSCSITarget", "DigitalRuby.IPBan", "Technitium.DnsServer", "Garnet", "Tetra", "Toobix",
        "Tokentap", "Memexd", "Vocoder", "DotNetAgent", "Dotnet", "Acme.Net", "NetMonitor", "ACMENet", "Magnet", "Acme.Internet.Probe",
    ];

    private const string Expected =
        """
        Acme: acme acme acme _acme contoso-ltd.acme {6BEDB4F2-E34E-53CE-B3B3-F1F943BE027D}
        acme: acme acme acme _acme contoso-ltd.acme {6BEDB4F2-E34E-53CE-B3B3-F1F943BE027D}
        ACME: acme acme acme _acme contoso-ltd.acme {6BEDB4F2-E34E-53CE-B3B3-F1F943BE027D}
        AcmeAgent: acme-agent acme-agent acme-agent _acme-agent contoso-ltd.acme-agent {9337819B-BEDE-5781-B31E-5ABC64BC1E88}
        acmeAgent: acme-agent acme-agent acme-agent _acme-agent contoso-ltd.acme-agent {9337819B-BEDE-5781-B31E-5ABC64BC1E88}
        Acme.Agent: acme-agent acme-agent acme-agent _acme-agent contoso-ltd.acme-agent {9337819B-BEDE-5781-B31E-5ABC64BC1E88}
        Acme Agent: acme-agent acme-agent acme-agent _acme-agent contoso-ltd.acme-agent {9337819B-BEDE-5781-B31E-5ABC64BC1E88}
        Acme_Agent: acme-agent acme-agent acme-agent _acme-agent contoso-ltd.acme-agent {9337819B-BEDE-5781-B31E-5ABC64BC1E88}
        acme-agent: acme-agent acme-agent acme-agent _acme-agent contoso-ltd.acme-agent {9337819B-BEDE-5781-B31E-5ABC64BC1E88}
        My.Company.Orders: my-company-orders my-company-orders my-company-orders _my-company-orders contoso-ltd.my-company-orders {136DA3CD-CEFE-58C3-9AE1-76AE98CE5BD5}
        My Service App: my-service-app my-service-app my-service-app _my-service-app contoso-ltd.my-service-app {AE057C84-1128-565A-A2FD-565CF079F882}
        Contoso.Billing.Worker: contoso-billing-worker contoso-billing-worker contoso-billing-worker _contoso-billing-worker contoso-ltd.contoso-billing-worker {E66C886C-AF90-54E7-A882-5CC7674C3305}
        HTTPServer: http-server http-server http-server _http-server contoso-ltd.http-server {E44BC435-9179-5892-9CA7-858EA528CFAD}
        XMLHttpBridge: xml-http-bridge xml-http-bridge xml-http-bridge _xml-http-bridge contoso-ltd.xml-http-bridge {2EBEBE04-6216-5927-A693-E94720AA4380}
        IOHub: io-hub io-hub io-hub _io-hub contoso-ltd.io-hub {D3C2F06F-CFDA-5A62-BC75-9B9E9A545AA4}
        Acme2: acme2 acme2 acme2 _acme2 contoso-ltd.acme2 {3CE63194-1C63-565C-AA47-200693677FFA}
        Acme2Go: acme2-go acme2-go acme2-go _acme2-go contoso-ltd.acme2-go {A64B86B3-2D10-54F7-991A-DFC62B0535F7}
        Acme.V2: acme-v2 acme-v2 acme-v2 _acme-v2 contoso-ltd.acme-v2 {A2CE8D14-DF79-5A61-BAC8-E4E3A95E0255}
        2Fast: 2-fast 2-fast _2-fast _2-fast contoso-ltd.2-fast {E0F8E238-2067-53D7-A86F-2ABEEFF89B21}
        A1: a1 a1 a1 _a1 contoso-ltd.a1 {D26496E0-D588-5D34-B91D-A9FAE1D07B3E}
        Web.API: web-api web-api web-api _web-api contoso-ltd.web-api {0B66EC7C-3A53-5B84-BE62-B1CB00437D59}
        WebAPI: web-api web-api web-api _web-api contoso-ltd.web-api {0B66EC7C-3A53-5B84-BE62-B1CB00437D59}
        Orders.gRPC: orders-g-rpc orders-g-rpc orders-g-rpc _orders-g-rpc contoso-ltd.orders-g-rpc {084C1D2A-6359-59E7-8D20-B14CBBAD4A45}
        gRPCGateway: g-rpc-gateway g-rpc-gateway g-rpc-gateway _g-rpc-gateway contoso-ltd.g-rpc-gateway {B6944493-F4C2-5EF9-B41E-188E3B77C98D}
        iSCSITarget: i-scsi-target i-scsi-target i-scsi-target _i-scsi-target contoso-ltd.i-scsi-target {3593443A-F423-5A3C-93F1-222EE810B5B0}
        DigitalRuby.IPBan: digital-ruby-ip-ban digital-ruby-ip-ban digital-ruby-ip-ban _digital-ruby-ip-ban contoso-ltd.digital-ruby-ip-ban {B205E1D1-2D65-5220-A687-2A42830BC559}
        Technitium.DnsServer: technitium-dns-server technitium-dns-server technitium-dns-server _technitium-dns-server contoso-ltd.technitium-dns-server {A557A0DC-1E0C-547C-B188-62004265165B}
        Garnet: garnet garnet garnet _garnet contoso-ltd.garnet {183870F0-2FEE-5DB5-B31E-E697980BFEDE}
        Tetra: tetra tetra tetra _tetra contoso-ltd.tetra {9786484D-A7FC-5FA3-BEA5-C62ECB19C11B}
        Toobix: toobix toobix toobix _toobix contoso-ltd.toobix {CD0480B0-91B6-54F6-A968-7CAB68678796}
        Tokentap: tokentap tokentap tokentap _tokentap contoso-ltd.tokentap {0C9F41FE-88BB-5331-ADF8-E2C1E38795D8}
        Memexd: memexd memexd memexd _memexd contoso-ltd.memexd {3276C36B-9047-56DA-966F-C8EA327E6247}
        Vocoder: vocoder vocoder vocoder _vocoder contoso-ltd.vocoder {42A89D34-8F69-5547-8781-56108DD0B7F9}
        DotNetAgent: dot-net-agent dot-net-agent dot-net-agent _dot-net-agent contoso-ltd.dot-net-agent {97A8CE38-5B39-5D2B-B364-02322A1FA8AE}
        Dotnet: dotnet dotnet dotnet _dotnet contoso-ltd.dotnet {C192EA35-EA7F-57BB-8C4E-C5588A8EC4CB}
        Acme.Net: acme-net acme-net acme-net _acme-net contoso-ltd.acme-net {F68E733F-B9CB-5738-9059-6A086C40D30A}
        NetMonitor: net-monitor net-monitor net-monitor _net-monitor contoso-ltd.net-monitor {879D2FDE-7198-54B7-83DD-07BC34AEED22}
        ACMENet: acme-net acme-net acme-net _acme-net contoso-ltd.acme-net {F68E733F-B9CB-5738-9059-6A086C40D30A}
        Magnet: magnet magnet magnet _magnet contoso-ltd.magnet {DEE9B1DF-36F0-573E-B014-E5ECCA58DA01}
        Acme.Internet.Probe: acme-internet-probe acme-internet-probe acme-internet-probe _acme-internet-probe contoso-ltd.acme-internet-probe {4B474BF9-568A-5141-AF02-390798950D22}
        """;

    [Fact]
    public void FortyNamesKeepTheirIdentities()
    {
        Assert.Equal(Expected, string.Join('\n', Names.Select(Describe)));
    }

    [Theory]
    [InlineData("MQTTnet.Server", "mqttnet-server", "mqt-tnet-server")]
    [InlineData("Acme.ASPnet", "acme-aspnet", "acme-as-pnet")]
    [InlineData("AMQPnetLite", "amq-pnet-lite", "amq-pnet-lite")]
    [InlineData("Xnet", "xnet", "xnet")]
    public void CapitalsBeforeAFinalNetStayOneWord(string assemblyName, string name, string stableName)
    {
        var service = new Service().Built(project => project with { AssemblyName = assemblyName });
        var (linux, mac) = (service.Read("deb").Definition, service.Read("pkg").Definition);

        Assert.Equal((name, name, stableName), (linux.Package.Name, linux.Name, linux.Account.User));
        Assert.Equal($"/var/lib/{name}", linux.Layout.State);
        Assert.Equal(("_" + stableName, "acme." + stableName), (mac.Account.User, mac.Identifier));
    }

    [Fact]
    public void AChosenNameDecidesTheAccount()
    {
        var service = new Service().Built(project => project with { AssemblyName = "MQTTnet.Server" }).With("ServicePackageName", "mqttnet-server");

        Assert.Equal("mqttnet-server", service.Read().Definition.Account.User);
    }

    private static string Describe(string assemblyName)
    {
        var service = new Service().Built(project => project with
        {
            AssemblyName = assemblyName,
            Packages = new HashSet<string> { "Microsoft.Extensions.Hosting.WindowsServices" },
        }).With("ServicePackageVendor", "Contoso Ltd");
        var (linux, mac) = (service.Read("deb").Definition, service.Read("pkg").Definition);
        Assert.DoesNotContain(service.Read("deb").Findings.Concat(service.Read("msi").Findings), finding => finding.Descriptor.Code == "SVCPKG2015");
        var upgradeCode = service.OnWindows().PlanMsi().Cell("Property", "UpgradeCode", "Value");
        return $"{assemblyName}: {linux.Package.Name} {linux.Name} {linux.Account.User} {mac.Account.User} {mac.Identifier} {upgradeCode}";
    }
}
