using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>The files at the root of the repository that users need before they can install packages.</summary>
internal static class BootstrapFiles
{
    /// <summary>Returns the writes of the files, the page last because it states the digest of another file.</summary>
    /// <param name="input">What the files contain. If the address is not known, only the keys are written.</param>
    /// <param name="deb">The Debian package of <see cref="KeyringDeb"/>, or null if the repository is not for apt.</param>
    /// <param name="rpm">The RPM package of <see cref="ReleaseRpm"/>, or null if the repository is not for dnf and zypper.</param>
    /// <exception cref="RepositoryException">A value of the input is not usable.</exception>
    public static IReadOnlyList<ContentWrite> Create(BootstrapInput input, byte[]? deb, byte[]? rpm)
    {
        var names = input.Check().Names;
        List<ContentWrite> writes = [Text(names.Keys, input.ArmoredKeys)];
        if (input.Identity.Url is null)
        {
            return writes;
        }

        if (deb is not null)
        {
            writes.Add(Pointer(names.Deb, deb));
            writes.Add(Text(names.Sources, AptSource.WithKeys(input)));
        }

        if (rpm is not null)
        {
            writes.Add(Pointer(names.Rpm, rpm));
            writes.Add(Text(names.Repo, RepoFile.ForZypper(input, input.Address + names.Keys)));
        }

        var digest = deb is null ? null : Convert.ToHexStringLower(SHA256.HashData(deb));
        writes.Add(Text(BootstrapNames.Page, new IndexPage(input, digest, hasRpm: rpm is not null).Render()));
        return writes;
    }

    private static ContentWrite Text(string path, string content) => Pointer(path, Encoding.UTF8.GetBytes(content));

    private static ContentWrite Pointer(string path, byte[] content) => new(path, WriteStage.Pointer, content);
}
