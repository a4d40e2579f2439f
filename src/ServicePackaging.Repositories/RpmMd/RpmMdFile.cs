namespace ServicePackaging.Repositories.RpmMd;

/// <summary>One of the three files of rpm-md metadata: its root element, and its name in repomd.xml.</summary>
/// <param name="Type">The type in repomd.xml, and the name of the file.</param>
/// <param name="Root">The name of the root element.</param>
/// <param name="Namespaces">The namespaces of the root element.</param>
internal sealed record RpmMdFile(string Type, string Root, string Namespaces)
{
    private const string Prefix = "http://linux.duke.edu/metadata/";

    /// <summary>What clients need to select packages.</summary>
    public static RpmMdFile Primary { get; } =
        new("primary", "metadata", $"xmlns=\"{Prefix}common\" xmlns:rpm=\"{Prefix}rpm\"");

    /// <summary>The files of packages.</summary>
    public static RpmMdFile FileLists { get; } = new("filelists", "filelists", $"xmlns=\"{Prefix}filelists\"");

    /// <summary>The changelogs.</summary>
    public static RpmMdFile Other { get; } = new("other", "otherdata", $"xmlns=\"{Prefix}other\"");

    /// <summary>All of them, in the order of repomd.xml.</summary>
    public static IReadOnlyList<RpmMdFile> All { get; } = [Primary, FileLists, Other];

    /// <summary>The start of the file.</summary>
    public string Start(int packages) =>
        FormattableString.Invariant($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{Root} {Namespaces} packages=\"{packages}\">\n");

    /// <summary>The end of the file, without a line end, as createrepo_c writes it.</summary>
    public string End => $"</{Root}>";
}
