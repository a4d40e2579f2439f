using System.Text;
using ServicePackaging.Launchd;
using ServicePackaging.Systemd;
using ServicePackaging.Vocabulary;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Tests;

/// <summary>The page of what each service manager does with each property, generated from their tables.</summary>
internal static class SupportPage
{
    private static readonly (string Heading, SupportTable Table)[] Columns =
        [("Linux (systemd)", SystemdSupport.Table), ("macOS (launchd)", LaunchdSupport.Table), ("Windows", WindowsServiceSupport.Table)];

    public static string Render()
    {
        var text = new StringBuilder(
            """
            <!-- Generated from the support tables of ServicePackaging by its tests; edit those. -->
            # What each platform supports
            The native equivalent of each property, and what happens where a platform has none. A property that a platform does not support is a
            warning, SVCPKG2011; `<ServicePackageAcknowledge Include="…" Platforms="…" />` silences it.


            """);
        text.Append("| Property | ").AppendJoin(" | ", Columns.Select(column => column.Heading)).Append(" |\n|---|---|---|---|\n");
        foreach (var property in ServiceProperties.All.Where(property => property.IsOfService))
        {
            text.Append("| `").Append(property.Name).Append("` | ").AppendJoin(" | ", Columns.Select(column => Cell(column.Table, property))).Append(" |\n");
        }

        text.Append("\n| Item | ").AppendJoin(" | ", Columns.Select(column => column.Heading)).Append(" |\n|---|---|---|---|\n");
        foreach (var item in ServiceItems.All.Where(item => Columns.Any(column => Rows(column.Table, item).Any())))
        {
            text.Append("| `").Append(item.Name).Append("` | ").AppendJoin(" | ", Columns.Select(column => Cell(column.Table, item))).Append(" |\n");
        }

        return text.ToString();
    }

    private static IEnumerable<ServicePackaging.Vocabulary.Support> Rows(SupportTable table, INamedRow subject) => table.Rows.Where(row => row.Subject == subject);

    private static string Cell(SupportTable table, INamedRow subject)
    {
        var rows = Rows(table, subject).ToList();
        var cells = rows.Where(row => row.Native is not null).Select(row => row.Native!)
            .Concat(rows.Where(row => row.Native is null).Select(row => $"{Limit(row, rows)}: {row.Consequence}"));
        return string.Join("<br>", cells.DefaultIfEmpty("supported")).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Limit(ServicePackaging.Vocabulary.Support row, List<ServicePackaging.Vocabulary.Support> rows) =>
        row.Metadata is { } metadata ? $"`{metadata.Name}`" : rows.Exists(other => other.Native is not null) ? "limited" : "unsupported";
}
