using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Systemd;

namespace ServicePackaging.Linux;

/// <summary>The account as sysusers.d(5) declares it. The file contains only what rpm's own sysusers script also understands.</summary>
internal static class SysusersText
{
    public static string Create(ServiceDefinition definition)
    {
        if (definition.Templates.TryGetValue(LinuxTemplates.Sysusers, out var replacement))
        {
            return replacement;
        }

        var (user, group) = definition.Account;
        var text = new StringBuilder();
        if (group != user)
        {
            text.Append("g ").Append(group).Append(" -\n");
        }

        if (definition.Account.IsRoot)
        {
            return text.ToString();
        }

        text.Append("u ").Append(user).Append(group == user ? " - " : $" -:{group} ");
        text.Append('"').Append(Gecos(definition.DisplayName)).Append("\" ");
        text.Append(UnitSyntax.Quote(UnitSyntax.EscapeSpecifiers(definition.Layout.State))).Append('\n');
        return text.ToString();
    }

    // A field of passwd(5): a colon would end it, and sysusers interprets quotes.
    private static string Gecos(string name) =>
        name.Replace(':', ' ').Replace('"', '\'').Replace('\\', '/').Replace("%", "%%", StringComparison.Ordinal);
}
