using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Systemd;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>The directories the service owns, as tmpfiles.d(5) declares them: they exist before the first start, and where no systemd runs.</summary>
internal static class TmpfilesText
{
    public static string Create(ServiceDefinition definition)
    {
        if (definition.Templates.TryGetValue(GeneratedTexts.Tmpfiles, out var replacement))
        {
            return replacement;
        }

        var text = new StringBuilder();
        foreach (var (path, mode) in Directories(definition))
        {
            text.Append("d ").Append(Quote(path)).Append(' ').Append(UnixModes.ToOctal(mode))
                .Append(' ').Append(definition.Account.User).Append(' ').Append(definition.Account.Group).Append('\n');
        }

        // A file that systemd opens for the service would be root's, and logrotate could not truncate it as the service's account.
        foreach (var path in OutputFiles(definition))
        {
            text.Append("f ").Append(Quote(path)).Append(" 0640 ").Append(definition.Account.User).Append(' ').Append(definition.Account.Group).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The directories with their modes, parents first; each instance has a place of its own in those that are a kind's place.</summary>
    public static IEnumerable<(string Path, int Mode)> Directories(ServiceDefinition definition)
    {
        foreach (var directory in DirectoryPlan.Resolve(definition).Where(directory => directory.Kind != DirectoryKind.Runtime))
        {
            yield return (directory.Path, directory.Mode);
            foreach (var instance in definition.Instances.Where(_ => DirectoryPlan.IsPlace(definition, directory)))
            {
                yield return ($"{directory.Path}/{instance.Name}", directory.Mode);
            }
        }
    }

    private static IEnumerable<string> OutputFiles(ServiceDefinition definition) =>
        from path in new[] { definition.Process.StandardOutput.Path, definition.Process.StandardError?.Path }.OfType<string>()
        where !path.Contains($"{{{DirectoryTokens.Instance}}}", StringComparison.Ordinal)
        select DirectoryTokens.Expand(path, definition.Layout.Resolve);

    private static string Quote(string path) => UnitSyntax.Quote(UnitSyntax.EscapeSpecifiers(path));
}
