using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>The configuration of dnf (dnf.conf(5)) and zypper, with a section for each channel.</summary>
internal static class RepoFile
{
    /// <summary>Returns the configuration for dnf, which finds each release by the list of mirrors.</summary>
    /// <param name="input">What the repository is called, and its channels.</param>
    /// <param name="keys">The address of the keys.</param>
    public static string ForDnf(BootstrapInput input, string keys) => Render(input, keys, _ => "");

    /// <summary>Returns the configuration for zypper, which also has the fixed address: libzypp 17.38 does not look for updates in a
    /// repository that has only a list of mirrors (measured with 17.38.16).</summary>
    /// <inheritdoc cref="ForDnf"/>
    public static string ForZypper(BootstrapInput input, string keys) =>
        Render(input, keys, channel => $"baseurl={input.Address}{RepositoryPaths.RpmChannel(channel)}/\n");

    private static string Render(BootstrapInput input, string keys, Func<RepositoryChannel, string> address) => string.Join(
        '\n',
        input.OptionalChannels.Prepend(input.DefaultChannel).Select(channel => Section(input, channel, keys, address(channel))));

    // metadata_expire is for dnf, which waits 48 hours otherwise, and autorefresh for zypper, which does not look for updates otherwise.
    private static string Section(BootstrapInput input, RepositoryChannel channel, string keys, string address) =>
        $"""
        [{input.Names.RepoSection(channel, input.DefaultChannel)}]
        name={input.Identity.Label} ({channel.Name})
        {address}mirrorlist={input.Address}{RepositoryPaths.RpmChannel(channel)}/mirrorlist
        enabled={(channel == input.DefaultChannel ? "1" : "0")}
        gpgcheck=1
        repo_gpgcheck=1
        gpgkey={keys}
        metadata_expire=6h
        autorefresh=1

        """.ReplaceLineEndings("\n");
}
