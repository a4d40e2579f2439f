using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Model;
using ServicePackaging.Templates;
using ServicePackaging.Unix;
using ServicePackaging.Values;

namespace ServicePackaging.Deb;

/// <summary>The files that Debian policy requires below /usr/share/doc (12.5 copyright, 12.7 changelog).</summary>
internal static class DebDocumentation
{
    public static void Add(EntryTree entries, ServiceDefinition definition, string version, DateTimeOffset timestamp)
    {
        var directory = $"/usr/share/doc/{definition.Package.Name}";
        AddData(entries, $"{directory}/copyright", FileContent.FromText(Copyright(definition, timestamp)));
        AddData(entries, $"{directory}/changelog.Debian.gz", Compress(Changelog(definition.Package, version, timestamp)));
        if (DebLintian.CreateOverrides(definition, version, entries) is { Length: > 0 } overrides)
        {
            AddData(entries, $"/usr/share/lintian/overrides/{definition.Package.Name}", FileContent.FromText(overrides));
        }
    }

    private static void AddData(EntryTree entries, string path, FileContent content) =>
        entries.Add(new FileEntry(path, UnixModes.Data, "root", "root", content));

    private static string Copyright(ServiceDefinition definition, DateTimeOffset timestamp)
    {
        var identity = definition.Package;
        var license = identity.License.Length > 0 ? LicenseNames.ToDebian(identity.License)
            : identity.LicenseFile is not null ? LicenseNames.OwnName(identity.Name)
            : "proprietary";
        return TemplateRenderer.Render(definition, DebTemplates.Copyright, new CopyrightModel
        {
            Name = identity.Name,
            Maintainer = identity.Maintainer,
            Homepage = identity.Homepage?.AbsoluteUri,
            Copyright = CopyrightLine(identity.Copyright, timestamp),
            License = license,
            BundlesRuntime = definition.Project.SelfContained,
            LicenseText = LicenseText(identity, license),
        }).TrimEnd('\n') + "\n";
    }

    // DEP-5 requires years and holder, without the word "Copyright".
    private static string CopyrightLine(string copyright, DateTimeOffset timestamp)
    {
        var line = copyright.Replace("Copyright", "", StringComparison.OrdinalIgnoreCase)
            .Replace("(c)", "", StringComparison.OrdinalIgnoreCase)
            .Replace("©", "", StringComparison.Ordinal).Trim();
        return line.Any(char.IsAsciiDigit) ? line : string.Create(CultureInfo.InvariantCulture, $"{timestamp.Year} {line}");
    }

    // DEP-5: a paragraph for each license of the expression.
    private static string LicenseText(PackageIdentity identity, string license)
    {
        if (identity.LicenseFile is { Text: var own })
        {
            return $"\nLicense: {license}\n{Paragraph(own)}";
        }

        var paragraphs = LicenseNames.DebianLicenses(identity.License.Length > 0 ? identity.License : license)
            .Select(name => $"\nLicense: {name}\n {Reference(name, identity.Homepage)}");
        return string.Join('\n', paragraphs);
    }

    private static string Reference(string license, Uri? homepage) => LicenseNames.CommonFile(license) is { } file
        ? $"On Debian systems, the full text is in /usr/share/common-licenses/{file}."
        : $"The full text is supplied by the publisher{(homepage is null ? "" : $": {homepage.AbsoluteUri}")}.";

    // deb822: each line begins with a space, and an empty line is a dot. The texts of the GNU licenses contain form feeds.
    private static string Paragraph(string text) => string.Join('\n', text.Trim('\n', ' ').Split('\n')
        .Select(line => string.Concat(line.Where(c => c == '\t' || !char.IsControl(c))).TrimEnd())
        .Select(line => line.Length == 0 ? " ." : " " + line));

    // deb-changelog(5): two spaces before the date, which has the form of RFC 5322 with two digits for the day.
    private static string Changelog(PackageIdentity identity, string version, DateTimeOffset timestamp)
    {
        var text = new StringBuilder($"{identity.Name} ({version}) stable; urgency=medium\n\n");
        foreach (var change in identity.Changes)
        {
            text.Append("  * ").Append(change).Append('\n');
        }

        var date = timestamp.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        return text.Append(CultureInfo.InvariantCulture, $"\n -- {identity.Maintainer}  {date}\n").ToString();
    }

    private static FileContent Compress(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = Compressor.Create(CompressionKind.Gzip, buffer))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return FileContent.FromBytes(buffer.ToArray());
    }
}
