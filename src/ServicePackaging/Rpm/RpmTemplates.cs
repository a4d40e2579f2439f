namespace ServicePackaging.Rpm;

/// <summary>The keys of the scriptlets that a developer may replace (ServicePackageTemplate).</summary>
internal static class RpmTemplates
{
    public const string Pretrans = "rpm/pretrans";
    public const string Pre = "rpm/pre";
    public const string Post = "rpm/post";
    public const string Preun = "rpm/preun";
    public const string Postun = "rpm/postun";
    public const string Posttrans = "rpm/posttrans";
    public const string Runtime = "rpm/runtime";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Pretrans, Pre, Post, Preun, Postun, Posttrans, Runtime];
}
