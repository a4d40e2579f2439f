using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServicePackaging.Templates;

namespace ServicePackaging.Tests;

/// <summary>The reference page of the names that templates can use, generated from the records and their doc comments.</summary>
internal static partial class TemplateNamesPage
{
    private static readonly Dictionary<string, XElement> Summaries = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "ServicePackaging.xml"))
        .Descendants("member").Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);

    /// <summary>The records, in the order of the templates.</summary>
    public static IReadOnlyList<Type> Models { get; } =
    [
        .. typeof(TemplateModelAttribute).Assembly.GetTypes().Where(type => TemplateNames.KeysOf(type).Count > 0)
            .OrderBy(type => PackageFormats.Templates.ToList().IndexOf(TemplateNames.KeysOf(type)[0])),
    ];

    public static string Render()
    {
        var text = new StringBuilder(
            """
            # Names in templates

            A `ServicePackageTemplate` replaces a generated text. Templates are written in [Scriban](https://scriban.github.io), and these are
            the names that each template can use. A word of the shell is already quoted. An unknown name is an error. In a condition, an empty
            text, an empty list, 0 and null are false.

            | Include | Contains |
            |---|---|
            | `{{ include 'generated' }}` | what the shipped template generates, without its first line `#!/bin/sh` and its last one `exit 0` |
            | `{{ include 'owners' }}` | in `deb/postinst` and `rpm/post`: the functions that give data to the service's account |
            | `{{ include 'words' }}` | in `control/systemd` and `control/launchd`: the command line that both have in common |

            The generated part of `macos/run` and of `control/*` does not return; put your own lines before it. That of `deb/postinst` ends
            the script if dpkg does not configure the package. Write `exit 0` at the end of `rpm/*`, `macos/preinstall`, `macos/postinstall`
            and `macos/logrotate`.

            Other functions are `array`, `math`, `regex` and `string` of Scriban, without random numbers. The texts `systemd/*`,
            `linux/sysusers` and `linux/tmpfiles` are not templates: a replacement is used without a change.

            """);
        foreach (var model in Models)
        {
            var heading = string.Join(", ", TemplateNames.KeysOf(model).Select(key => $"`{key}`"));
            Append(text, heading, model);
        }

        foreach (var part in Models.SelectMany(WithParts).Except(Models).Distinct().OrderBy(NameOf, StringComparer.Ordinal))
        {
            Append(text, NameOf(part), part);
        }

        return text.ToString();
    }

    /// <summary>A record and the records in it, each only once.</summary>
    public static IEnumerable<Type> WithParts(Type model) =>
        TemplateNames.MembersOf(model).Select(member => PartOf(member.PropertyType)).OfType<Type>()
            .SelectMany(WithParts).Prepend(model).Distinct();

    private static void Append(StringBuilder text, string heading, Type model)
    {
        text.Append("\n## ").Append(heading).Append("\n\n").Append(Summary($"T:{model.FullName}"))
            .Append("\n\n| Name | Type | Meaning |\n|---|---|---|\n");
        foreach (var member in TemplateNames.MembersOf(model).OrderBy(TemplateNames.NameOf, StringComparer.Ordinal))
        {
            text.Append("| `").Append(TemplateNames.NameOf(member)).Append("` | ").Append(TypeOf(member)).Append(" | ")
                .Append(Summary($"P:{member.DeclaringType!.FullName}.{member.Name}")).Append(" |\n");
        }
    }

    private static string TypeOf(PropertyInfo member)
    {
        var type = member.PropertyType;
        var word = type == typeof(string) ? "text"
            : type == typeof(int) ? "number"
            : type == typeof(bool) ? "flag"
            : type == typeof(IReadOnlyList<string>) ? "list of texts"
            : (type.IsGenericType ? "list of " : "") + LinkTo(PartOf(type)!);
        return new NullabilityInfoContext().Create(member).ReadState == NullabilityState.Nullable ? word + ", or null" : word;
    }

    // A record of the models, or a list of records.
    private static Type? PartOf(Type type)
    {
        var part = type.IsGenericType ? type.GetGenericArguments()[0] : type;
        return part.Name.EndsWith("Model", StringComparison.Ordinal) ? part : null;
    }

    private static string NameOf(Type part) => part.Name[..^"Model".Length];

    private static string LinkTo(Type part) => $"[{NameOf(part)}](#{NameOf(part).ToLowerInvariant()})";

    private static string Summary(string member)
    {
        var summary = Summaries.GetValueOrDefault(member) ?? throw new InvalidOperationException($"{member} has no summary.");
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
            XText words => words.Value,
            _ => throw new InvalidOperationException($"{member}: {node}"),
        }));
        return Blanks().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
