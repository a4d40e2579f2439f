using NuGet.Versioning;
using ServicePackaging.Manifests;

namespace ServicePackaging.Tests.Manifests;

/// <summary>Products and packages for tests of manifests.</summary>
internal static class Products
{
    /// <summary>Texts with characters that have a meaning in YAML, Ruby, PowerShell or XML.</summary>
    public static readonly string[] Hostile =
    [
        "quotes \" ' ` and $HOME $(whoami) ${x} #{`id`} #$0 #@x %w \\n \\ &amp; <b> ]]> <!-- -->",
        "'; Remove-Item / #", "’; Write-Host ‘x‚ ‛", "\"; `touch /tmp/x`; \"", "@{a=1} @'here", "{{ user.home }} <% x %>",
        "- list", "key: value", "# comment", "yes", "No", "null", "~", "1.20", "0x1F", "2026-01-01", "1_000", "1:30:00", ".inf", "=", "<<", "*a &b !c",
        "trailing: ", " ends with a colon:", "tab\tin it", "Grüße, 日本語 😀 \u00a0\u2028\u0085\u200b", "x:#y", "a #b", "[a, b]", "%TAG", "@at", "`tick",
        "first line\nsecond: line\n\n  indented # line\n", "a\n\nb", "---\n...", new string('w', 90) + " " + new string('x', 90),
    ];

    public static ReleasedProduct Acme => new()
    {
        Name = "acme-agent",
        DisplayName = "Acme Agent",
        Vendor = "Acme Systems",
        Version = NuGetVersion.Parse("1.4.0"),
        Summary = "Collects metrics",
        Description = "It sends them to Acme.\n\nThere is no configuration.",
        License = "MIT",
        Copyright = "Copyright (c) Acme Systems",
        Homepage = new Uri("https://acme.example/agent"),
        ReleaseNotes = ["Faster", "Smaller"],
        Downloads = new Uri("https://github.com/acme/agent/releases/download/v1.4.0/"),
    };

    /// <summary>A product whose texts are all the same.</summary>
    public static ReleasedProduct Named(string text) => Acme with
    {
        DisplayName = text, Vendor = text, Summary = text, Description = text, License = text, Copyright = text, ReleaseNotes = [text],
    };

    public static ReleasedInstaller Installer(string architecture, string? text = null, string version = "1.4.0") =>
        new($"acme-agent-{version}-1.{architecture}.msi", new string("0123456789abcdef"[architecture.Length], 64), architecture)
        {
            DisplayName = text ?? "Acme Agent",
            Publisher = text ?? "Acme Systems",
            Version = version,
            ProductCode = "{AAAAAAAA-0000-5000-8000-00000000000" + architecture.Length + "}",
            UpgradeCode = "{BBBBBBBB-0000-5000-8000-000000000000}",
        };

    public static ReleasedMacPackage MacPackage(string? architecture, string version = "1.4.0") =>
        new($"acme-agent-{version}-1.{architecture ?? "universal"}.pkg", new string(architecture is null ? 'a' : architecture[0] == 'a' ? 'b' : 'c', 64), architecture)
        {
            Identifier = "com.acme.agent",
            Labels = ["com.acme.agent", "com.acme.agent.logs"],
            Uninstaller = "/opt/acme-agent/uninstall.sh",
            PurgedPaths = ["/Library/Application Support/acme-agent", "/Library/Logs/acme-agent"],
            MinimumSystem = new Version(14, 0),
        };
}
