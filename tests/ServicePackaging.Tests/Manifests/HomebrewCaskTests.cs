using System.Text.Json;
using NuGet.Versioning;
using ServicePackaging.Manifests;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Manifests;

/// <summary>The cask, run by Ruby with a stand-in for Homebrew's language.</summary>
public sealed class HomebrewCaskTests : IDisposable
{
    // Homebrew, "Cask Cookbook": each stanza is a method. The processor is the first argument.
    private const string Language =
        """
        require 'json'
        $processor = ARGV[0].to_sym
        $stanzas = {}
        class Cask
          def arch(arm: nil, intel: nil) = arm ? (@arch = $processor == :arm ? arm : intel) : @arch
          def version(text = nil) = text ? ($stanzas['version'] = @version = text) : @version
          def sha256(text = nil, arm: nil, intel: nil) = $stanzas['sha256'] = text || ($processor == :arm ? arm : intel)
          def zap(**values) = $stanzas['zap'] = values
          def uninstall(**values) = $stanzas['uninstall'] = values
          def depends_on(**values) = ($stanzas['depends_on'] ||= {}).merge!(values)
          %w[url name desc homepage pkg].each { |stanza| define_method(stanza) { |text| $stanzas[stanza] = text } }
        end
        def cask(token, &block)
          $stanzas['token'] = token
          Cask.new.instance_eval(&block)
        end
        load ARGV[1]
        puts JSON.generate($stanzas)
        """;

    private readonly TemporaryTree _tree = new();

    [Fact]
    public void The_file_is_this()
    {
        var file = HomebrewCask.Render(Products.Acme, [Products.MacPackage("x64"), Products.MacPackage("arm64")]);

        Assert.Equal("homebrew/Casks/acme-agent.rb", file.Path);
        Assert.Equal(
            """
            cask "acme-agent" do
              arch arm: "arm64", intel: "x64"

              version "1.4.0"
              sha256 arm:   "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                     intel: "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

              url "https://github.com/acme/agent/releases/download/v#{version}/acme-agent-#{version}-1.#{arch}.pkg"
              name "Acme Agent"
              desc "Collects metrics"
              homepage "https://acme.example/agent"

              depends_on macos: ">= :sonoma"

              pkg "acme-agent-#{version}-1.#{arch}.pkg"

              uninstall launchctl: [
                          "com.acme.agent",
                          "com.acme.agent.logs",
                        ],
                        script:    {
                          executable: "/opt/acme-agent/uninstall.sh",
                          sudo:       true,
                        },
                        pkgutil:   "com.acme.agent"

              zap delete: [
                "/Library/Application Support/acme-agent",
                "/Library/Logs/acme-agent",
              ]
            end

            """,
            file.Text);
    }

    [Theory]
    [InlineData("arm", "arm64", 'b')]
    [InlineData("intel", "x64", 'c')]
    public async Task Each_processor_gets_its_package(string processor, string architecture, char digest)
    {
        var cask = await EvaluateAsync(HomebrewCask.Render(Products.Acme, [Products.MacPackage("arm64"), Products.MacPackage("x64")]), processor);

        Assert.Equal(new string(digest, 64), cask.GetProperty("sha256").GetString());
        Assert.Equal($"https://github.com/acme/agent/releases/download/v1.4.0/acme-agent-1.4.0-1.{architecture}.pkg", cask.GetProperty("url").GetString());
        Assert.Equal($"acme-agent-1.4.0-1.{architecture}.pkg", cask.GetProperty("pkg").GetString());
        Assert.Equal("""{"macos":">= :sonoma"}""", cask.GetProperty("depends_on").GetRawText());
        Assert.Equal(
            """{"launchctl":["com.acme.agent","com.acme.agent.logs"],"script":{"executable":"/opt/acme-agent/uninstall.sh","sudo":true},"pkgutil":"com.acme.agent"}""",
            cask.GetProperty("uninstall").GetRawText());
        Assert.Equal("""{"delete":["/Library/Application Support/acme-agent","/Library/Logs/acme-agent"]}""", cask.GetProperty("zap").GetRawText());
    }

    [Theory]
    [InlineData("x64", """{"macos":">= :sonoma","arch":"x86_64"}""")]
    [InlineData("arm64", """{"macos":">= :sonoma","arch":"arm64"}""")]
    [InlineData(null, """{"macos":">= :sonoma"}""")]
    public async Task One_package_is_for_its_processor(string? architecture, string requirements)
    {
        var product = Products.Acme with { Version = NuGetVersion.Parse("2.0.0-rc.1"), Name = "c++.agent", Homepage = null };
        var package = Products.MacPackage(architecture, "2.0.0-rc.1") with { Labels = ["one"], Uninstaller = null, PurgedPaths = [] };
        var file = HomebrewCask.Render(product, [package]);

        var cask = await EvaluateAsync(file, "arm");

        Assert.Equal("homebrew/Casks/c-plus-plus-agent.rb", file.Path);
        Assert.Equal(product.UrlOf(package.FileName), cask.GetProperty("url").GetString());
        Assert.Equal(requirements, cask.GetProperty("depends_on").GetRawText());
        Assert.Equal("""{"launchctl":"one","pkgutil":"com.acme.agent"}""", cask.GetProperty("uninstall").GetRawText());
        Assert.False(cask.TryGetProperty("zap", out _));
        Assert.False(cask.TryGetProperty("homepage", out _));
    }

    [Fact]
    public async Task Texts_are_literal()
    {
        foreach (var text in Products.Hostile)
        {
            var package = Products.MacPackage(null) with { Uninstaller = text, PurgedPaths = [text, "/x"], Labels = [text] };
            var cask = await EvaluateAsync(HomebrewCask.Render(Products.Named(text), [package]), "arm");

            Assert.Equal(text, cask.GetProperty("name").GetString());
            Assert.Equal(text, cask.GetProperty("desc").GetString());
            Assert.Equal(text, cask.GetProperty("uninstall").GetProperty("launchctl").GetString());
            Assert.Equal(text, cask.GetProperty("uninstall").GetProperty("script").GetProperty("executable").GetString());
            Assert.Equal(text, cask.GetProperty("zap").GetProperty("delete")[0].GetString());
        }
    }

    public void Dispose() => _tree.Dispose();

    private async Task<JsonElement> EvaluateAsync(ManifestFile file, string processor)
    {
        Availability.RequireProgram("ruby");
        Assert.DoesNotContain('\r', file.Text);
        var path = _tree.Write("/cask.rb", file.Text);
        Assert.Equal("Syntax OK", (await ProcessRunner.RunAsync("ruby", "-wc", path)).Succeeded().Text);
        var result = await ProcessRunner.RunAsync("ruby", "-Ku", _tree.Write("/language.rb", Language), processor, path);
        return JsonSerializer.Deserialize<JsonElement>(result.Succeeded().StandardOutput);
    }
}
