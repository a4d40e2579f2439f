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
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var encoded = Encode(string.Join(' ', fields));
            switch (fields)
            {
                case ["g", var group, ..]:
                    provides.Add(new(RpmRelationKind.Provides, $"group({group})", Found | RpmSense.Equal, encoded));
                    break;
                case ["u" or "u!", var user, .. var rest]:
                    provides.Add(new(RpmRelationKind.Provides, $"user({user})", Found | RpmSense.Equal, encoded));
                    if (rest is not [var id, ..] || !id.Contains(':', StringComparison.Ordinal))
                    {
                        provides.Add(new(RpmRelationKind.Provides, $"group({user})", Found));
                    }

                    break;
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
