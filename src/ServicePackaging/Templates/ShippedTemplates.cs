namespace ServicePackaging.Templates;

/// <summary>The templates that ship as resources of this assembly. A resource is the generated part of a text, which a template of the
/// developer's can include; the frame around it is what the text has where nothing replaces it.</summary>
internal static class ShippedTemplates
{
    private const string Generated = "generated";

    private const string OnlyGenerated = "{{ include 'generated' }}";
    private const string Script = "#!/bin/sh\n{{ include 'generated' }}";
    private const string InstallerScript = "#!/bin/sh\n{{ include 'generated' }}\nexit 0\n";
    private const string JobScript = "#!/bin/sh\n{{ include 'generated' ~}}\nexit 0\n";
    private const string Scriptlet = "{{ include 'generated' ~}}\nexit 0\n";

    private static readonly Dictionary<string, string> Frames = new(StringComparer.Ordinal)
    {
        [GeneratedTexts.Preinst] = Script,
        [GeneratedTexts.Postinst] = Script,
        [GeneratedTexts.Prerm] = Script,
        [GeneratedTexts.Postrm] = Script,
        [GeneratedTexts.Copyright] = OnlyGenerated,
        [GeneratedTexts.RpmPre] = Scriptlet,
        [GeneratedTexts.RpmPost] = Scriptlet,
        [GeneratedTexts.RpmPreun] = Scriptlet,
        [GeneratedTexts.RpmPostun] = Scriptlet,
        [GeneratedTexts.RpmPosttrans] = Scriptlet,
        [GeneratedTexts.Logrotate] = OnlyGenerated,
        [GeneratedTexts.EnvironmentFile] = OnlyGenerated,
        [GeneratedTexts.SystemdControl] = Script,
        [GeneratedTexts.LaunchdControl] = Script,
        [GeneratedTexts.WindowsControl] = OnlyGenerated,
        [GeneratedTexts.MacPreinstall] = InstallerScript,
        [GeneratedTexts.MacPostinstall] = InstallerScript,
        [GeneratedTexts.MacUninstall] = Script,
        [GeneratedTexts.MacRun] = Script,
        [GeneratedTexts.MacLogrotate] = JobScript,
    };

    // What several texts have in common.
    private static readonly Dictionary<string, string> SharedFragments = new(StringComparer.Ordinal)
    {
        ["owners"] = "linux/owners",
        ["words"] = "control/words",
    };

    /// <summary>The texts that are rendered; the others of <see cref="GeneratedTexts"/> are written without a template.</summary>
    public static IReadOnlyCollection<string> Keys => Frames.Keys;

    /// <summary>The names that a template can include.</summary>
    public static IEnumerable<string> Fragments => SharedFragments.Keys.Prepend(Generated);

    /// <summary>Returns the template of a text.</summary>
    public static string Frame(string key) => Frames[key];

    /// <summary>Returns the resource that holds a fragment, or null if there is no fragment of this name.</summary>
    /// <param name="fragment">The name that a template includes.</param>
    /// <param name="key">The text that the template is for.</param>
    public static string? ResourceOf(string fragment, string key) =>
        fragment == Generated ? key : SharedFragments.GetValueOrDefault(fragment);

    /// <summary>Reads a resource.</summary>
    public static string Read(string resource)
    {
        using var reader = new StreamReader(
            typeof(ShippedTemplates).Assembly.GetManifestResourceStream(resource)
            ?? throw new ArgumentException($"There is no template '{resource}'.", nameof(resource)));
        return reader.ReadToEnd();
    }
}
