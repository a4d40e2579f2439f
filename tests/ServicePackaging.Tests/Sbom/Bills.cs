using ServicePackaging.Model;
using ServicePackaging.Sbom;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Sbom;

/// <summary>Bills of materials for tests.</summary>
internal static class Bills
{
    public static readonly Material Library = new(MaterialKind.Package, "Some.Library", "1.2.0")
    {
        License = new(MaterialLicenseKind.Expression, "MIT"),
        Authors = "Ada",
        Sha512 = new string('a', 128),
        Dependencies = ["Other_Library", "Absent"],
        IsDirect = true,
    };

    /// <summary>One material of each kind, with each kind of license.</summary>
    public static readonly IReadOnlyList<Material> Materials =
    [
        new(MaterialKind.RuntimePack, "Microsoft.NETCore.App.Runtime.linux-x64", "10.0.1"),
        Library,
        new(MaterialKind.Package, "Other_Library", "2.0.0-rc.1") { License = new(MaterialLicenseKind.File, "LICENSE.txt") },
        new(MaterialKind.Package, "Other-Library", "2.0.0-rc.1") { License = new(MaterialLicenseKind.Address, "https://example.com/license") },
        new(MaterialKind.Package, "Analyzer", "3.0.0")
        {
            License = new(MaterialLicenseKind.Expression, "(LicenseRef-Own OR MIT)"),
            IsDirect = true,
            IsForDevelopment = true,
        },
        new(MaterialKind.Project, "Lib", "1.0.0") { Dependencies = ["some.library"], IsDirect = true },
    ];

    public static readonly IReadOnlyList<NativeFile> Files =
    [
        new("libclrjit.so", new string('b', 64)),
        new("Acme", new string('c', 64)),
        new("runtimes/libunknown.so", new string('d', 64)),
    ];

    public static readonly IReadOnlyDictionary<string, string> Origins = new Dictionary<string, string>
    {
        ["libclrjit.so"] = "Microsoft.NETCore.App.Runtime.linux-x64",
        ["runtimes/libunknown.so"] = "Not.In.The.List",
    };

    /// <summary>A bill with everything that a bill can have.</summary>
    public static BillOfMaterials Full => Create(Materials, Files);

    public static BillOfMaterials Create(IReadOnlyList<Material> materials, IReadOnlyList<NativeFile> files) => BillOfMaterials.Create(
        Identity, new ProjectMaterials(materials, Origins), files, Service.Timestamp);

    public static PackageIdentity Identity => new Service().Built(project => project with { License = "Apache-2.0", Homepage = "https://acme.example/a?b=c+d" })
        .Read().Definition.Package;
}
