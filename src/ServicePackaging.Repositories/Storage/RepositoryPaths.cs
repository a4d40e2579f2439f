namespace ServicePackaging.Repositories.Storage;

/// <summary>The paths of files in a repository, relative to its root.</summary>
internal static class RepositoryPaths
{
    /// <summary>The signed state: settings, generations, and when files were published and removed.</summary>
    public const string State = "repository.json.asc";

    /// <summary>The lock of publishers that work on the same directory.</summary>
    public const string Lock = ".repository.lock";

    /// <summary>The directory of the apt repository.</summary>
    public const string Deb = "deb";

    /// <summary>The directory of the rpm-md repository.</summary>
    public const string Rpm = "rpm";

    /// <summary>The directory of a suite.</summary>
    public static string Suite(RepositoryChannel channel) => $"{Deb}/dists/{channel.Name}";

    /// <summary>The directory of a channel's rpm-md metadata at a fixed place.</summary>
    public static string RpmChannel(RepositoryChannel channel) => $"{Rpm}/{channel.Name}";

    /// <summary>The directory of one generation of rpm-md metadata. It is beside that of the channel, so that the packages have the same
    /// relative paths from both.</summary>
    public static string RpmGeneration(string name) => $"{Rpm}/{name}";

    /// <summary>The path of a Debian package below <see cref="Deb"/>, as in Debian's own pool.</summary>
    public static string DebPool(string source, string fileName)
    {
        var prefix = source.StartsWith("lib", StringComparison.Ordinal) && source.Length > 3 ? source[..4] : source[..1];
        return $"pool/main/{prefix}/{source}/{fileName}";
    }

    /// <summary>The path of an rpm package below <see cref="Rpm"/>.</summary>
    public static string RpmPool(string fileName) => $"pool/{fileName}";

    /// <summary>Whether a path is relative, normalized and below the root on every system.</summary>
    public static bool IsRelative(string path) =>
        path.Length > 0 && !path.Contains('\\') && !path.Contains(':') && !path.Any(char.IsControl)
        && path.Split('/').All(segment => segment is not ("" or "." or ".."));
}
