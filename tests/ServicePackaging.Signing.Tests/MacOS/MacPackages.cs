using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;

namespace ServicePackaging.Signing.Tests.MacOS;

/// <summary>Packages to sign.</summary>
internal static class MacPackages
{
    private const UnixFileMode Mode0755 = (UnixFileMode)0x1ED;

    /// <summary>A package with a program, a script and resources.</summary>
    public static byte[] Sample(MacPackageDigest digest = MacPackageDigest.Sha1)
    {
        using var stream = new MemoryStream();
        MacPackageWriter.Write(
            new MacPackage
            {
                Identifier = "org.example.orders",
                Version = "1.2.3",
                Digest = digest,
                Entries =
                [
                    new DirectoryEntry("/opt", Mode0755, "root", "wheel"),
                    new FileEntry("/opt/empty", Mode0755, "root", "wheel", FileContent.FromText("")),
                    new FileEntry("/opt/orders", Mode0755, "root", "wheel", FileContent.FromText("#!/bin/sh\nexit 0\n")),
                ],
                Scripts = [new("postinstall", FileContent.FromText("#!/bin/sh\nexit 0\n"))],
                Resources = [new(MacResourceKind.License, "LICENSE.txt", FileContent.FromText("MIT\n"), "en")],
                Distribution = new MacDistribution { Title = "Örders" },
                Timestamp = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            },
            stream,
            CancellationToken.None);
        return stream.ToArray();
    }
}
