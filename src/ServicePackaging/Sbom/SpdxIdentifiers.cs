using System.Globalization;

namespace ServicePackaging.Sbom;

/// <summary>Gives components identifiers that SPDX permits: letters, digits, dots and hyphens (SPDX 2.3, clause 7.2).</summary>
internal sealed class SpdxIdentifiers
{
    private readonly Dictionary<string, string> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Returns the identifier of a component: always the same one.</summary>
    public string Of(BillComponent component)
    {
        if (_byId.TryGetValue(component.Id, out var known))
        {
            return known;
        }

        var text = $"{component.Kind}-{component.Name}" + (component.Version.Length > 0 ? $"-{component.Version}" : "");
        var identifier = "SPDXRef-" + string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-'));
        var unique = identifier;
        for (var number = 2; !_used.Add(unique); number++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{identifier}-{number}");
        }

        return _byId[component.Id] = unique;
    }
}
