using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build.Signing;

/// <summary>How the packages of one platform are signed.</summary>
internal sealed record SigningSettings
{
    private const string NoTimestamp = "None";

    /// <summary>The platform.</summary>
    public required Platform Platform { get; init; }

    /// <summary>Which packages are signed.</summary>
    public SigningMode Mode { get; private init; }

    /// <summary>The key that signs packages.</summary>
    public required KeySettings Key { get; init; }

    /// <summary>The key that signs programs for macOS; null for other platforms.</summary>
    public KeySettings? CodeKey { get; private init; }

    /// <summary>The servers that confirm the time, in their order; empty for no timestamp, and null if nothing is set.</summary>
    public IReadOnlyList<Uri>? TimestampServers { get; private init; }

    /// <summary>Whether Debian packages contain a signature.</summary>
    public DebSignature Deb { get; private init; }

    /// <summary>Which programs of a Windows package are signed.</summary>
    public PayloadSigning Payload { get; private init; }

    /// <summary>The file with entitlements for macOS, or null.</summary>
    public NamedValue? Entitlements { get; private init; }

    /// <summary>The files that a signature depends on.</summary>
    public IEnumerable<string> Files => Mode == SigningMode.None
        ? []
        : [.. Key.Files, .. CodeKey?.Files ?? [], .. Entitlements is { } file ? new[] { file.Value } : []];

    /// <summary>Reads the settings. Wrong values are reported.</summary>
    /// <param name="properties">The properties that have a value.</param>
    /// <param name="platform">The platform of the packages.</param>
    /// <param name="directory">The directory that relative paths are in: that of the project.</param>
    /// <param name="diagnostics">Receives every fault.</param>
    public static SigningSettings Read(
        IReadOnlyDictionary<string, string> properties, Platform platform, string directory, DiagnosticBag diagnostics)
    {
        var values = new ValueReader(name => Find(name)?.Value, name => Find(name)?.Name ?? name, diagnostics);
        var settings = new SigningSettings
        {
            Platform = platform,
            Mode = values.Read(ServiceProperties.Signing),
            Key = KeySettings.ReadPackages(properties, platform, directory),
            CodeKey = platform == Platform.MacOS ? KeySettings.ReadMacPrograms(properties, directory) : null,
            TimestampServers = ReadServers(properties, platform, diagnostics),
            Deb = values.Read(ServiceProperties.DebSignature),
            Payload = values.Read(ServiceProperties.SignPayload),
            Entitlements = InputReader.FindProperty(properties, platform, ServiceProperties.Entitlements) is { } file
                ? new(file.Name, Path.GetFullPath(file.Value, directory))
                : null,
        };
        if (settings.Mode != SigningMode.None)
        {
            settings.Key.Check(platform, diagnostics);
            settings.CodeKey?.Check(platform, diagnostics);
        }

        return settings;

        (string Name, string Value)? Find(string name) =>
            InputReader.FindProperty(properties, platform, ServiceProperties.Find(name)!);
    }

    private static List<Uri>? ReadServers(
        IReadOnlyDictionary<string, string> properties, Platform platform, DiagnosticBag diagnostics)
    {
        if (InputReader.FindProperty(properties, platform, ServiceProperties.SigningTimestampUrl) is not { } found)
        {
            return null;
        }

        if (found.Value.Equals(NoTimestamp, StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        var servers = new List<Uri>();
        var texts = found.Value.Split(InputReader.ListSeparators, StringSplitOptions.RemoveEmptyEntries);
        foreach (var text in texts.DefaultIfEmpty(found.Value))
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var server) && server.Scheme is ("http" or "https"))
            {
                servers.Add(server);
                continue;
            }

            diagnostics.Report(
                DiagnosticCatalog.InvalidValue, found.Name, text,
                $"an address such as http://timestamp.example.com, several joined with +, or {NoTimestamp}");
        }

        return servers;
    }
}
