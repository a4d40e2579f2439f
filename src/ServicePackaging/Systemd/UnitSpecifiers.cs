using System.Text.RegularExpressions;
using ServicePackaging.Model;

namespace ServicePackaging.Systemd;

/// <summary>The specifiers whose values are known at build time (systemd.unit(5), "Specifiers").</summary>
internal static partial class UnitSpecifiers
{
    /// <summary>Returns a value of a system unit with these specifiers expanded; others stay as they are.</summary>
    public static string Expand(ServiceDefinition service, string value)
    {
        var unit = SystemdUnits.UnitOf(service.Name, service.Instance);
        var name = unit[..unit.LastIndexOf('.')];
        return Specifier().Replace(value, match => match.Value[1] switch
        {
            '%' => "%",
            'E' => "/etc",
            'S' => "/var/lib",
            'C' => "/var/cache",
            'L' => "/var/log",
            't' => "/run",
            'n' => unit,
            'N' => name,
            'p' => service.Name,
            'i' or 'I' => service.Instance,
            _ => match.Value,
        });
    }

    [GeneratedRegex("%.", RegexOptions.CultureInvariant)]
    private static partial Regex Specifier();
}
