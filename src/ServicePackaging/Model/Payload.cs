namespace ServicePackaging.Model;

/// <summary>The published output: every file, with what the package needs to know about it.</summary>
/// <param name="Source">The directory that contains it, for messages.</param>
/// <param name="Items">The items in any order.</param>
public sealed record Payload(string Source, IReadOnlyList<PayloadItem> Items)
{
    // The limit of Linux (path_resolution(7)).
    private const int MostLinks = 40;

    /// <summary>Returns the file at a path, after following links; null if there is no such file.</summary>
    /// <param name="path">Relative, <c>/</c>-separated, in the spelling of the files.</param>
    public PayloadFile? Find(string path)
    {
        var links = Items.OfType<PayloadSymlink>().ToDictionary(link => link.Path, link => link.Target, StringComparer.Ordinal);
        for (var followed = 0; followed <= MostLinks; followed++)
        {
            var link = links.Keys.FirstOrDefault(link => path == link || path.StartsWith(link + "/", StringComparison.Ordinal));
            if (link is null)
            {
                return Items.OfType<PayloadFile>().FirstOrDefault(file => file.Path == path);
            }

            if (Normalise($"{Parent(link)}{links[link]}{path[link.Length..]}") is not { } target)
            {
                return null;
            }

            path = target;
        }

        return null;
    }

    private static string Parent(string path) => path[..(path.LastIndexOf('/') + 1)];

    // Null if the path leads out of the payload.
    private static string? Normalise(string path)
    {
        var names = new List<string>();
        foreach (var name in path.Split('/').Where(name => name is not ("" or ".")))
        {
            if (name != "..")
            {
                names.Add(name);
            }
            else if (names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
            else
            {
                return null;
            }
        }

        return string.Join('/', names);
    }
}
