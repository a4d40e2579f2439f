using System.Text;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>The tables of the vocabulary in the README, made from the vocabulary.</summary>
internal static class VocabularyTables
{
    private const string Begin = "<!-- vocabulary: generated from ServicePackaging.Model.Vocabulary -->\n";
    private const string End = "<!-- /vocabulary -->";

    /// <summary>The text with the tables between its markers made anew.</summary>
    public static string ReplaceIn(string text)
    {
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return text[..begin] + Render() + text[text.IndexOf(End, StringComparison.Ordinal)..];
    }

    private static string Render()
    {
        var text = new StringBuilder("\n| Property | Means | Default |\n|---|---|---|\n");
        foreach (var property in ServiceProperties.All)
        {
            text.Append("| `").Append(property.Name).Append("` | ").Append(property.Meaning).Append(" | ").Append(property.DefaultText).Append(" |\n");
        }

        text.Append("\n| Item | Include | Metadata | Means |\n|---|---|---|---|\n");
        foreach (var item in PackageFormats.Items)
        {
            var metadata = item.Metadata.Select(row => row.Values.Length > 0 ? $"`{row.Name}`: {row.Values}" : $"`{row.Name}`");
            text.Append("| `").Append(item.Name).Append("` | ").Append(Cell(item.Include)).Append(" | ").Append(Cell(string.Join("; ", metadata)))
                .Append(" | ").Append(Cell(item.Meaning)).Append(" |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
