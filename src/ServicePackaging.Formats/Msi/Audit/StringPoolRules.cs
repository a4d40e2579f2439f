using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the texts in the database. The reader checks that they match the code page.</summary>
internal static class StringPoolRules
{
    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("StringReferences", References),
        new("StringsUnique", Unique),
        new("CodePage", CodePage),
    ];

    private static IEnumerable<string> References(AuditedPackage package)
    {
        var counts = Count(package);
        // The maximum value of the field also represents larger counts. A free entry has neither a text nor references.
        return from text in package.Database.Strings
               let counted = Math.Min(counts[text.Id], ushort.MaxValue)
               where text.References != counted || (counted == 0 && text.Text.Length > 0)
               select counted == 0
                   ? $"No cell refers to the text {text.Id} of the pool ('{Quote.Shorten(text.Text)}')."
                   : $"{counted} cells refer to the text {text.Id} of the pool ('{Quote.Shorten(text.Text)}'); "
                       + $"the pool has {text.References}.";
    }

    private static int[] Count(AuditedPackage package)
    {
        var counts = new int[package.Database.Strings.Count + 1];
        foreach (var table in package.Database.Tables.Concat(package.Database.SystemTables))
        {
            package.CancellationToken.ThrowIfCancellationRequested();
            var texts = table.Columns.Index().Where(column => column.Item.Kind == MsiColumnKind.Text).Select(column => column.Index);
            foreach (var column in texts)
            {
                for (var row = 0; row < table.RowCount; row++)
                {
                    counts[table.Raw(row, column)]++;
                }
            }
        }

        return counts;
    }

    private static IEnumerable<string> Unique(AuditedPackage package)
    {
        var seen = new Dictionary<string, MsiStoredString>(StringComparer.Ordinal);
        foreach (var text in package.Database.Strings.Where(text => text.Text.Length > 0 && !seen.TryAdd(text.Text, text)))
        {
            yield return $"The texts {seen[text.Text].Id} and {text.Id} of the pool are the same ('{Quote.Shorten(text.Text)}').";
        }
    }

    // The texts of a neutral database are decoded with the code page of the target machine (Microsoft, "Code Page Handling").
    private static IEnumerable<string> CodePage(AuditedPackage package)
    {
        if (package.Database.CodePage == MsiFormat.NeutralCodePage)
        {
            yield return "The database does not specify a code page.";
        }
    }
}
