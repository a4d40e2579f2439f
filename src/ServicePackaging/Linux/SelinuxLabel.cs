using System.Text.RegularExpressions;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Systemd;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Linux;

/// <summary>The label that SELinux gives to a program because of its path. It decides what happens when PID 1 executes the program: a file
/// labelled bin_t starts in the domain of services, others stay in init_t, the domain of PID 1, or are not executed at all.</summary>
internal static class SelinuxLabel
{
    private const string Program = "bin_t";
    private const string Shared = "usr_t";
    private const string Unlabelled = "as no program";

    // The rules on which the policies of Fedora, RHEL 9 and 10, Debian 12 and 13 agree; the first match counts. /bin is /usr/bin on merged
    // systems.
    private static readonly (Regex Path, string Label)[] Rules =
    [
        .. from row in new[]
           {
               ("(/usr)?/s?bin/", Program), ("/usr/local/s?bin/", Program), ("/usr/libexec/", Program),
               ("/opt/(.*/)?(bin|libexec)/", Program), ("/usr/share/(.*/)?bin/", Program), ("(/usr(/local)?)?/lib(32|64|x32)?/", "lib_t"),
               ("/(usr|opt)/", Shared), ("/etc/", "etc_t"), ("/var/lib/", "var_lib_t"), ("/(var|srv)/", "var_t"),
           }
           select (new Regex("^" + row.Item1, RegexOptions.CultureInvariant), row.Item2),
    ];

    /// <summary>The label of a program at a path.</summary>
    public static string Of(string path) => Array.Find(Rules, rule => rule.Path.IsMatch(path)).Label ?? Unlabelled;

    /// <summary>Reports the files of the package that system units execute and that do not have the label of a program.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="content">Its units and files.</param>
    /// <param name="isFedora">Whether the package is for the family of Fedora, where usr_t is also a label for programs.</param>
    /// <param name="diagnostics">Receives the findings.</param>
    public static void Check(ServiceDefinition definition, LinuxContent content, bool isFedora, DiagnosticBag diagnostics)
    {
        // A user's processes may execute everything.
        if (definition.Scope == ServiceScope.User)
        {
            return;
        }

        var install = definition.Layout.Install;
        foreach (var path in content.Units.Files.SelectMany(file => ExecutedPaths.In(file.Value)).Select(path => Follow(content, path)))
        {
            var label = Of(path);
            if (label == Program || (isFedora && label == Shared) || (content.Entries[path] is not FileEntry && IsOfSystem(path)))
            {
                continue;
            }

            var isInstall = path.StartsWith(install + "/", StringComparison.Ordinal);
            var property = isInstall ? ServiceProperties.InstallDirectory.Name
                : content.Entries[path] is null ? $"A command of {ServiceProperties.StopCommand} or {ServiceItems.SystemdDirective}"
                : $"{ServiceItems.File} {ServiceItems.TargetPath}";
            var (libexec, opt) = ($"/usr/libexec/{definition.Package.Name}", $"/opt/{definition.Package.Name}/bin");
            var name = isInstall ? "" : path[path.LastIndexOf('/')..];
            diagnostics.Report(
                PackageDiagnostics.ProgramLabel, KindOf(label), property,
                isInstall ? install : path, label, libexec + name, opt + name);
        }
    }

    // Packages of the distribution have programs elsewhere too, with labels of their own. A name without a directory is found in /usr/bin.
    private static bool IsOfSystem(string path) =>
        !path.StartsWith('/') || path.StartsWith("/usr/", StringComparison.Ordinal) || path.StartsWith("/opt/", StringComparison.Ordinal);

    // SELinux checks the label of the file, not that of the link to it.
    private static string Follow(LinuxContent content, string path) =>
        content.Entries[path] is SymlinkEntry link && link.Target.StartsWith('/') ? link.Target : path;

    private static ProgramLabelKind KindOf(string label) => label switch
    {
        "lib_t" or "etc_t" => ProgramLabelKind.StaysInInit,
        Shared => ProgramLabelKind.StaysInInitOnDebian,
        _ => ProgramLabelKind.NotExecutable,
    };
}
