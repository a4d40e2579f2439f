using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Systemd;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>The directories that the service owns, as tmpfiles.d(5) declares them: they exist before the first start, and on a system on
/// which systemd does not run.</summary>
internal static class TmpfilesText
{
    public static string Create(ServiceDefinition definition)
    {
        if (definition.Templates.TryGetValue(LinuxTemplates.Tmpfiles, out var replacement))
        {
            return replacement;
        }

        var text = new StringBuilder();
        var directories = ServiceDirectories.AtInstallation(definition, Platform.Linux);
        foreach (var directory in directories)
        {
            Add('d', directory.Path, directory.Mode, IsLeftToSystemd(directory, directories) ? null : directory.Account);
        }

        // A file that systemd creates would belong to root, and the service could not open it again, for example through /dev/stdout.
        foreach (var service in definition.Services)
        {
            foreach (var path in OutputDirectory.FilesOf(service))
            {
                Add('f', path, UnixModes.Restricted, service.Account);
            }
        }

        return text.ToString();

        void Add(char type, string path, UnixFileMode mode, ServiceAccount? account) => text
            .AppendJoin(' ', type, Quote(path), UnixModes.ToOctal(mode), account?.User ?? "-", account?.Group ?? "-").Append('\n');
    }

    // systemd gives a directory with everything in it to the service, unless the service already owns the directory itself
    // (systemd.exec(5), StateDirectory=). If this file gave the directory to the service first, data of root or of another account in it
    // would keep its owner. A directory below one of the service's directories is not left to systemd: systemd-tmpfiles refuses to work
    // below a directory of root there.
    private static bool IsLeftToSystemd(PlannedDirectory directory, IReadOnlyList<PlannedDirectory> all) =>
        UnitDirectories.IsGivenBySystemd(directory)
        && !all.Any(other => directory.Path.StartsWith(other.Path + "/", StringComparison.Ordinal));

    /// <summary>A path as a field of a line.</summary>
    public static string Quote(string path) => UnitSyntax.Quote(UnitSyntax.EscapeSpecifiers(path));
}
