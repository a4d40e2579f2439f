using System.Text;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Rpm;

/// <summary>The lines of a sysusers.d file as provides, from which rpm 4.19 and later creates accounts before it unpacks files (rpm,
/// docs/manual/users_and_groups.md).</summary>
internal static class RpmAccountProvides
{
    private const RpmSense Found = RpmSense.FoundProvide;

    public static IReadOnlyList<RpmRelation> From(string sysusers)
    {
        var lines = sysusers
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#');
        return [.. lines.SelectMany(line => FromLine(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
    }

    // Lines without such a form (ranges of numbers) are only for systemd-sysusers.
    private static IEnumerable<RpmRelation> FromLine(string[] fields) => fields switch
    {
        ["g", var group, ..] => [Account($"group({group})", fields)],
        ["m", var user, var group, ..] => [Account($"groupmember({user}/{group})", fields)],
        ["u" or "u!", var user, var id, ..] when id.Contains(':', StringComparison.Ordinal) => [Account($"user({user})", fields)],
        ["u" or "u!", var user, ..] => [Account($"user({user})", fields), new(RpmRelationKind.Provides, $"group({user})", Found)],
        _ => [],
    };

    private static RpmRelation Account(string name, string[] fields) =>
        new(RpmRelationKind.Provides, name, Found | RpmSense.Equal, Encode(string.Join(' ', fields)));

    // A version must not contain '=', which is the padding of base64. NUL bytes at the end of the line make padding unnecessary.
    private static string Encode(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var padded = new byte[(bytes.Length + 2) / 3 * 3];
        bytes.CopyTo(padded, 0);
        return Convert.ToBase64String(padded);
    }
}
