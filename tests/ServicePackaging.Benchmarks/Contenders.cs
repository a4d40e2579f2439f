using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Benchmarks;

/// <summary>A tool that a user would pick instead of ours.</summary>
/// <param name="Name">As the report has it.</param>
/// <param name="Against">The package of ours that takes the same work.</param>
/// <param name="Programs">What must be installed.</param>
/// <param name="Remedy">The command that installs it.</param>
/// <param name="Command">Makes the output file from the tree.</param>
internal sealed record Contender(
    string Name, OwnPackage Against, IReadOnlyList<string> Programs, string Remedy, Func<string, string, Command> Command)
{
    /// <summary>The programs of <see cref="Programs"/> that are not on the search path.</summary>
    public IReadOnlyList<string> Missing => [.. Programs.Where(program => !Path
        .Split(System.IO.Path.PathSeparator)
        .Any(directory => File.Exists(System.IO.Path.Combine(directory, program))))];

    private static string Path => Environment.GetEnvironmentVariable("PATH") ?? "";
}

/// <summary>A package of ours.</summary>
/// <param name="Format">deb or rpm.</param>
/// <param name="Compression">How it is compressed.</param>
internal sealed record OwnPackage(string Format, CompressionKind Compression)
{
    public override string ToString() => $"{Format}, {Compression}";
}

/// <summary>The tools that take part.</summary>
internal static class Contenders
{
    public const string DpkgGzip = "dpkg-deb -Zgzip";
    public const string Pigz = "tar | pigz -6";
    public const string RpmbuildGzip = "rpmbuild w9.gzdio";
    public const string Wixl = "wixl (MSZIP)";
    public const string Gcab = "gcab -z";
    public const string Wimlib = "wimlib, LZX";
    public const string Gzip = "tar | gzip -6";

    public static IReadOnlyList<Contender> All { get; } =
    [
        Dpkg(DpkgGzip, CompressionKind.Gzip, "-Zgzip"),
        Dpkg("dpkg-deb -Zgzip -z6", CompressionKind.Gzip, "-Zgzip", "-z6"),
        new(Pigz, new OwnPackage(PackageChild.Deb, CompressionKind.Gzip), ["tar", "pigz"], "apt-get install tar pigz", TarPigz),
        Dpkg("dpkg-deb -Znone", CompressionKind.None, "-Znone"),
        Dpkg("dpkg-deb -Zxz", CompressionKind.Xz, "-Zxz"),
        new(Wixl, new OwnPackage(PackageChild.Msi, CompressionKind.Gzip), ["wixl"], "apt-get install wixl", WixlCommand),
        new(Gcab, new OwnPackage(PackageChild.Msi, CompressionKind.Gzip), ["gcab"], "apt-get install gcab", GcabCommand),
        new(Wimlib, new OwnPackage(PackageChild.Msi, CompressionKind.Gzip), ["wimlib-imagex"], "apt-get install wimtools", WimlibCommand),
        new(Gzip, new OwnPackage(PackageChild.Pkg, CompressionKind.Gzip), ["tar", "gzip"], "apt-get install tar gzip", TarGzip),
        new(RpmbuildGzip, new OwnPackage(PackageChild.Rpm, CompressionKind.Gzip), ["rpmbuild"], "apt-get install rpm", Rpmbuild),
    ];

    private static Contender Dpkg(string name, CompressionKind against, params string[] options) => new(
        name,
        new OwnPackage(PackageChild.Deb, against),
        ["dpkg-deb"],
        "apt-get install dpkg",
        (tree, output) => new Command("dpkg-deb", [.. options, "--root-owner-group", "-b", tree, output]));

    // The payload and its digests alone: no dependency generators, no build-root policies, and the tree is linked, not copied.
    private static Command Rpmbuild(string tree, string output) => new(
        "/bin/sh", "-c",
        "rm -rf \"$1.top\" && rpmbuild -bb --quiet --define \"_topdir $1.top\" --define \"_rpmdir $(dirname \"$1\")\" --define \"_rpmfilename $(basename \"$1\")\""
            + " --define 'debug_package %{nil}' --define '__os_install_post %{nil}' --define '_build_id_links none' --define '_binary_payload w9.gzdio'"
            + " --define \"tree $0\" \"$0" + Payloads.SpecExtension + "\"",
        tree, output);

    private static Command WixlCommand(string tree, string output) =>
        new("wixl", "-a", "x64", "-D", "Win64=yes", "-D", "Src=" + Payloads.Folder, "-o", output, tree + Payloads.WixExtension, tree + Payloads.WixFilesExtension)
        {
            // It takes relative paths alone.
            WorkingDirectory = tree,
        };

    // Only the cabinet of a package: less than what the others do.
    private static Command GcabCommand(string tree, string output) =>
        new("/bin/sh", "-c", $"cd \"$0/{Payloads.Folder}\" && find . -type f -print0 | xargs -0 -n 100000 gcab -c -z \"$1\"", tree, output);

    // An archive of another kind, for its size: what LZX, which cabinets know too, would come to.
    private static Command WimlibCommand(string tree, string output) =>
        new("wimlib-imagex", "capture", $"{tree}/{Payloads.Folder}", output, "--compress=LZX", "--quiet");

    // Only the payload of a package.
    private static Command TarGzip(string tree, string output) =>
        new("/bin/sh", "-c", "tar -C \"$0\" --owner=0 --group=0 -cf - usr | gzip -6 >\"$1\"", tree, output);

    // Only the data member of a package: less than what the others do.
    private static Command TarPigz(string tree, string output) =>
        new("/bin/sh", "-c", "tar -C \"$0\" --owner=0 --group=0 -cf - usr | pigz -6 >\"$1\"", tree, output);
}
