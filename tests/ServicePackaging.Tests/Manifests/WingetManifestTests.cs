using System.Text.Json;
using NuGet.Versioning;
using ServicePackaging.Manifests;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Manifests;

/// <summary>The manifest of winget, read by another library and validated by schemas.</summary>
public sealed class WingetManifestTests(NodeTools tools) : IClassFixture<NodeTools>
{
    [Fact]
    public void The_files_are_these()
    {
        var files = WingetManifest.Render(Products.Acme, "AcmeSystems.AcmeAgent", [Products.Installer("x64"), Products.Installer("arm64", version: "1.3.9")]);

        const string Directory = "winget/AcmeSystems.AcmeAgent/1.4.0/AcmeSystems.AcmeAgent";
        Assert.Equal([$"{Directory}.installer.yaml", $"{Directory}.locale.en-US.yaml", $"{Directory}.yaml"], files.Select(file => file.Path));
        Assert.Equal(
            """
            # yaml-language-server: $schema=https://aka.ms/winget-manifest.installer.1.12.0.schema.json

            PackageIdentifier: AcmeSystems.AcmeAgent
            PackageVersion: "1.4.0"
            InstallerType: msi
            Scope: machine
            UpgradeBehavior: install
            ElevationRequirement: elevationRequired
            InstallerSwitches:
              InstallLocation: "INSTALLFOLDER=\"<INSTALLPATH>\""
            Installers:
            - Architecture: arm64
              InstallerUrl: https://github.com/acme/agent/releases/download/v1.4.0/acme-agent-1.3.9-1.arm64.msi
              InstallerSha256: "5555555555555555555555555555555555555555555555555555555555555555"
              ProductCode: "{AAAAAAAA-0000-5000-8000-000000000005}"
              AppsAndFeaturesEntries:
              - DisplayName: Acme Agent
                Publisher: Acme Systems
                DisplayVersion: "1.3.9"
                ProductCode: "{AAAAAAAA-0000-5000-8000-000000000005}"
                UpgradeCode: "{BBBBBBBB-0000-5000-8000-000000000000}"
            - Architecture: x64
              InstallerUrl: https://github.com/acme/agent/releases/download/v1.4.0/acme-agent-1.4.0-1.x64.msi
              InstallerSha256: "3333333333333333333333333333333333333333333333333333333333333333"
              ProductCode: "{AAAAAAAA-0000-5000-8000-000000000003}"
              AppsAndFeaturesEntries:
              - DisplayName: Acme Agent
                Publisher: Acme Systems
                ProductCode: "{AAAAAAAA-0000-5000-8000-000000000003}"
                UpgradeCode: "{BBBBBBBB-0000-5000-8000-000000000000}"
            ManifestType: installer
            ManifestVersion: "1.12.0"

            """,
            files[0].Text);
        Assert.Equal(
            """
            # yaml-language-server: $schema=https://aka.ms/winget-manifest.defaultLocale.1.12.0.schema.json

            PackageIdentifier: AcmeSystems.AcmeAgent
            PackageVersion: "1.4.0"
            PackageLocale: en-US
            Publisher: Acme Systems
            PackageName: Acme Agent
            PackageUrl: https://acme.example/agent
            License: MIT
            Copyright: Copyright (c) Acme Systems
            ShortDescription: Collects metrics
            Description: |-
              Collects metrics

              It sends them to Acme.

              There is no configuration.
            ReleaseNotes: |-
              Faster
              Smaller
            ManifestType: defaultLocale
            ManifestVersion: "1.12.0"

            """,
            files[1].Text);
    }

    [Fact]
    public async Task The_schemas_accept_them()
    {
        var products = Products.Hostile.Where(text => text.Length > 2 && !text.Contains('\n', StringComparison.Ordinal)).Select(Products.Named).Append(Products.Acme)
            .Append(Products.Acme with { License = "", Homepage = null, Copyright = "", Description = "", ReleaseNotes = [], Version = NuGetVersion.Parse("2.0.0-rc.1") })
            .Append(Products.Acme with { Summary = new string('é', 300), Description = string.Concat(Enumerable.Repeat("😀", 6000)) });

        Assert.Empty(await tools.ValidateAsync(products.SelectMany(product => WingetManifest.Render(
            product, "AcmeSystems.AcmeAgent", [Products.Installer("x86", product.DisplayName), Products.Installer("arm64")]))));
    }

    // The schemas are able to refuse.
    [Theory]
    [InlineData("Architecture: x64", "Architecture: amd64", "/Installers/0/Architecture")]
    [InlineData("InstallerSha256: \"3", "InstallerSha256: \"g", "/Installers/0/InstallerSha256")]
    [InlineData("Scope: machine", "Scop: machine", "additional")]
    [InlineData("PackageVersion: \"1.4.0\"", "PackageVersion: 1.4", "/PackageVersion")]
    public async Task They_refuse_another_manifest(string old, string replacement, string expected)
    {
        var files = WingetManifest.Render(Products.Acme, "Acme.Agent", [Products.Installer("x64")]);
        Assert.Contains(old, files[0].Text, StringComparison.Ordinal);

        var faults = await tools.ValidateAsync([files[0] with { Text = files[0].Text.Replace(old, replacement, StringComparison.Ordinal) }, .. files.Skip(1)]);
        Assert.Contains(faults, fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    // Every text arrives as it is, whether the reader follows YAML 1.1 or 1.2.
    [Theory]
    [InlineData("CORE_SCHEMA")]
    [InlineData("YAML11_SCHEMA")]
    public async Task Another_library_reads_the_same_texts(string schema)
    {
        var documents = Products.Hostile.Select(text => WingetManifest.Render(Products.Named(text), "Acme.Agent", [Products.Installer("x64", text)])).ToList();

        var read = await tools.ReadAsync(documents.Select(files => files[1].Text), schema);

        Assert.Equal(Products.Hostile, read.Select(document => document.GetProperty("Publisher").GetString()));
        Assert.Equal(Products.Hostile, read.Select(document => document.GetProperty("ShortDescription").GetString()));
        Assert.Equal(Products.Hostile.Select(text => $"{text}\n\n{text}"), read.Select(document => document.GetProperty("Description").GetString()));
    }

    [Fact]
    public async Task Random_texts_arrive_as_they_are()
    {
        const string Alphabet = "ab 019 .:-#'\"\\{}[]&*!|>%@`,?~=\n\t\u00e9\u2028";
        var random = new Random(19);
        var texts = Enumerable.Range(0, 400).Select(_ => string.Concat(Enumerable.Range(0, 1 + random.Next(9)).Select(_ => Alphabet[random.Next(Alphabet.Length)]))).ToList();

        var read = await tools.ReadAsync(texts.Select(text => YamlText.Write(new WingetSwitches { InstallLocation = text })), "YAML11_SCHEMA");

        Assert.Equal(texts, read.Select(document => document.GetProperty("InstallLocation").GetString()));
    }

    [Theory]
    [InlineData("Acme Systems", "Acme Agent", "AcmeSystems.AcmeAgent")]
    [InlineData("ada", "acme-agent", "Ada.AcmeAgent")]
    [InlineData("O'Neil & Sons, Ltd.", "MQTTnet.Server 2", "O'NeilSonsLtd.MQTTnetServer2")]
    [InlineData("Müller", "Служба", "Müller.Служба")]
    public void The_identifier_follows_from_the_names(string vendor, string name, string expected)
    {
        Assert.Equal(expected, WingetIdentifier.Derive(vendor, name));
        Assert.True(WingetIdentifier.IsValid(expected));
    }

    [Theory]
    [InlineData("Acme")]
    [InlineData("Acme.")]
    [InlineData("Acme..Agent")]
    [InlineData("Acme.My Agent")]
    [InlineData("Acme.A/B")]
    [InlineData("Acme.Agent\n")]
    [InlineData("Acme.AgentAgentAgentAgentAgentAgentAgent")]
    public void Other_texts_are_no_identifiers(string text) => Assert.False(WingetIdentifier.IsValid(text));
}

/// <summary>The libraries of Node.js that read and validate YAML.</summary>
public sealed class NodeTools : IAsyncLifetime
{
    private const string Packages = "ajv@8.20.0 js-yaml@5.5.0";

    private const string Validate =
        """
        const fs = require('fs'), yaml = require('js-yaml'), Ajv = require('ajv');
        for (const [schema, file] of JSON.parse(fs.readFileSync(process.argv[2]))) {
          const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
          const check = ajv.compile(JSON.parse(fs.readFileSync(schema)));
          if (!check(yaml.load(fs.readFileSync(file, 'utf8'))))
            for (const e of check.errors) console.log(`${file} ${e.instancePath} ${e.message}`);
        }
        """;

    private const string Read =
        """
        const fs = require('fs'), yaml = require('js-yaml');
        const texts = JSON.parse(fs.readFileSync(process.argv[2]));
        console.log(JSON.stringify(texts.map(text => yaml.load(text, { schema: yaml[process.argv[3]] }))));
        """;

    private readonly TemporaryTree _tree = new();
    private Lack? _lack;

    public async ValueTask InitializeAsync()
    {
        _lack = Availability.Program("npm");
        if (_lack is not null)
        {
            return;
        }

        var install = await ProcessRunner.RunAsync("npm", ["install", "--no-audit", "--no-fund", "--prefix", _tree.PathOf("/"), .. Packages.Split(' ')]);
        _lack = install.ExitCode == 0 ? null : new($"The packages {Packages} cannot be had from npm: {install.StandardError}", $"npm install {Packages}");
        _tree.Write("/validate.js", Validate);
        _tree.Write("/read.js", Read);
        _tree.Write("/own/installer.json", WingetSchema.Installer);
        _tree.Write("/own/defaultLocale.json", WingetSchema.DefaultLocale);
        _tree.Write("/own/version.json", WingetSchema.Version);
    }

    public ValueTask DisposeAsync()
    {
        _tree.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Returns what the schemas refuse in manifests of three files each.</summary>
    internal async Task<IReadOnlyList<string>> ValidateAsync(IEnumerable<ManifestFile> files)
    {
        Availability.Require(_lack);
        string[] kinds = ["installer", "defaultLocale", "version"];
        var pairs = new List<string[]>();
        foreach (var (index, file) in files.Index())
        {
            var kind = kinds[index % kinds.Length];
            var path = _tree.Write($"/{index}.yaml", file.Text);
            pairs.Add([_tree.PathOf($"/own/{kind}.json"), path]);
            if (Environment.GetEnvironmentVariable("SERVICEPACKAGING_WINGET_SCHEMAS") is { Length: > 0 } originals)
            {
                pairs.Add([Path.Combine(originals, kind + ".json"), path]);
            }
        }

        var result = await ProcessRunner.RunAsync("node", _tree.PathOf("/validate.js"), _tree.Write("/pairs.json", JsonSerializer.Serialize(pairs)));
        return result.Succeeded().StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Reads documents with one of the library's schemas.</summary>
    internal async Task<IReadOnlyList<JsonElement>> ReadAsync(IEnumerable<string> texts, string schema)
    {
        Availability.Require(_lack);
        var result = await ProcessRunner.RunAsync("node", _tree.PathOf("/read.js"), _tree.Write("/texts.json", JsonSerializer.Serialize(texts)), schema);
        return [.. JsonSerializer.Deserialize<JsonElement>(result.Succeeded().StandardOutput).EnumerateArray()];
    }
}
