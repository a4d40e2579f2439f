using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Sbom;

namespace ServicePackaging.Placement;

/// <summary>Decides where the bill of materials is in a package: where Linux has the documentation of packages, and elsewhere in a
/// directory beside the program.</summary>
internal static class SbomPlacement
{
    private const string Folder = "sbom";

    /// <summary>Returns a definition with the documents among its files.</summary>
    public static ServiceDefinition Add(ServiceDefinition definition, IReadOnlyList<SbomDocument> documents, Platform platform)
    {
        var rules = PlatformRules.For(platform);
        var name = definition.Package.Name;
        var directory = platform == Platform.Linux ? $"/usr/share/doc/{name}" : rules.Combine(definition.Layout.Install, Folder);
        var files =
            from document in documents
            let source = new SourceFile(FileContent.FromBytes(document.Content), ExecutableKind.Other)
            let path = rules.Combine(directory, name + document.Suffix)
            select new PackagedFile(source, PayloadPath: null, path, Mode: null, ServiceAccount.Root.User, Group: null);
        return definition with { Files = [.. definition.Files, .. files] };
    }
}
