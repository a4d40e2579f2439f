namespace ServicePackaging.Deb;

/// <summary>The keys of the generated files that only .deb packages have, and that a developer may replace
/// (ServicePackageTemplate).</summary>
internal static class DebTemplates
{
    public const string Preinst = "deb/preinst";
    public const string Postinst = "deb/postinst";
    public const string Prerm = "deb/prerm";
    public const string Postrm = "deb/postrm";
    public const string Copyright = "deb/copyright";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Preinst, Postinst, Prerm, Postrm, Copyright];
}
