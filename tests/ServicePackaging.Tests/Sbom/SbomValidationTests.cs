using System.Security.Cryptography;
using System.Text.Json;
using ServicePackaging.Sbom;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Sbom;

/// <summary>Tools that other people wrote accept bills of materials.</summary>
public sealed class SbomValidationTests : IDisposable
{
    private const string Validator =
        """
        const { Spec, Validation } = require('@cyclonedx/cyclonedx-library');
        const text = require('fs').readFileSync(process.argv[2], 'utf8');
        new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text).then(error => console.log(error === null ? 'valid' : JSON.stringify(error)));
        """;

    // The last three are the optional packages with which the library validates JSON.
    private static readonly string[] NodePackages = ["@cyclonedx/cyclonedx-library@10.3.0", "ajv@8.20.0", "ajv-formats@3.0.1", "ajv-formats-draft2019@1.6.1"];

    private readonly TemporaryTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task The_library_of_CycloneDx_finds_no_fault()
    {
        Availability.RequireProgram("npm");
        string[] install = ["install", "--no-audit", "--no-fund", "--prefix", _tree.Root, .. NodePackages];
        var installed = await ProcessRunner.RunAsync("npm", install);
        Availability.Require(installed.ExitCode == 0 ? null : new Lack($"npm cannot install the library of CycloneDX: {installed.StandardError}", $"npm {string.Join(' ', install)}"));
        var script = _tree.Write("/validate.js", Validator);
        var text = Text(SbomDocument.CycloneDx);

        Assert.Equal("valid", await ValidateAsync(text));
        // The validator finds faults.
        Assert.Contains("/components/0/type", await ValidateAsync(text.Replace("\"library\"", "\"book\"", StringComparison.Ordinal)), StringComparison.Ordinal);

        async Task<string> ValidateAsync(string document) =>
            (await ProcessRunner.RunAsync("node", script, _tree.Write("/bom.json", document))).Succeeded().Text.Trim();
    }

    // The tool compares the files that a document lists with a directory. There are none of either.
    [Fact]
    public async Task The_tool_of_Microsoft_reads_Spdx()
    {
        const string Tool = "Microsoft.Sbom.DotNetTool";
        string[] install = ["tool", "install", Tool, "--version", "4.1.13", "--tool-path", _tree.PathOf("/tools")];
        var installed = await ProcessRunner.RunAsync("dotnet", install);
        Availability.Require(installed.ExitCode == 0 ? null : new Lack($"{Tool} cannot be installed: {installed.StandardError}", $"dotnet {string.Join(' ', install)}"));
        var text = Text(SbomDocument.Spdx);

        Assert.Equal("Success", await ValidateAsync(text));
        // The tool finds faults: it requires a supplier.
        Assert.NotEqual("Success", await ValidateAsync(text.Replace("\"supplier\"", "\"seller\"", StringComparison.Ordinal)));

        async Task<string?> ValidateAsync(string document)
        {
            var manifest = _tree.Write("/drop/_manifest/spdx_2.2/manifest.spdx.json", document);
            File.WriteAllText(manifest + ".sha256", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(manifest))));
            var report = _tree.PathOf("/report.json");
            File.Delete(report);
            await ProcessRunner.RunAsync(
                // The tool is built for an older runtime.
                new ProcessOptions { Environment = new Dictionary<string, string?> { ["DOTNET_ROLL_FORWARD"] = "Major" } },
                _tree.PathOf("/tools/sbom-tool"), "validate", "-b", _tree.PathOf("/drop"), "-o", report, "-mi", "SPDX:2.2");
            if (!File.Exists(report))
            {
                return null;
            }

            using var json = JsonDocument.Parse(File.ReadAllText(report));
            return json.RootElement.GetProperty("Result").GetString();
        }
    }

    private static string Text(string suffix) => System.Text.Encoding.UTF8.GetString(Bills.Full.Render().Single(document => document.Suffix == suffix).Content.Span);
}
