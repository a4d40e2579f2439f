using System.Text.RegularExpressions;

namespace ServicePackaging.Repositories;

/// <summary>A series of releases that users choose: a suite of apt, and a directory of rpm-md metadata.</summary>
/// <param name="Name">Lower case letters, digits and dashes.</param>
internal sealed partial record RepositoryChannel(string Name)
{
    /// <summary>The channel that clients install from without being told.</summary>
    public static RepositoryChannel Stable { get; } = new("stable");

    /// <summary>Whether apt installs packages of this channel without being told. If not, it still upgrades those that the user chose once
    /// (apt_preferences(5): NotAutomatic and ButAutomaticUpgrades).</summary>
    public bool IsAutomatic => Name == Stable.Name;

    /// <summary>Checks the name, which becomes the name of a directory.</summary>
    /// <exception cref="RepositoryException">It is not usable.</exception>
    public RepositoryChannel Check() => NamePattern().IsMatch(Name)
        ? this
        : throw new RepositoryException(RepositoryProblem.InvalidSetting, Name, "lower case letters, digits and dashes, such as 'beta'");

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}$")]
    private static partial Regex NamePattern();
}
