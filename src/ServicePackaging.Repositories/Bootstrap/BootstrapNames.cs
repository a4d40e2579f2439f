namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>The names of the files that users need before they can install packages. The files are at the repository's root.</summary>
/// <param name="id">The short name of the repository.</param>
internal sealed class BootstrapNames(string id)
{
    /// <summary>The page for people.</summary>
    public const string Page = "index.html";

    /// <summary>The name of the Debian package.</summary>
    public string DebPackage => $"{id}-archive-keyring";

    /// <summary>The name of the RPM package.</summary>
    public string RpmPackage => $"{id}-release";

    /// <summary>The newest Debian package.</summary>
    public string Deb => $"{DebPackage}.deb";

    /// <summary>The newest RPM package.</summary>
    public string Rpm => $"{RpmPackage}.rpm";

    /// <summary>The armored keys.</summary>
    public string Keys => $"{id}.asc";

    /// <summary>The configuration of apt with the keys in it.</summary>
    public string Sources => $"{id}.sources";

    /// <summary>The configuration of dnf and zypper.</summary>
    public string Repo => $"{id}.repo";

    /// <summary>The path of the keys on a system with apt. apt before 2.9.16 wants armored keys to have this extension.</summary>
    public string InstalledDebKeys => $"/usr/share/keyrings/{DebPackage}.asc";

    /// <summary>The path of apt's configuration.</summary>
    public string InstalledSources => $"/etc/apt/sources.list.d/{Sources}";

    /// <summary>The path of the keys on a system with dnf.</summary>
    public string InstalledRpmKeys => $"/etc/pki/rpm-gpg/RPM-GPG-KEY-{id}";

    /// <summary>The path of dnf's configuration.</summary>
    public string InstalledRepo => $"/etc/yum.repos.d/{Repo}";

    /// <summary>The name of a channel in the configuration of dnf and zypper.</summary>
    public string RepoSection(RepositoryChannel channel, RepositoryChannel defaultChannel) =>
        channel == defaultChannel ? id : $"{id}-{channel.Name}";
}
