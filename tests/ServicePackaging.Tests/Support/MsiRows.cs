using ServicePackaging.Msi;

namespace ServicePackaging.Tests.Support;

/// <summary>The contents of a Windows Installer package, in lines: a row is its table and its cells with tabs between.</summary>
internal static class MsiRows
{
    extension(Planned<MsiPlan> planned)
    {
        /// <summary>The rows of the named tables, or of all; sorted, without the empty cells at the end of a row.</summary>
        public IReadOnlyList<string> Rows(params string[] tables) =>
        [
            .. planned.Plan.Package.Rows.Where(row => tables.Length == 0 || tables.Contains(row.Table.Name))
                .Select(row => row.ToString().TrimEnd('\t')).Order(StringComparer.Ordinal),
        ];

        /// <summary>The files in the order of the cabinet: key, component and name.</summary>
        public IReadOnlyList<string> Files => [.. planned.Plan.Package.Files.Select(file => $"File\t{file.Key}\t{file.Component}\t{file.FileName}")];

        /// <summary>One cell of the one row with a key.</summary>
        public string Cell(string table, string key, string column) =>
            planned.Plan.Package.Rows.Single(row => row.Table.Name == table && row.Key == key)[column].ToString();

        /// <summary>Whether a table has a row with a key.</summary>
        public bool Has(string table, string key) => planned.Plan.Package.Rows.Any(row => row.Table.Name == table && row.Key == key);

        /// <summary>The actions of a sequence in their order.</summary>
        public IReadOnlyList<(string Action, string Condition, int Number)> Sequence(string table) =>
        [
            .. planned.Plan.Package.Rows.Where(row => row.Table.Name == table)
                .Select(row => (row["Action"].Text!, row["Condition"].ToString(), row["Sequence"].Number!.Value)).OrderBy(step => step.Item3),
        ];

        /// <summary>Everything that would be in the package, as text: two plans with the same text give the same package.</summary>
        public string Dump() => string.Join('\n', [
            planned.Plan.FileName, planned.Plan.Package.Summary.ToString(), planned.Plan.Package.PackageCodeNamespace.ToString(),
            .. planned.Rows(), .. planned.Files, .. planned.Plan.Package.Files.Select(file => PlannedPackages.Read(file.Content)), .. planned.Plan.Contents.Select(content => content.ToString()),
            .. planned.Findings.Select(finding => finding.ToString()),
        ]);
    }
}
