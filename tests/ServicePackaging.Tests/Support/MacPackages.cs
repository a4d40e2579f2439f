using System.Globalization;
using System.Xml.Linq;
using ServicePackaging.Formats.Archives;
using ServicePackaging.MacPkg;

namespace ServicePackaging.Tests.Support;

/// <summary>The contents of a macOS package, in lines.</summary>
internal static class MacPackages
{
    extension(Planned<MacPkgPlan> planned)
    {
        /// <summary>The jobs' property lists, by their paths.</summary>
        public IEnumerable<KeyValuePair<string, string>> Jobs =>
            from entry in planned.Plan.Entries.OfType<FileEntry>()
            where entry.Path.EndsWith(".plist", StringComparison.Ordinal)
            select KeyValuePair.Create(entry.Path, PlannedPackages.Read(entry.Content));

        /// <summary>The jobs that are no log rotation.</summary>
        public IEnumerable<KeyValuePair<string, string>> Services => planned.Jobs.Where(job => !job.Key.Contains(".logrotate", StringComparison.Ordinal));

        /// <summary>The keys of the one service.</summary>
        public IReadOnlyList<string> Keys => KeysOf(Assert.Single(planned.Services).Value);

        /// <summary>The lines of a key of the one job and of what is below it.</summary>
        public IEnumerable<string> Key(string name) => planned.Keys.Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + ".", StringComparison.Ordinal));

        /// <summary>The text of a script that the Installer runs.</summary>
        public string Script(string name) => planned.Plan.Metadata.Single(text => text.Key == name).Value;

        /// <summary>Everything that would be in the package but the payload's bytes: one line for each item.</summary>
        public IReadOnlyList<string> Lines()
        {
            var package = planned.Plan.Package;
            return
            [
                $"file {planned.Plan.FileName}", $"version {package.Version}", $"identifier {package.Identifier}", $"title {package.Distribution.Title}",
                $"component {package.ComponentName}", $"for {package.Distribution.HostArchitectures} from {package.Distribution.MinimumSystemVersion}",
                $"{package.Timestamp:O} {package.Compression}",
                .. package.Resources.Select(resource => $"page {resource.Kind} {resource.Name}"),
                .. package.Entries.Select(entry => $"entry {entry.Path} {planned.Describe(entry.Path)}"),
                .. planned.Jobs.SelectMany(job => KeysOf(job.Value).Select(key => $"job {key}")),
                .. planned.Plan.Metadata.SelectMany(script => script.Value.Split('\n').Select(line => $"{script.Key}: {line}")),
                .. package.Entries.OfType<FileEntry>().Where(IsGeneratedText)
                    .SelectMany(entry => PlannedPackages.Read(entry.Content).Split('\n').Select(line => $"{entry.Path[(entry.Path.LastIndexOf('/') + 1)..]}: {line}")),
            ];
        }

        /// <summary>Everything that would be in the package, as text: two plans with the same text give the same package.</summary>
        public string Dump() => string.Join('\n', [
            .. planned.Lines(),
            .. planned.Plan.Entries.OfType<FileEntry>().Select(entry => PlannedPackages.Read(entry.Content)),
            .. planned.Findings.Select(finding => finding.ToString()),
        ]);
    }

    /// <summary>The keys and values of a property list in lines: the path to a value, its type and the value itself.</summary>
    public static IReadOnlyList<string> KeysOf(string text)
    {
        var root = XDocument.Parse(text).Root!;
        Assert.Equal(("plist", "1.0"), (root.Name.LocalName, root.Attribute("version")?.Value));
        return [.. Flatten("", root.Elements().Single())];
    }

    private static IEnumerable<string> Flatten(string path, XElement value) => value.Name.LocalName switch
    {
        "dict" => Pairs(value).SelectMany(pair => Flatten(path.Length == 0 ? pair.Key : $"{path}.{pair.Key}", pair.Value)),
        "array" => value.Elements().SelectMany((element, i) => Flatten($"{path}.{i}", element)),
        "true" or "false" => [$"{path} {value.Name.LocalName}"],
        "string" => [$"{path} \"{value.Value}\""],
        "integer" => [$"{path} {long.Parse(value.Value, CultureInfo.InvariantCulture)}"],
        var other => throw new InvalidDataException($"A property list has no <{other}> here."),
    };

    private static List<(string Key, XElement Value)> Pairs(XElement dictionary)
    {
        var elements = dictionary.Elements().ToList();
        Assert.All(elements, (element, i) => Assert.Equal(i % 2 == 0, element.Name.LocalName == "key"));
        var pairs = elements.Chunk(2).Select(pair => (pair[0].Value, pair[1])).ToList();
        Assert.Distinct(pairs.Select(pair => pair.Value));
        return pairs;
    }

    private static bool IsGeneratedText(FileEntry entry) =>
        entry.Path.EndsWith("/uninstall.sh", StringComparison.Ordinal) || entry.Path.Contains("/libexec/", StringComparison.Ordinal);
}
