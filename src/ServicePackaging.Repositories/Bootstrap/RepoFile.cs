using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>The configuration of dnf (dnf.conf(5)) and zypper, with a section for each channel.</summary>
internal static class RepoFile
{
    /// <summary>Returns the configuration.</summary>
    /// <param name="input">What the repository is called, and its channels.</param>
    /// <param name="keys">The address of the keys.</param>
    public static string Render(BootstrapInput input, string keys) =>
        string.Join('\n', input.OptionalChannels.Prepend(input.DefaultChannel).Select(channel => Section(input, channel, keys)));

    // metadata_expire is for dnf, which waits 48 hours otherwise, and autorefresh for zypper, which does not look for updates otherwise.
    private static string Section(BootstrapInput input, RepositoryChannel channel, string keys) =>
        $"""
        [{input.Names.RepoSection(channel, input.DefaultChannel)}]
        name={input.Identity.Label} ({channel.Name})
        mirrorlist={input.Address}{RepositoryPaths.RpmChannel(channel)}/mirrorlist
        enabled={(channel == input.DefaultChannel ? "1" : "0")}
        gpgcheck=1
        repo_gpgcheck=1
        gpgkey={keys}
        metadata_expire=6h
        autorefresh=1

        """.ReplaceLineEndings("\n");
}
