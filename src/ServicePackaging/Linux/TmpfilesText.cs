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
            foreach (var instance in definition.Instances.Where(_ => directory.Kind != DirectoryKind.Custom))
            {
                Append(text, $"{directory.Path}/{instance.Name}", directory.Mode, definition.Account);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string path, int mode, ServiceAccount account) =>
        text.Append("d ").Append(UnitSyntax.Quote(UnitSyntax.EscapeSpecifiers(path))).Append(" 0").Append(Convert.ToString(mode, 8).PadLeft(3, '0'))
            .Append(' ').Append(account.User).Append(' ').Append(account.Group).Append('\n');
}
