using ServicePackaging.Templates;

namespace ServicePackaging.Deb;

/// <summary>The names of the copyright file of a Debian package.</summary>
[TemplateModel(TemplateFrame.None, DebTemplates.Copyright)]
internal sealed record CopyrightModel
{
    /// <summary>The name of the package.</summary>
    public required string Name { get; init; }

    /// <summary>The maintainer, as <c>Name &lt;address&gt;</c>.</summary>
    public required string Maintainer { get; init; }

    /// <summary>The address of the project's home page, or null.</summary>
    public required string? Homepage { get; init; }

    /// <summary>The years and the holder.</summary>
    public required string Copyright { get; init; }

    /// <summary>The license by Debian's names, such as <c>GPL-3+</c>, or <c>proprietary</c>.</summary>
    public required string License { get; init; }

    /// <summary>Whether the package contains the .NET runtime.</summary>
    public required bool BundlesRuntime { get; init; }

    /// <summary>A paragraph for each license with its text, or with the place where the text is. An empty line comes before each.</summary>
    public required string LicenseText { get; init; }
}
