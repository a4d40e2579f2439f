using System.Globalization;
using System.Text;

namespace ServicePackaging.Manifests;

/// <summary>Renders a cask of Homebrew (Homebrew, "Cask Cookbook").</summary>
internal static class HomebrewCask
{
    private const string Arm64 = "arm64";

    // Where the keys of the stanza "uninstall" begin.
    private const string Column = "            ";

    // Homebrew's names of the versions of macOS.
    private static readonly Dictionary<int, string> Systems = new()
    {
        [11] = "big_sur",
        [12] = "monterey",
        [13] = "ventura",
        [14] = "sonoma",
        [15] = "sequoia",
        [26] = "tahoe",
    };

    /// <summary>Renders the file.</summary>
    /// <param name="product">The product.</param>
    /// <param name="packages">One package for both kinds of processors, or one for each kind; at least one.</param>
    public static ManifestFile Render(ReleasedProduct product, IReadOnlyList<ReleasedMacPackage> packages)
    {
        var token = ManifestNames.ToToken(product.Name);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"cask {RubyText.Quote(token)} do\n");
        var main = packages.FirstOrDefault(package => package.Architecture == Arm64) ?? packages[0];
        var file = AppendDownload(text, product, main, packages.FirstOrDefault(package => package.Architecture is not (null or Arm64)));
        text.Append(CultureInfo.InvariantCulture, $"  name {RubyText.Quote(product.DisplayName)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  desc {RubyText.Quote(product.Summary)}\n");
        if (product.Homepage is { } homepage)
        {
            text.Append(CultureInfo.InvariantCulture, $"  homepage {RubyText.Quote(homepage.AbsoluteUri)}\n");
        }

        AppendRequirements(text, packages);
        text.Append(CultureInfo.InvariantCulture, $"\n  pkg \"{file}\"\n");
        AppendRemoval(text, main);
        return new($"homebrew/Casks/{token}.rb", text.Append("end\n").ToString());
    }

    // Appends version, digests and address, and returns the file name, as the text of a literal.
    private static string AppendDownload(
        StringBuilder text, ReleasedProduct product, ReleasedMacPackage main, ReleasedMacPackage? intel)
    {
        var isPair = intel is not null && intel != main;
        if (isPair)
        {
            text.Append(CultureInfo.InvariantCulture, $"  arch arm: \"{Arm64}\", intel: \"{intel!.Architecture}\"\n\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  version {RubyText.Quote(product.VersionText)}\n");
        text.Append(isPair
            ? $"  sha256 arm:   \"{main.Sha256}\",\n         intel: \"{intel!.Sha256}\"\n\n"
            : $"  sha256 \"{main.Sha256}\"\n\n");
        text.Append(CultureInfo.InvariantCulture, $"  url \"{Interpolate(product.UrlOf(main.FileName), product, isPair)}\"\n");
        return Interpolate(main.FileName, product, isPair);
    }

    // Homebrew's style requires the version to be interpolated. The text is the same, wherever else it contains the version.
    private static string Interpolate(string text, ReleasedProduct product, bool isPair)
    {
        var literal = RubyText.Escape(text).Replace(RubyText.Escape(product.VersionText), "#{version}", StringComparison.Ordinal);
        const string Suffix = $".{Arm64}.pkg";
        return isPair && literal.EndsWith(Suffix, StringComparison.Ordinal) ? literal[..^Suffix.Length] + ".#{arch}.pkg" : literal;
    }

    private static void AppendRequirements(StringBuilder text, IReadOnlyList<ReleasedMacPackage> packages)
    {
        var requirements = new List<string>();
        if (packages.Select(package => package.MinimumSystem).Max() is { } oldest && Systems.TryGetValue(oldest.Major, out var system))
        {
            requirements.Add($"macos: \">= :{system}\"");
        }

        if (packages is [{ Architecture: { } only }])
        {
            requirements.Add($"arch: :{(only == Arm64 ? Arm64 : "x86_64")}");
        }

        text.Append(requirements.Count > 0 ? "\n" : "");
        foreach (var requirement in requirements)
        {
            text.Append(CultureInfo.InvariantCulture, $"  depends_on {requirement}\n");
        }
    }

    // An upgrade removes the older version in this way, so that only zap deletes data.
    private static void AppendRemoval(StringBuilder text, ReleasedMacPackage package)
    {
        var stanzas = new List<string>();
        if (package.Labels.Count > 0)
        {
            stanzas.Add($"launchctl: {List(package.Labels, Column)}");
        }

        if (package.Uninstaller is { } uninstaller)
        {
            stanzas.Add($"script:    {{\n{Column}  executable: {RubyText.Quote(uninstaller)},\n{Column}  sudo:       true,\n{Column}}}");
        }

        stanzas.Add($"pkgutil:   {RubyText.Quote(package.Identifier)}");
        text.Append(CultureInfo.InvariantCulture, $"\n  uninstall {string.Join(",\n" + Column, stanzas)}\n");
        if (package.PurgedPaths.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  zap delete: {List(package.PurgedPaths, "  ")}\n");
        }
    }

    private static string List(IReadOnlyList<string> texts, string indent) => texts is [var only]
        ? RubyText.Quote(only)
        : $"[\n{string.Concat(texts.Select(text => $"{indent}  {RubyText.Quote(text)},\n"))}{indent}]";
}
