using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Diagnostics;

/// <summary>The catalog as a whole, and an input for every finding in it.</summary>
public sealed partial class DiagnosticTests
{
    /// <summary>What is reported around the model, and where that is tested.</summary>
    private static readonly Dictionary<string, string> ReportedElsewhere = new()
    {
        ["SVCPKG1001"] = "CheckServicePackageFormats: ServicePackaging.Sdk.Tests",
        ["SVCPKG1006"] = "ServicePackaging.Checks.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG1007"] = "ServicePackaging.Checks.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG1008"] = "ServicePackaging.Checks.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG1014"] = "ServicePackaging.Checks.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG1015"] = "ServicePackaging.Checks.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG1009"] = "ServicePackaging.Checks.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG1010"] = "ServicePackaging.Checks.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG1011"] = "ServicePackaging.Preview.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG1012"] = "ServicePackaging.Checks.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG1013"] = "ReportServicePackages: ServicePackaging.Sdk.Tests",
        ["SVCPKG1016"] = "CommitTime: CommitTimeTests",
        ["SVCPKG1017"] = "LockedPackages: ServicePackaging.Sdk.Tests",
        ["SVCPKG1018"] = "ServicePackaging.Checks.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG1019"] = "ServicePackaging.Checks.targets: ServicePackaging.Sdk.Tests",
        ["SVCPKG2020"] = "MisspelledNames: MisspelledNameTests",
        ["SVCPKG3008"] = "thrown while a template is rendered: TemplateTests",
        ["SVCPKG3009"] = "PayloadDirectory: ServicePackaging.Sdk.Tests",
        ["SVCPKG3010"] = "WriteServicePackages: ServicePackaging.Sdk.Tests",
        ["SVCPKG3012"] = "WriteServicePackages: ServicePackaging.Sdk.Tests",
        ["SVCPKG3017"] = "ScanServicePayload: ServicePackaging.Sdk.Tests",
        ["SVCPKG3019"] = "ScanServicePayload: ServicePackaging.Sdk.Tests",
        ["SVCPKG3020"] = "thrown while a template is rendered: TemplateTests",
        ["SVCPKG4006"] = "WriteServicePackages: ServicePackaging.Sdk.Tests",
        ["SVCPKG5007"] = "WriteServicePackages: ServicePackaging.Sdk.Tests",
        ["SVCPKG5008"] = "WriteServicePackages: ServicePackaging.Sdk.Tests",
        ["SVCPKG5011"] = "Packager: PackagerTests",
        ["SVCPKG8001"] = "Build/Signing: SigningTests",
        ["SVCPKG8002"] = "Build/Signing: SigningTests",
        ["SVCPKG8003"] = "Build/Signing: SigningTests",
        ["SVCPKG8004"] = "Build/Signing: SigningTests",
        ["SVCPKG8005"] = "Build/Signing: SigningTests",
        ["SVCPKG8006"] = "Build/Signing: SigningTests",
        ["SVCPKG8007"] = "Build/Signing: SigningTests",
        ["SVCPKG8008"] = "Build/Signing: SigningTests",
        ["SVCPKG8009"] = "Build/Signing: SigningTests",
        ["SVCPKG8010"] = "Build/Signing: SigningTests",
        ["SVCPKG8011"] = "Build/Signing: SigningTests",
        ["SVCPKG8012"] = "Build/Signing: SigningTests",
        ["SVCPKG8013"] = "Build/Signing: SigningTests",
        ["SVCPKG8014"] = "Build/Signing: SigningTests",
        ["SVCPKG8015"] = "Build/Signing: SigningTests",
        ["SVCPKG8016"] = "Build/Signing: SigningTests",
        ["SVCPKG8017"] = "Build/Signing: SigningTests",
        ["SVCPKG8018"] = "Build/Signing: SigningTests",
        ["SVCPKG8019"] = "Build/Signing: SigningTests",
        ["SVCPKG8020"] = "Build/Signing: SigningTests",
        ["SVCPKG8021"] = "Build/Signing: SigningTests",
        ["SVCPKG8022"] = "Build/Signing: SigningTests",
        ["SVCPKG8023"] = "Build/Signing: SigningTests",
        ["SVCPKG8024"] = "Build/Signing: SigningTests",
        ["SVCPKG8025"] = "Build/Signing: SigningTests",
        ["SVCPKG8026"] = "Build/Signing: SigningTests",
        ["SVCPKG8027"] = "Build/Signing: SigningTests",
        ["SVCPKG8028"] = "Build/Signing: SigningTests",
        ["SVCPKG8029"] = "Build/Signing: SigningTests",
        ["SVCPKG8030"] = "Build/Signing: SigningTests",
        ["SVCPKG8031"] = "Build/Signing: SigningTests",
        ["SVCPKG8032"] = "Build/Signing: SigningTests",
        ["SVCPKG9001"] = "Build/Release: ReleaseTests",
        ["SVCPKG9002"] = "Build/Release: ReleaseTests",
        ["SVCPKG9003"] = "Build/Release: ReleaseTests",
        ["SVCPKG9004"] = "Build/Release: ReleaseTests",
        ["SVCPKG9005"] = "Build/Release: ReleaseTests",
        ["SVCPKG9006"] = "Build/Release: ReleaseTests",
    };

    private static readonly Service Base = new();

    private static readonly Service Any = Base.WithoutDotNet().PublishesScript("run.sh", "#!/bin/sh").Publishes("app.py");

    private static readonly Service OnWindows = Base.OnWindows();

    private static readonly Service OnMacOS = Base.OnMacOS();

    private static readonly Dictionary<string, Service> Inputs = new()
    {
        ["SVCPKG1003"] = Base.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("win-x64") }),
        ["SVCPKG1004"] = Base.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("linux-musl-x64") }),
        ["SVCPKG1005"] = Base.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("linux-mips64") }),
        ["SVCPKG2001"] = Base.With("ServiceType", "Daemon"),
        ["SVCPKG2002"] = Base.Item("ServicePackageSymlink", "/usr/bin/acme"),
        ["SVCPKG2003"] = Base.With("ServiceArguments", "a\nExecStart=/bin/sh"),
        ["SVCPKG2004"] = Base.With("ServiceArguments", "--data {DataDirectory}"),
        ["SVCPKG2005"] = Base.With("ServiceArguments", "--name 'x"),
        ["SVCPKG2006"] = Base.With("ServiceName", "a b"),
        ["SVCPKG2007"] = Base.With("ServiceStateDirectory", "/var/lib"),
        ["SVCPKG2008"] = Base.Item("ServiceEnvironment", "A").Item("ServiceEnvironment", "A"),
        ["SVCPKG2009"] = Base.With("ServiceType", "Forking"),
        ["SVCPKG2010"] = Base.With("ServiceUser", "root"),
        ["SVCPKG2018"] = Base.With("ServiceUser", "www-data"),
        ["SVCPKG2011"] = Base.With("ServiceStartMode", "Delayed"),
        ["SVCPKG2012"] = Base.With("ServiceHealthUrl", "http://127.0.0.1:8765/health"),
        ["SVCPKG2013"] = Base.With("ServiceRestartLimit", "3"),
        ["SVCPKG2014"] = Base.Without("ServiceDescription"),
        ["SVCPKG2015"] = Base.WithoutDotNet().PublishesScript("run.sh", "#!/bin/sh").With("ServiceExecutable", "run.sh")
            .Built(project => project with { AssemblyName = "Служба" }),
        ["SVCPKG2016"] = Base.Item("ServiceEnvironment", "COLOUR", ("Valeu", "red")),
        ["SVCPKG2017"] = Base.With("ServiceStandardOutput", "{LogDirectory}/out.log"),
        ["SVCPKG2019"] = Base.With("ServiceStateDirectory", "/srv/{StateDirectory}"),
        ["SVCPKG2021"] = Base.Item("ServiceInstance", "eu", ("Environment", "Shop__Db=Server=db;Database=shop")),
        ["SVCPKG2022"] = Base.Item("ServiceEnvironment", "API_KEY", ("Value", "x")),
        ["SVCPKG2023"] = Base.Built(project => project with { LicensePath = "/project/LICENSE.txt" }),
        ["SVCPKG2024"] = Base.With("ServiceConfigDirectory", "/var/lib/acme/conf").Source("x.json").Item("ServiceConfigFile", "x.json"),
        ["SVCPKG3001"] = Base.PublishesNothing(),
        ["SVCPKG3002"] = Base.Publishes("two\nlines"),
        ["SVCPKG3003"] = Base.PublishesLink("data", "../../build"),
        ["SVCPKG3004"] = Base.Item("ServiceConfigFile", "absent.toml"),
        ["SVCPKG3005"] = Base.Source("x").Item("ServicePackageFile", "x", ("TargetPath", "Acme.dll")),
        ["SVCPKG3006"] = Base.Hook("AfterInstall", "#!/usr/bin/python3\n"),
        ["SVCPKG3007"] = Base.Source("x").Item("ServicePackageTemplate", "x", ("Replaces", "deb/config")),
        ["SVCPKG3011"] = Base.With("ServiceInstallDirectory", "/usr/local/bin/acme"),
        ["SVCPKG3013"] = Any,
        ["SVCPKG3014"] = Any.With("ServiceExecutable", "Run.sh"),
        ["SVCPKG3015"] = Any.With("ServiceExecutable", "../run.sh"),
        ["SVCPKG3016"] = Any.With("ServiceExecutable", "app.py"),
        ["SVCPKG3018"] = Any.With("ServiceExecutable", "run.sh").Publishes("tool", ExecutableKind.ElfProgram, ElfFiles.Library(null) with { Machine = 183 }),
        ["SVCPKG4002"] = Base.With("ServicePackageVersion", "1.0.0-rc10"),
        ["SVCPKG4003"] = Base.With("ServicePackageMaintainer", "Somebody"),
        ["SVCPKG4004"] = Base.Publishes("libx.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("libx.so", "libunheard.so.1")),
        ["SVCPKG4005"] = Base.Item("DebField", "Depends", ("Value", "x")),
        ["SVCPKG4007"] = Any.With("ServiceExecutable", "/usr/bin/java"),
        ["SVCPKG4008"] = Base.With("ServiceInstallDirectory", "/usr/lib/acme"),
        ["SVCPKG4009"] = Base.Publishes("libx.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.38")),
        ["SVCPKG4010"] = Base.Item("ServicePackageOptionalFile", "plugins/"),
        ["SVCPKG4011"] = Base.PublishesScript("node_modules/x.py", "#!/usr/bin/python3"),
        ["SVCPKG5001"] = OnWindows.With("ServicePackageVersion", "256.0.0"),
        ["SVCPKG5002"] = OnWindows.With("ServicePackageVersion", "1.0.0-rc.1"),
        ["SVCPKG5003"] = OnWindows.Built(project => project with { Packages = new HashSet<string>() }),
        ["SVCPKG5004"] = OnWindows.Source("x.cmd").Item("ServicePackageScript", "x.cmd", ("Stage", "AfterRemove")),
        ["SVCPKG5005"] = OnWindows.Item("MsiProperty", "ProductCode", ("Value", "x")),
        ["SVCPKG5006"] = OnWindows.Built(project => project with { UseAppHost = false }),
        ["SVCPKG5010"] = OnWindows.Built(project => project with { LeavesFailuresToHost = true, TargetFrameworkMajor = 10 }),
        ["SVCPKG5009"] = OnWindows.Publishes("what?.txt"),
        ["SVCPKG4015"] = Base.With("ServicePackageName", "mosquitto").With("ServiceUser", "acme"),
        ["SVCPKG6004"] = OnMacOS.Source("x.txt").Item("ServicePackageFile", "x.txt", ("TargetPath", "/Library/Else/x.txt")),
        ["SVCPKG6003"] = OnMacOS.Publishes("tool", ExecutableKind.MachOProgram, machO: MachOs.ChangedArm64),
        ["SVCPKG6001"] = OnMacOS.Publishes("tool", ExecutableKind.MachOProgram, machO: MachOs.UnsignedArm64),
        ["SVCPKG6002"] = OnMacOS.Source("terms.pdf").Item("MacOSInstallerResource", "terms.pdf", ("Page", "License")),
    };

    public static TheoryData<string> Codes => [.. Inputs.Keys];

    [Fact]
    public void Every_finding_has_an_input_that_causes_it() => Assert.Equal(
        DiagnosticCatalog.All.Select(descriptor => descriptor.Code),
        Inputs.Keys.Concat(ReportedElsewhere.Keys).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_input_causes_the_finding_and_no_other(string code) => Assert.Equal([code], Findings(code).Distinct());

    [Fact]
    public void Codes_are_unique_and_of_one_form()
    {
        var codes = DiagnosticCatalog.All.Select(descriptor => descriptor.Code).ToList();

        Assert.Distinct(codes);
        Assert.All(codes, code => Assert.Matches("^SVCPKG[1-9][0-9]{3}$", code));
    }

    [Fact]
    public void Codes_that_the_targets_report_are_in_the_catalog()
    {
        var texts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "sdk"), "*.targets", SearchOption.AllDirectories).Select(File.ReadAllText);
        Assert.Subset(
            DiagnosticCatalog.All.Select(descriptor => descriptor.Code).ToHashSet(),
            texts.SelectMany(text => Code().Matches(text)).Select(match => match.Value).ToHashSet());
    }

    // The one text that the targets repeat.
    [Fact]
    public void An_old_sdk_is_reported_with_the_text_of_the_catalog()
    {
        var targets = XDocument.Load(Path.Combine(Repository.Root, "sdk/build/ServicePackaging.Checks.targets"));
        var error = Assert.Single(targets.Descendants("Error"));

        Assert.Equal(Diagnostic.Create(DiagnosticCatalog.SdkTooOld, "$(NETCoreSdkVersion)").Message, error.Attribute("Text")!.Value);
    }

    [Fact]
    public void Every_finding_has_a_title_help_and_a_message_that_can_be_formatted() => Assert.All(DiagnosticCatalog.All, descriptor =>
    {
        Assert.False(string.IsNullOrWhiteSpace(descriptor.Title) || descriptor.Title.EndsWith('.'), descriptor.Title);
        Assert.EndsWith(".", descriptor.Help.Trim(), StringComparison.Ordinal);

        Assert.NotEmpty(descriptor.MessageFormats);
        Assert.All(descriptor.MessageFormats, format =>
        {
            var message = string.Format(CultureInfo.InvariantCulture, format, "<a>", "<b>", "<c>", "<d>", "<e>", "<f>");
            Assert.All(Placeholder().Matches(format), match =>
                Assert.Contains($"<{(char)('a' + (match.Groups[1].Value[0] - '0'))}>", message, StringComparison.Ordinal));
            Assert.Matches("^[A-Z'{]", format);
        });
    });

    [Fact]
    public void Every_case_has_a_message_and_every_text_a_finding()
    {
        var kinds = new[] { typeof(DiagnosticCatalog), typeof(PackageDiagnostics) }
            .SelectMany(type => type.GetFields(BindingFlags.NonPublic | BindingFlags.Static))
            .Select(field => field.GetValue(null)).OfType<IDiagnosticKinds>()
            .ToDictionary(kinds => kinds.Descriptor.Code, kinds => kinds.Kinds);
        var expected = DiagnosticCatalog.All.SelectMany(descriptor =>
            (kinds.TryGetValue(descriptor.Code, out var names) ? names.Select(name => "Message." + name) : ["Message"])
            .Concat(["Help", "Title"]).Select(name => $"{descriptor.Code}.{name}"));

        Assert.Equal(expected.Order(StringComparer.Ordinal), DiagnosticTexts.Names);
    }

    [Fact]
    public void A_finding_that_is_reported_twice_is_kept_once()
    {
        var bag = new DiagnosticBag();
        bag.Report(DiagnosticCatalog.RunsAsRoot, "ServiceUser", "root", "acme");
        bag.Report(DiagnosticCatalog.RunsAsRoot, "ServiceUser", "root", "acme");

        Assert.Equal("Warning SVCPKG2010", Assert.Single(bag.Items).ToString()[..18]);
        Assert.False(bag.HasErrors);
    }

    private static IEnumerable<string> Findings(string code) => code["SVCPKG".Length] switch
    {
        '5' => Inputs[code].PlanMsi().Codes,
        '6' => Inputs[code].PlanPkg().Codes,
        _ => Inputs[code].Plan().Codes,
    };

    [GeneratedRegex("SVCPKG[0-9]{4}")]
    private static partial Regex Code();

    [GeneratedRegex(@"\{([0-9]+)")]
    private static partial Regex Placeholder();
}
