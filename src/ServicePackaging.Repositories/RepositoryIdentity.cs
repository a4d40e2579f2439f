using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ServicePackaging.Repositories;

/// <summary>What a repository is called. Clients notice when it changes.</summary>
/// <param name="Id">The short name in file names such as <c>acme.sources</c>: lower case letters, digits and dashes.</param>
/// <param name="Origin">The vendor, which pinning and unattended upgrades refer to.</param>
/// <param name="Label">A label for the products of the repository.</param>
/// <param name="Url">The address at which the directory is served, with a trailing slash; null if it is not known.</param>
internal sealed partial record RepositoryIdentity(string Id, string Origin, string Label, Uri? Url)
{
    /// <summary>Who maintains the packages with the keys, as <c>Name &lt;address&gt;</c>; null for an address at the host of the
    /// repository.</summary>
    public string? Maintainer { get; init; }

    /// <summary>The address as clients need it, with names of hosts in ASCII; null if it is not known.</summary>
    [JsonIgnore]
    public string? Address => Url is null ? null : new UriBuilder(Url) { Host = Url.IdnHost }.Uri.AbsoluteUri;

    /// <summary>Checks the texts, which become lines of indexes and names of files.</summary>
    /// <exception cref="RepositoryException">One of them is not usable.</exception>
    public RepositoryIdentity Check()
    {
        if (!IdPattern().IsMatch(Id))
        {
            throw new RepositoryException(RepositoryProblem.InvalidSetting, Id, "lower case letters, digits and dashes, such as 'acme'");
        }

        foreach (var text in new[] { Origin, Label })
        {
            if (text.Trim().Length == 0 || text.Any(char.IsControl) || text.Trim() != text)
            {
                throw new RepositoryException(RepositoryProblem.InvalidSetting, text, "one line of text, such as 'Acme'");
            }
        }

        return Url is null || IsUsable(Url)
            ? this
            : throw new RepositoryException(
                RepositoryProblem.InvalidSetting, Url is { IsAbsoluteUri: true, UserInfo.Length: > 0 } ? Url.Host : Url.OriginalString,
                "an address without a password and with a trailing slash, such as 'https://packages.example.com/'");
    }

    private static bool IsUsable(Uri url) => url.IsAbsoluteUri && url.Scheme is "https" or "http"
        && url.AbsoluteUri.EndsWith('/') && url.Query.Length == 0 && url.UserInfo.Length == 0;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex IdPattern();
}
