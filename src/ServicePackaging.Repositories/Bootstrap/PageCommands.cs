using static ServicePackaging.Repositories.Bootstrap.ShellWord;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>The commands that users copy. Each block is one list of commands: it ends at the first that fails, and a shell reads it
/// completely before the first can ask for a password.</summary>
/// <param name="input">What the repository contains.</param>
internal sealed class PageCommands(BootstrapInput input)
{
    /// <summary>The start of a line that continues a command.</summary>
    public const string Indentation = "    ";

    private readonly BootstrapNames _names = input.Names;

    /// <summary>Sets up apt, without a program that a minimal system does not have.</summary>
    /// <param name="sha256">The digest of the Debian package.</param>
    public string SetUpApt(string sha256) => Join(
        Continue("sudo /usr/lib/apt/apt-helper download-file", Url(_names.Deb), $"./{_names.Deb}", $"SHA256:{sha256}"),
        $"sudo apt-get install ./{_names.Deb}",
        "sudo apt-get update",
        Install("sudo apt-get install"));

    /// <summary>Sets up dnf 4 or 5. The command that adds a repository differs between them. The key comes first, because rpm 6 may refuse
    /// a package whose key it does not know.</summary>
    public string SetUpDnf() => Join(
        $"sudo rpm --import {Url(_names.Keys)}",
        $"sudo dnf install {Url(_names.Rpm)}",
        Install("sudo dnf install"));

    /// <summary>Sets up zypper.</summary>
    public string SetUpZypper() => Join(
        $"sudo rpm --import {Url(_names.Keys)}",
        $"sudo zypper addrepo {Url(_names.Repo)}",
        Install("sudo zypper install"));

    /// <summary>Makes apt know another channel, too.</summary>
    public string ChooseWithApt(RepositoryChannel channel) => Join(
        Continue($"sudo sed -Ei '/^Suites:.* {channel.Name}( |$)/!s/^Suites:.*/& {channel.Name}/'", _names.InstalledSources),
        "sudo apt-get update",
        Install($"sudo apt-get install -t {channel.Name}"));

    /// <summary>Makes dnf use another channel.</summary>
    public string ChooseWithDnf(RepositoryChannel channel) => Join(
        Continue($@"sudo sed -i '/^\[{Section(channel)}\]$/,/^enabled=/s/^enabled=.*/enabled=1/'", _names.InstalledRepo),
        Install("sudo dnf install"));

    /// <summary>Makes zypper use another channel.</summary>
    public string ChooseWithZypper(RepositoryChannel channel) => Join(
        $"sudo zypper modifyrepo --enable {Section(channel)}",
        Install("sudo zypper install"));

    /// <summary>Removes the repository from apt.</summary>
    public string RemoveFromApt() => $"sudo apt-get purge {_names.DebPackage}";

    /// <summary>Removes the repository from dnf.</summary>
    public string RemoveFromDnf() => $"sudo dnf remove {_names.RpmPackage}";

    /// <summary>Removes the repository from zypper.</summary>
    public string RemoveFromZypper() => $"sudo zypper removerepo {string.Join(' ', input.Channels.Select(Section))}";

    /// <summary>Shows the fingerprints of the downloaded keys.</summary>
    public string ShowFingerprints() => $"gpg --show-keys --with-fingerprint {_names.Keys}";

    private string Section(RepositoryChannel channel) => _names.RepoSection(channel, input.DefaultChannel);

    private string Url(string name) => Quote(input.Address + name);

    private string Install(string command) => input.Products is [var product, ..] ? $"{command} {product}" : "";

    // A page is not wide enough for long commands in one line.
    private static string Continue(params string[] words) => string.Join(" \\\n" + Indentation, words);

    private static string Join(params string[] commands) => string.Join(" &&\n", commands.Where(command => command.Length > 0));
}
