using System.Text;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Rpm;

/// <summary>A package's header in the form of a spec file, for people.</summary>
internal static class RpmHeaderText
{
    private static readonly (RpmScriptletKind Kind, string Name)[] ScriptletNames =
    [
        (RpmScriptletKind.PreTransaction, "pretrans"),
        (RpmScriptletKind.PreInstall, "pre"),
        (RpmScriptletKind.PostInstall, "post"),
        (RpmScriptletKind.PreUninstall, "preun"),
        (RpmScriptletKind.PostUninstall, "postun"),
        (RpmScriptletKind.PostTransaction, "posttrans"),
    ];

    public static string NameOf(RpmScriptletKind kind) => Array.Find(ScriptletNames, row => row.Kind == kind).Name;

    public static string Create(RpmPackage package)
    {
        var text = new StringBuilder();
        (string Name, string? Value)[] fields =
        [
            ("Name", package.Name), ("Version", package.Version), ("Release", package.Release), ("BuildArch", package.Architecture),
            ("Summary", package.Summary), ("License", package.License), ("URL", package.Url), ("Vendor", package.Vendor),
            ("Packager", package.Packager),
        ];
        foreach (var (name, value) in fields.Where(field => field.Value is not null))
        {
            text.Append(name).Append(": ").Append(value).Append('\n');
        }

        foreach (var relation in package.Relations)
        {
            text.Append(relation.Kind).Append(": ").Append(relation.Name);
            text.Append(Operator(relation.Sense)).Append(relation.Version).Append('\n');
        }

        return text.Append("\n%description\n").Append(package.Description).Append('\n').ToString();
    }

    private static string Operator(RpmSense sense)
    {
        var symbols = (sense.HasFlag(RpmSense.Less) ? "<" : "")
            + (sense.HasFlag(RpmSense.Greater) ? ">" : "")
            + (sense.HasFlag(RpmSense.Equal) ? "=" : "");
        return symbols.Length > 0 ? $" {symbols} " : "";
    }
}
