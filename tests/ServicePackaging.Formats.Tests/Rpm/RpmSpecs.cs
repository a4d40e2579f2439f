using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Formats.Tests.Rpm;

/// <summary>Describes a package as a spec file, as far as possible.</summary>
internal static class RpmSpecs
{
    private static readonly Dictionary<RpmScriptletKind, string> Sections = new()
    {
        [RpmScriptletKind.PreTransaction] = "%pretrans",
        [RpmScriptletKind.PreInstall] = "%pre",
        [RpmScriptletKind.PostInstall] = "%post",
        [RpmScriptletKind.PreUninstall] = "%preun",
        [RpmScriptletKind.PostUninstall] = "%postun",
        [RpmScriptletKind.PostTransaction] = "%posttrans",
        [RpmScriptletKind.Verify] = "%verifyscript",
    };

    /// <param name="tree">The directory from which the files are copied.</param>
    /// <param name="afterInstall">A command that runs after the copying.</param>
    public static string Of(RpmPackage package, string tree, string afterInstall)
    {
        var spec = new StringBuilder();
        AppendPreamble(spec, package);
        var implied = RpmImpliedRelations.Complete(package with { Relations = [] }).Relations;
        foreach (var relation in package.Relations.Except(implied).Where(relation => !relation.Sense.HasFlag(RpmSense.RpmLib)))
        {
            Append(spec, relation);
        }

        spec.Append($"%description\n{package.Description}\n");
        spec.Append($"%install\ncp -a {tree}/. %{{buildroot}}/\ncd %{{buildroot}}/opt 2>/dev/null || cd /\n{afterInstall}\n");
        foreach (var (kind, scriptlet) in package.Scriptlets)
        {
            spec.Append($"{Sections[kind]} -p {Program(scriptlet)}\n{scriptlet.Text}\n");
        }

        spec.Append("%files\n");
        foreach (var file in package.Files)
        {
            Append(spec, file);
        }

        spec.Append("%changelog\n");
        foreach (var change in package.Changelog)
        {
            spec.Append(CultureInfo.InvariantCulture, $"* {change.Time:ddd MMM dd yyyy} {change.Author}\n{change.Text}\n\n");
        }

        return spec.ToString();
    }

    private static void AppendPreamble(StringBuilder spec, RpmPackage package)
    {
        (string Field, string? Value)[] fields =
        [
            ("Name", package.Name), ("Epoch", package.Epoch?.ToString(CultureInfo.InvariantCulture)), ("Version", package.Version),
            ("Release", package.Release), ("Summary", package.Summary), ("License", package.License), ("URL", package.Url),
            ("Vendor", package.Vendor), ("Packager", package.Packager), ("Distribution", package.Distribution), ("Group", package.Group),
            ("BuildArch", package.Architecture == "noarch" ? "noarch" : null),
        ];
        foreach (var (field, value) in fields.Where(field => field.Value is not null))
        {
            spec.Append($"{field}: {value}\n");
        }
    }

    private static void Append(StringBuilder spec, RpmRelation relation)
    {
        var stage = relation.Sense.HasFlag(RpmSense.PreInstall) ? "(pre)" : relation.Sense.HasFlag(RpmSense.PostInstall) ? "(post)" : "";
        var comparison = (relation.Sense & RpmRelation.Comparison) switch
        {
            RpmSense.Less => " < ",
            RpmSense.Greater | RpmSense.Equal => " >= ",
            RpmSense.Equal => " = ",
            _ => "",
        };
        spec.Append($"{relation.Kind}{stage}: {relation.Name}{comparison}{relation.Version}\n");
    }

    // A program with arguments is quoted, so that rpm uses all of them.
    private static string Program(RpmScriptlet scriptlet) =>
        scriptlet.Interpreter is [var program] ? program : $"\"{string.Join(' ', scriptlet.Interpreter)}\"";

    private static void Append(StringBuilder spec, RpmFile file)
    {
        var flags = file.EffectiveFlags;
        var entry = file.Entry;
        var kind = entry is DirectoryEntry ? "%dir "
            : flags.HasFlag(RpmFileAttributes.Config) ? "%config(noreplace) "
            : flags.HasFlag(RpmFileAttributes.Ghost) ? "%ghost "
            : flags.HasFlag(RpmFileAttributes.Doc) ? "%doc "
            : flags.HasFlag(RpmFileAttributes.License) ? "%license " : "";
        var mode = entry is SymlinkEntry ? "-" : Convert.ToString((int)entry.Mode, 8);
        spec.Append($"{kind}%attr({mode},{entry.Owner},{entry.Group}) {entry.Path}\n");
    }
}
