using ServicePackaging.Formats.Deb;
using ServicePackaging.Repositories.Apt;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>The configuration of apt (sources.list(5), the deb822 form).</summary>
internal static class AptSource
{
    /// <summary>Returns the configuration for systems that have the keys in a file.</summary>
    public static string WithKeyFile(BootstrapInput input, string path) => Render(input, path);

    /// <summary>Returns the configuration with the keys in it, which apt reads from 2.3.10 on.</summary>
    public static string WithKeys(BootstrapInput input) => Render(input, "\n" + input.ArmoredKeys.TrimEnd('\n'));

    // It does not depend on the list of channels: the file is a conffile, and dpkg asks those who changed it whenever it differs.
    private static string Render(BootstrapInput input, string signedBy) => ControlText.Render(
    [
        new ControlField("Types", "deb"),
        new ControlField("URIs", $"{input.Address}{RepositoryPaths.Deb}"),
        new ControlField("Suites", input.DefaultChannel.Name),
        new ControlField("Components", "main"),
        new ControlField("Signed-By", signedBy),
    ]);
}
