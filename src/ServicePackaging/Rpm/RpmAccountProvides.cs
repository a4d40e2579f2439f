using System.Text;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Rpm;

/// <summary>The lines of a sysusers.d file as provides, from which rpm 4.19 and later makes accounts before it unpacks
/// (rpm, docs/manual/users_and_groups.md).</summary>
internal static class RpmAccountProvides
{
    private const RpmSense Found = RpmSense.FoundProvide;

    public static IReadOnlyList<RpmRelation> From(string sysusers)
    {
        var provides = new List<RpmRelation>();
        foreach (var line in sysusers.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var encoded = Encode(string.Join(' ', fields));
            if (fields[0] == "g")
            {
                provides.Add(new(RpmRelationKind.Provides, $"group({fields[1]})", Found | RpmSense.Equal, encoded));
            }
            else
            {
                provides.Add(new(RpmRelationKind.Provides, $"user({fields[1]})", Found | RpmSense.Equal, encoded));
                if (!fields[2].Contains(':', StringComparison.Ordinal))
                {
                    provides.Add(new(RpmRelationKind.Provides, $"group({fields[1]})", Found));
                }
            }
        }

        return provides;
    }

    // A version must not hold '=', which base64 pads with: NUL bytes take its place.
    private static string Encode(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var padded = new byte[(bytes.Length + 2) / 3 * 3];
        bytes.CopyTo(padded, 0);
        return Convert.ToBase64String(padded);
    }
}
