using System.Security.Cryptography;
using ServicePackaging.Formats.Checksums;
using ServicePackaging.Model;

namespace ServicePackaging.Sbom;

/// <summary>What a package consists of. It depends only on what was packaged: the formats of one publish have the same bill.</summary>
/// <param name="Service">The package of the service.</param>
/// <param name="Components">Everything else, in the order of the identifiers.</param>
/// <param name="Time">The time of everything in the package.</param>
internal sealed record BillOfMaterials(BillComponent Service, IReadOnlyList<BillComponent> Components, DateTimeOffset Time)
{
    /// <summary>The program that creates the bill.</summary>
    public const string Tool = "ServicePackaging.Sdk";

    // A random GUID: it distinguishes serial numbers of bills from other GUIDs that are created from names.
    private static readonly Guid SerialNumbers = new("6f0f7a1e-61a9-4e0f-9b43-0c6d5fcb6a52");

    /// <summary>The address of the service's website, or null.</summary>
    public Uri? Website { get; private init; }

    /// <summary>The service in one line.</summary>
    public string Summary { get; private init; } = "";

    /// <summary>The serial number: equal bills have equal ones.</summary>
    public Guid SerialNumber { get; private init; }

    /// <summary>Creates the bill of a package.</summary>
    /// <param name="identity">The package.</param>
    /// <param name="materials">What the program was built from.</param>
    /// <param name="files">The native files of the payload.</param>
    /// <param name="time">The time of everything in the package.</param>
    public static BillOfMaterials Create(
        PackageIdentity identity, ProjectMaterials materials, IReadOnlyList<NativeFile> files, DateTimeOffset time)
    {
        var composer = new BillComposer(materials, files);
        var bill = new BillOfMaterials(composer.Service(identity), composer.Components(), time)
        {
            Website = identity.Homepage,
            Summary = identity.Summary,
        };
        var digest = SHA256.HashData(CycloneDxDocument.Render(bill).Span);
        return bill with { SerialNumber = NameBasedGuid.Create(SerialNumbers, digest) };
    }

    /// <summary>The bill in all formats.</summary>
    public IReadOnlyList<SbomDocument> Render() =>
    [
        new(SbomDocument.CycloneDx, CycloneDxDocument.Render(this)),
        new(SbomDocument.Spdx, SpdxDocument.Render(this)),
    ];
}
