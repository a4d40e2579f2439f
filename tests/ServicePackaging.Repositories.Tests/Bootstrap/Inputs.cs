using System.Buffers;
using ServicePackaging.Repositories.Bootstrap;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Repositories.Tests.Bootstrap;

/// <summary>Repositories of a vendor, and the keys that sign them.</summary>
internal static class Inputs
{
    public static readonly DateTimeOffset Time = new(2026, 11, 3, 14, 5, 6, TimeSpan.Zero);

    /// <summary>The key of the repository.</summary>
    public static IOpenPgpSigner Current { get; } = Publisher.Open("throwaway-rsa.asc");

    /// <summary>The key that signed it before.</summary>
    public static IOpenPgpSigner Former { get; } = Publisher.Open("throwaway-ed25519.asc");

    /// <summary>A repository with two channels and two keys.</summary>
    public static BootstrapInput Acme { get; } = new()
    {
        Identity = new("acme", "Acme Corporation", "Acme", new Uri("https://packages.example.com/linux/")),
        Channels = [RepositoryChannel.Stable, new("beta")],
        Keys = [RepositoryKey.Read(Current.PublicKey!), RepositoryKey.Read(Former.PublicKey!)],
        Maintainer = "Acme packages <packages@example.com>",
        Products = ["acme-worker", "acme-relay"],
        Version = 3,
        Time = Time,
    };

    /// <summary>Texts that are markup, variables, quotes or section headers elsewhere.</summary>
    public static BootstrapInput Hostile { get; } = Acme with
    {
        Identity = new(
            "acme",
            "\"><script>alert(1)</script> [beta] & 'Söhne' $(id) `id` %s ${x} {0} {{x}} #c ;c",
            "</title></style>-->'\"<img src=x onerror=alert(2)>\\",
            new Uri("https://packages.example.com/it's&$(id);x/")),
        Maintainer = "\"O'Neil\" & $(id) {0} <o@example.com>",
    };

    public static byte[] Deb(BootstrapInput input)
    {
        using var output = new MemoryStream();
        KeyringDeb.Write(input, output, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    public static byte[] Rpm(BootstrapInput input)
    {
        using var output = new MemoryStream();
        ReleaseRpm.Write(input, Current, output, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    /// <summary>The files at the root of the repository, by their names.</summary>
    public static Dictionary<string, byte[]> Files(BootstrapInput input) =>
        BootstrapFiles.Create(input, Deb(input), Rpm(input)).ToDictionary(write => write.Path, write => write.Content.ToArray());
}
