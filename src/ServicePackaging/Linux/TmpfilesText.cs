using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Systemd;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>The directories the service owns, as tmpfiles.d(5) declares them: they exist before the first start, and where no systemd
/// runs.</summary>
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

        // A file that systemd makes would be root's, and the service could not open it anew, as through /dev/stdout.
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

    // systemd gives a directory and all that is in it to the service, unless the directory itself is the service's already
    // (systemd.exec(5), StateDirectory=): given here first, data of root's or of another account in it would stay theirs. Below what is the
    // service's there is no such directory: systemd-tmpfiles refuses to work below one of root's there.
    private static bool IsLeftToSystemd(PlannedDirectory directory, IReadOnlyList<PlannedDirectory> all) =>
        UnitDirectories.IsGivenBySystemd(directory)
        && !all.Any(other => directory.Path.StartsWith(other.Path + "/", StringComparison.Ordinal));

    /// <summary>A path as a field of a line.</summary>
    public static string Quote(string path) => UnitSyntax.Quote(UnitSyntax.EscapeSpecifiers(path));
}
