namespace ServicePackaging.Templates;

/// <summary>What surrounds the generated part of a file if no template of the developer replaces it.</summary>
internal enum TemplateFrame
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A shell script.</summary>
    Script,

    /// <summary>A shell script that the macOS Installer runs; it ends with success.</summary>
    InstallerScript,

    /// <summary>A shell script that a scheduler runs; it ends with success.</summary>
    JobScript,

    /// <summary>A script that rpm passes to the shell; it ends with success.</summary>
    Scriptlet,
}
