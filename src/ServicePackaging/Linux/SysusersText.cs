using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Systemd;
using ServicePackaging.Values;

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
        text.Append('"').Append(Gecos(CommentOf(definition))).Append("\" ");
        text.Append(UnitSyntax.Quote(UnitSyntax.EscapeSpecifiers(HomeOf(definition)))).Append('\n');
        return text.ToString();
    }

    /// <summary>Returns the full name of the user. Several packages may have one user: what each declares of it must be the same, or
    /// systemd-sysusers reports a conflict at each boot.</summary>
    public static string CommentOf(ServiceDefinition definition) => IsOwn(definition) ? definition.DisplayName : definition.Account.User;

    /// <summary>Returns the home of the user. The units set <c>HOME</c> to the data directory of each service.</summary>
    public static string HomeOf(ServiceDefinition definition) => IsOwn(definition) ? definition.Layout.State : "/";

    // Whether the user has the name that the package gives it by default.
    private static bool IsOwn(ServiceDefinition definition) =>
        definition.Account.User == NameRules.CutAccountName(NameRules.ToAccountName(definition.Package.StableName));

    // A field of passwd(5): a colon would end it, and sysusers interprets quotes.
    private static string Gecos(string name) =>
        name.Replace(':', ' ').Replace('"', '\'').Replace('\\', '/').Replace("%", "%%", StringComparison.Ordinal);
}
