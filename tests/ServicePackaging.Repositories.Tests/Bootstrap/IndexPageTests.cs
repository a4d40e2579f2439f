using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Repositories.Bootstrap;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Bootstrap;

public sealed partial class IndexPageTests
{
    private static readonly string Page = PageOf(Inputs.Acme);

    [Fact]
    public void The_commands_are_those_of_each_distribution()
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Inputs.Deb(Inputs.Acme)));
        Assert.Equal(
            [
                $"""
                sudo /usr/lib/apt/apt-helper download-file \
                    https://packages.example.com/linux/acme-archive-keyring.deb \
                    ./acme-archive-keyring.deb \
                    SHA256:{digest} &&
                sudo apt-get install ./acme-archive-keyring.deb &&
                sudo apt-get update &&
                sudo apt-get install acme-worker
                """,
                """
                sudo sed -Ei '/^Suites:.* beta( |$)/!s/^Suites:.*/& beta/' \
                    /etc/apt/sources.list.d/acme.sources &&
                sudo apt-get update &&
                sudo apt-get install -t beta acme-worker
                """,
                """
                sudo rpm --import https://packages.example.com/linux/acme.asc &&
                sudo dnf install https://packages.example.com/linux/acme-release.rpm &&
                sudo dnf install acme-worker
                """,
                """
                sudo sed -i '/^\[acme-beta\]$/,/^enabled=/s/^enabled=.*/enabled=1/' \
                    /etc/yum.repos.d/acme.repo &&
                sudo dnf install acme-worker
                """,
                """
                sudo rpm --import https://packages.example.com/linux/acme.asc &&
                sudo zypper addrepo https://packages.example.com/linux/acme.repo &&
                sudo zypper install acme-worker
                """,
                """
                sudo zypper modifyrepo --enable acme-beta &&
                sudo zypper install acme-worker
                """,
                "gpg --show-keys --with-fingerprint acme.asc",
                "sudo apt-get purge acme-archive-keyring",
                "sudo dnf remove acme-release",
                "sudo zypper removerepo acme acme-beta",
            ],
            Commands(Page));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_shell_reads_every_command(bool isHostile)
    {
        Availability.RequireProgram("shellcheck");
        foreach (var command in Commands(PageOf(isHostile ? Inputs.Hostile : Inputs.Acme)))
        {
            var options = new ProcessOptions { StandardInput = command + "\n" };
            (await ProcessRunner.RunAsync(options, "shellcheck", "--shell=sh", "-")).Succeeded();
        }
    }

    [Fact]
    public async Task An_address_is_one_word_of_a_command()
    {
        var command = Commands(PageOf(Inputs.Hostile)).Single(text => text.Contains("dnf install 'https", StringComparison.Ordinal));
        var script = $"sudo() {{ for word; do printf '%s\\n' \"$word\"; done; }}\n{command}\n";

        var words = await ProcessRunner.RunAsync(new ProcessOptions { StandardInput = script }, "sh", "-s");

        Assert.Equal(
            [
                "rpm", "--import", Inputs.Hostile.Address + "acme.asc", "dnf", "install", Inputs.Hostile.Address + "acme-release.rpm",
                "dnf", "install", "acme-worker",
            ],
            words.Succeeded().Text.Split('\n'));
    }

    [Fact]
    public async Task The_command_for_a_channel_adds_it_once()
    {
        var sources = await EditAsync("acme.sources", "/etc/apt/sources.list.d/acme.sources", times: 2);
        var repo = await EditAsync("acme.repo", "/etc/yum.repos.d/acme.repo", times: 2);

        Assert.Contains("\nSuites: stable beta\n", sources, StringComparison.Ordinal);
        var published = Encoding.UTF8.GetString(Inputs.Files(Inputs.Acme)["acme.repo"]);
        Assert.Equal(published.Replace("enabled=0", "enabled=1", StringComparison.Ordinal), repo);
    }

    [Fact]
    public void The_page_shows_fingerprints_and_the_digest()
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Inputs.Deb(Inputs.Acme)));
        Assert.Contains(
            $"""
            <dl>
            <dt>Fingerprint of the current key</dt>
            <dd><code>73C2 D6A1 5061 BF6F FEBC 4D76 4D23 9CE7 7076 236B</code></dd>
            <dt>Fingerprint of the former key</dt>
            <dd><code>21B5 3961 121F FA62 214E 0821 9110 1C02 2E97 B1EA</code></dd>
            <dt>SHA-256 digest of <a href="acme-archive-keyring.deb">acme-archive-keyring.deb</a></dt>
            <dd><code>{digest}</code></dd>
            </dl>
            """,
            Page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_products_the_commands_end_with_the_set_up()
    {
        var page = PageOf(Inputs.Acme with { Products = [] });

        Assert.DoesNotContain("<h2 id=\"packages\">", page, StringComparison.Ordinal);
        Assert.All(Commands(page), command => Assert.DoesNotContain("&&\n\n", command + "\n", StringComparison.Ordinal));
        Assert.Contains(Commands(page), command => command.EndsWith("sudo apt-get update", StringComparison.Ordinal));
    }

    // Every tag and attribute of the page is one of these, whatever the texts are.
    [Fact]
    public void Hostile_texts_do_not_become_markup()
    {
        static IEnumerable<string> Tags(string page) =>
            Tag().Matches(Style().Replace(page, "")).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(Tags(Page), Tags(PageOf(Inputs.Hostile)));
        Assert.Equal(Page.Count(c => c == '<'), PageOf(Inputs.Hostile).Count(c => c == '<'));
        Assert.Equal(Page.Count(c => c == '"'), PageOf(Inputs.Hostile).Count(c => c == '"'));
    }

    [Fact]
    public void Nothing_is_loaded_or_run() => Assert.Empty(Reference().Matches(Page).Select(match => match.Value));

    // WCAG 2.2, 1.4.3: 4.5 for texts.
    [Theory]
    [InlineData("text", "page")]
    [InlineData("muted", "page")]
    [InlineData("link", "page")]
    [InlineData("text", "code")]
    public void Texts_have_enough_contrast(string text, string background)
    {
        var schemes = Scheme().Matches(Page)
            .Select(scheme => Color().Matches(scheme.Value).ToDictionary(color => color.Groups[1].Value, color => color.Groups[2].Value))
            .ToList();

        Assert.Equal(3, schemes.Count);
        Assert.All(schemes, scheme => Assert.InRange(Contrast(scheme[text], scheme[background]), 4.5, 21));
    }

    [Theory]
    [InlineData("000000", "ffffff", 21)]
    [InlineData("777777", "ffffff", 4.478)]
    public void The_contrast_is_that_of_WCAG(string text, string background, double expected) =>
        Assert.Equal(expected, Contrast(text, background), tolerance: 0.001);

    private static string PageOf(BootstrapInput input) => Encoding.UTF8.GetString(Inputs.Files(input)["index.html"]);

    private static IEnumerable<string> Commands(string page) =>
        Pre().Matches(page).Select(match => WebUtility.HtmlDecode(Span().Replace(match.Groups[1].Value, "$1")));

    private static async Task<string> EditAsync(string file, string path, int times)
    {
        var copy = Path.Combine(Directory.CreateTempSubdirectory("service-packaging-").FullName, file);
        try
        {
            await File.WriteAllBytesAsync(copy, Inputs.Files(Inputs.Acme)[file], TestContext.Current.CancellationToken);
            var command = Commands(Page).Single(text => text.Contains($" {path} &&", StringComparison.Ordinal)).Split(" &&")[0];
            for (var i = 0; i < times; i++)
            {
                var script = $"sudo() {{ \"$@\"; }}; {command.Replace(path, copy, StringComparison.Ordinal)}";
                (await ProcessRunner.RunAsync("sh", "-c", script)).Succeeded();
            }

            return await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
        }
    }

    private static double Contrast(string a, string b)
    {
        var (lighter, darker) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double Luminance(string color)
    {
        double[] weights = [0.2126, 0.7152, 0.0722];
        return weights.Select((weight, index) =>
        {
            var part = int.Parse(color.AsSpan(index * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return weight * (part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4));
        }).Sum();
    }

    [GeneratedRegex("<pre><code>(.*?)</code></pre>", RegexOptions.Singleline)]
    private static partial Regex Pre();

    [GeneratedRegex("<span>( +)</span>")]
    private static partial Regex Span();

    [GeneratedRegex(@"<(/?\w+)[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("<style>.*</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"<script|<link|\bsrc=|\bon\w+=|url\(|@import|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();

    [GeneratedRegex(@":root \{[^}]*--page[^}]*\}")]
    private static partial Regex Scheme();

    [GeneratedRegex("--(\\w+): #([0-9a-f]{6});")]
    private static partial Regex Color();
}
