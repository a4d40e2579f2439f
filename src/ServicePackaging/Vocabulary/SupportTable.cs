using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Vocabulary;

/// <summary>What a service manager does with each property and item of the vocabulary.
/// A property that the table does not name is unsupported.</summary>
internal sealed class SupportTable
{
    /// <summary>Composes the table.</summary>
    /// <param name="manager">How a message names the service manager.</param>
    /// <param name="rows">What it maps, and what it does not support and why.</param>
    public SupportTable(string manager, params IEnumerable<Support> rows)
    {
        Manager = manager;
        Rows = [.. rows];
        var named = Rows.Select(row => row.Subject.Name).ToHashSet(StringComparer.Ordinal);
        Rows =
        [
            .. Rows,
            .. ServiceProperties.All.Where(property => property.IsOfService && property.IsApplied && !named.Contains(property.Name))
                .Select(property => Support.Unsupported(property)),
        ];
    }

    /// <summary>How a message names the service manager.</summary>
    public string Manager { get; }

    /// <summary>The rows, with one for each property that is unsupported without a specific reason.</summary>
    public IReadOnlyList<Support> Rows { get; }

    /// <summary>Reports the settings of a service that the service manager does not support, except for those that the developer
    /// acknowledges.</summary>
    public void Report(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        foreach (var row in Rows.Where(row => !definition.Acknowledged.Contains(row.Subject.Name)))
        {
            if (row.FindUnsupported(definition) is { } value)
            {
                var consequence = definition.Scope == ServiceScope.User ? row.ConsequenceForUser ?? row.Consequence : row.Consequence;
                diagnostics.Report(DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.Setting, row.Name, value, Manager, consequence);
            }
        }
    }
}
