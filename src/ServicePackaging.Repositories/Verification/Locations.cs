using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Paths that indexes state.</summary>
internal static class Locations
{
    /// <summary>Joins a directory, which may be empty, and a path in it.</summary>
    public static string Join(string directory, string path) =>
        directory.Length == 0 ? path : path.Length == 0 ? directory : $"{directory}/{path}";

    /// <summary>Returns the path relative to the root that a client would request.</summary>
    /// <param name="directory">The directory that the path is relative to.</param>
    /// <param name="path">The path of an index.</param>
    /// <returns>The normalized path, or null if it is absolute or leaves the root.</returns>
    public static string? Resolve(string directory, string path)
    {
        if (path.StartsWith('/') || path.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        var segments = new List<string>();
        foreach (var segment in Join(directory, path).Split('/'))
        {
            switch (segment)
            {
                case "" or ".":
                    break;
                case ".." when segments.Count == 0:
                    return null;
                case "..":
                    segments.RemoveAt(segments.Count - 1);
                    break;
                default:
                    segments.Add(segment);
                    break;
            }
        }

        return string.Join('/', segments) is var resolved && RepositoryPaths.IsRelative(resolved) ? resolved : null;
    }

    /// <summary>Whether a path stays in its directory.</summary>
    public static bool IsInside(string directory, string path) =>
        Resolve(directory, path) is { } resolved
        && (directory.Length == 0 || resolved.StartsWith(directory + "/", StringComparison.Ordinal));
}
