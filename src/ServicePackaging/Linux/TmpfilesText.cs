using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Systemd;

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
        foreach (var directory in DirectoryPlan.Resolve(definition).Where(directory => directory.Kind != DirectoryKind.Runtime))
        {
            Append(text, directory.Path, directory.Mode, definition.Account);
            foreach (var instance in definition.Instances.Where(_ => DirectoryPlan.IsPlace(definition, directory)))
            {
                Append(text, $"{directory.Path}/{instance.Name}", directory.Mode, definition.Account);
            }
        }

        // A file that systemd opens for the service would be root's, and logrotate could not truncate it as the service's account.
        foreach (var path in OutputFiles(definition))
        {
            text.Append("f ").Append(Quote(path)).Append(" 0640 ").Append(definition.Account.User).Append(' ').Append(definition.Account.Group).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> OutputFiles(ServiceDefinition definition) =>
        from path in new[] { definition.Process.StandardOutput.Path, definition.Process.StandardError?.Path }.OfType<string>()
        where !path.Contains($"{{{DirectoryTokens.Instance}}}", StringComparison.Ordinal)
        select DirectoryTokens.Expand(path, definition.Layout.Resolve);

    private static string Quote(string path) => UnitSyntax.Quote(UnitSyntax.EscapeSpecifiers(path));

    private static void Append(StringBuilder text, string path, int mode, ServiceAccount account) =>
        text.Append("d ").Append(Quote(path)).Append(" 0").Append(Convert.ToString(mode, 8).PadLeft(3, '0'))
            .Append(' ').Append(account.User).Append(' ').Append(account.Group).Append('\n');
}
