using System.Text;

namespace ServicePackaging.Systemd;

/// <summary>A unit file (systemd.unit(5)): directives in sections, in the order they were added.</summary>
public sealed class UnitFile
{
    private readonly List<Section> _sections = [];

    /// <summary>The directives of a section in order; empty if there are none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> this[string section] =>
        _sections.Find(candidate => candidate.Name == section)?.Directives ?? [];

    /// <summary>Adds a directive after those of the section. The value has to be escaped already (<see cref="UnitSyntax"/>).</summary>
    public UnitFile Add(string section, string name, string? value)
    {
        if (value is not null)
        {
            Find(section).Directives.Add(new(name, value));
        }

        return this;
    }

    /// <summary>Removes every directive of that name from the section.</summary>
    public void Remove(string section, string name) => Find(section).Directives.RemoveAll(directive => directive.Key == name);

    /// <summary>The file's text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var section in _sections.Where(section => section.Directives.Count > 0))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append('[').Append(section.Name).Append("]\n");
            foreach (var (name, value) in section.Directives)
            {
                text.Append(name).Append('=').Append(value).Append(EndsWithOpenBackslash(value) ? " \n" : "\n");
            }
        }

        return text.ToString();
    }

    // A backslash before the line break would join the next directive to this one; white space at the end is not part of a value
    // (systemd.syntax(7)).
    private static bool EndsWithOpenBackslash(string value) => (value.Length - value.TrimEnd('\\').Length) % 2 == 1;

    private Section Find(string name)
    {
        var section = _sections.Find(candidate => candidate.Name == name);
        if (section is null)
        {
            _sections.Add(section = new Section(name, []));
        }

        return section;
    }

    private sealed record Section(string Name, List<KeyValuePair<string, string>> Directives);
}
