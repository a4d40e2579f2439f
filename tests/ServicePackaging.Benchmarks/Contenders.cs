using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Benchmarks;

/// <summary>A tool that a user would pick instead of ours.</summary>
/// <param name="Name">As the report has it.</param>
/// <param name="Against">The compression of ours that does the same work.</param>
/// <param name="Programs">What must be installed.</param>
/// <param name="Remedy">The command that installs it.</param>
/// <param name="Command">Makes the output file from the tree.</param>
internal sealed record Contender(
    string Name, CompressionKind Against, IReadOnlyList<string> Programs, string Remedy, Func<string, string, Command> Command)
{
    /// <summary>The programs of <see cref="Programs"/> that are not on the search path.</summary>
    public IReadOnlyList<string> Missing => [.. Programs.Where(program => !Path
        .Split(System.IO.Path.PathSeparator)
        .Any(directory => File.Exists(System.IO.Path.Combine(directory, program))))];

    private static string Path => Environment.GetEnvironmentVariable("PATH") ?? "";
}

/// <summary>The tools that take part.</summary>
internal static class Contenders
{
    public const string DpkgGzip = "dpkg-deb -Zgzip";
    public const string Pigz = "tar | pigz -6";

    public static IReadOnlyList<Contender> All { get; } =
    [
        Dpkg(DpkgGzip, CompressionKind.Gzip, "-Zgzip"),
        Dpkg("dpkg-deb -Zgzip -z6", CompressionKind.Gzip, "-Zgzip", "-z6"),
        new(Pigz, CompressionKind.Gzip, ["tar", "pigz"], "apt-get install tar pigz", TarPigz),
        Dpkg("dpkg-deb -Znone", CompressionKind.None, "-Znone"),
        Dpkg("dpkg-deb -Zxz", CompressionKind.Xz, "-Zxz"),
    ];

    private static Contender Dpkg(string name, CompressionKind against, params string[] options) => new(
        name,
        against,
        ["dpkg-deb"],
        "apt-get install dpkg",
        (tree, output) => new Command("dpkg-deb", [.. options, "--root-owner-group", "-b", tree, output]));

    // Only the data member of a package: less than what the others do.
    private static Command TarPigz(string tree, string output) =>
        new("/bin/sh", "-c", "tar -C \"$0\" --owner=0 --group=0 -cf - usr | pigz -6 >\"$1\"", tree, output);
}
