using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Systemd;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>The directories the service owns, as tmpfiles.d(5) declares them: they exist before the first start, and where no systemd runs.</summary>
internal static class TmpfilesText
{
    private const int OutputMode = 0b110_100_000;

    public static string Create(ServiceDefinition definition)
    {
        if (definition.Templates.TryGetValue(GeneratedTexts.Tmpfiles, out var replacement))
        {
            return replacement;
        }

        var text = new StringBuilder();
        foreach (var (directory, account) in DirectoryPlan.AtInstallation(definition))
        {
            Add('d', directory.Path, directory.Mode, account);
        }

        // A file that systemd makes would be root's, and the service could not open it anew, as through /dev/stdout.
        foreach (var service in definition.Services)
        {
            foreach (var path in OutputFilePlan.Of(service))
            {
                Add('f', path, OutputMode, service.Account);
            }
        }

        return text.ToString();

        void Add(char type, string path, int mode, ServiceAccount account) => text.Append(type).Append(' ').Append(Quote(path)).Append(' ').Append(UnixModes.ToOctal(mode))
            .Append(' ').Append(account.User).Append(' ').Append(account.Group).Append('\n');
    }

    private static string Quote(string path) => UnitSyntax.Quote(UnitSyntax.EscapeSpecifiers(path));
}
