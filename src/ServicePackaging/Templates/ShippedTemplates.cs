namespace ServicePackaging.Templates;

/// <summary>The templates that ship as resources of this assembly. A resource is the generated part of a text, which a template of the
/// developer can include. The frame around it is used unless a template of the developer replaces the text.</summary>
internal static class ShippedTemplates
{
    private const string Generated = "generated";

    private static readonly Dictionary<TemplateFrame, string> Frames = new()
    {
        [TemplateFrame.None] = "{{ include 'generated' }}",
        [TemplateFrame.Script] = "#!/bin/sh\n{{ include 'generated' }}",
        [TemplateFrame.InstallerScript] = "#!/bin/sh\n{{ include 'generated' }}\nexit 0\n",
        [TemplateFrame.JobScript] = "#!/bin/sh\n{{ include 'generated' ~}}\nexit 0\n",
        [TemplateFrame.Scriptlet] = "{{ include 'generated' ~}}\nexit 0\n",
    };

    // What several texts have in common.
    private static readonly Dictionary<string, string> SharedFragments = new(StringComparer.Ordinal)
    {
        ["answer"] = "control/answer",
        ["account"] = "rpm/account",
        ["directories"] = "macos/directories",
        ["existing"] = "macos/existing",
        ["giving"] = "macos/giving",
        ["jobs"] = "macos/jobs",
        ["loading"] = "macos/loading",
        ["notices"] = "linux/notices",
        ["owners"] = "linux/owners",
        ["ownership"] = "rpm/ownership",
        ["say"] = "linux/say",
        ["starts"] = "linux/starts",
        ["users"] = "linux/users",
        ["words"] = "control/words",
    };

    /// <summary>The names that a template can include.</summary>
    public static IEnumerable<string> Fragments => SharedFragments.Keys.Prepend(Generated);

    /// <summary>Returns the template of a file that the developer does not replace.</summary>
    public static string Read(TemplateFrame frame) => Frames[frame];

    /// <summary>Returns the resource that holds a fragment, or null if there is no fragment of this name.</summary>
    /// <param name="fragment">The name that a template includes.</param>
    /// <param name="key">The key of the file that the template is for.</param>
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
