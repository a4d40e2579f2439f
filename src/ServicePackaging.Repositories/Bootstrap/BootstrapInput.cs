using System.Globalization;
using System.Text.RegularExpressions;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>What the files contain that users need before they can install packages.</summary>
internal sealed partial record BootstrapInput
{
    /// <summary>What the repository is called, and where it is served. Without an address, only the keys are written: every other file
    /// tells clients where the repository is.</summary>
    public required RepositoryIdentity Identity { get; init; }

    /// <summary>The channels that the repository has, at least one.</summary>
    public required IReadOnlyList<RepositoryChannel> Channels { get; init; }

    /// <summary>The keys: the current one, then former ones.</summary>
    public required IReadOnlyList<RepositoryKey> Keys { get; init; }

    /// <summary>Who maintains the packages, as <c>Name &lt;address&gt;</c>.</summary>
    public required string Maintainer { get; init; }

    /// <summary>The names of the packages that users want, the most important one first. The first one is the example.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>The version of the packages, from 1. It has to grow when their content changes.</summary>
    public required int Version { get; init; }

    /// <summary>The time of the content.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The channel that users get without choosing one: stable, or else the first.</summary>
    public RepositoryChannel DefaultChannel => Channels.FirstOrDefault(channel => channel.IsAutomatic) ?? Channels[0];

    /// <summary>The channels that users have to choose.</summary>
    public IEnumerable<RepositoryChannel> OptionalChannels => Channels.Where(channel => channel != DefaultChannel);

    /// <summary>The address at which the repository is served, with a trailing slash.</summary>
    /// <exception cref="InvalidOperationException">It is not known.</exception>
    public string Address => Identity.Address ?? throw new InvalidOperationException("The address of the repository is not known.");

    /// <summary>The names of the files.</summary>
    public BootstrapNames Names => new(Identity.Id);

    /// <summary>All keys, in a block each.</summary>
    public string ArmoredKeys => string.Concat(Keys.Select(key => key.Armored));

    /// <summary>Checks what becomes parts of files, packages and commands.</summary>
    /// <exception cref="RepositoryException">A value is not usable.</exception>
    public BootstrapInput Check()
    {
        Identity.Check();
        foreach (var text in new[] { Identity.Origin, Identity.Label, Maintainer })
        {
            Require(!text.Any(IsLineBreak), text, "one line of text, such as 'Acme'");
        }

        Require(MaintainerPattern().IsMatch(Maintainer), Maintainer, "a name and an address, such as 'Acme <packages@example.com>'");
        Require(Identity.Url is not { UserInfo.Length: > 0 }, Identity.Url?.Host ?? "", "an address without a password");
        Require(Channels.Count > 0, "", "at least one channel");
        foreach (var channel in Channels)
        {
            channel.Check();
        }

        Require(Keys.Count > 0, "", "at least one public key");
        foreach (var key in Keys)
        {
            key.Check();
        }

        foreach (var product in Products)
        {
            Require(ProductPattern().IsMatch(product), product, "the name of a package, such as 'acme-worker'");
        }

        Require(Version > 0, Version.ToString(CultureInfo.InvariantCulture), "a version of 1 or more");
        return this;
    }

    // Readers of configuration files, such as Python's, also split lines at the separators of Unicode.
    private static bool IsLineBreak(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void Require(bool isUsable, string value, string remedy)
    {
        if (!isUsable)
        {
            throw new RepositoryException(RepositoryProblem.InvalidSetting, value, remedy);
        }
    }

    [GeneratedRegex(@"\A[^\s<>]([^<>]*[^\s<>])? <[^\s<>@]+@[^\s<>@]+>\z")]
    private static partial Regex MaintainerPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9+._-]*\z")]
    private static partial Regex ProductPattern();
}
