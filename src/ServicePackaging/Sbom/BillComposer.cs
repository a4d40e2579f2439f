using ServicePackaging.Model;

namespace ServicePackaging.Sbom;

/// <summary>Turns materials and files into components.</summary>
internal sealed class BillComposer
{
    private readonly ProjectMaterials _materials;
    private readonly Dictionary<string, Material> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, BillComponent> _files;

    /// <summary>Prepares the components.</summary>
    public BillComposer(ProjectMaterials materials, IReadOnlyList<NativeFile> files)
    {
        _materials = materials;
        foreach (var material in materials.Items)
        {
            _byName.TryAdd(material.Name, material);
        }

        _files = files.OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToLookup(OwnerOf, file => new BillComponent(ComponentKind.File, $"file:{file.Path}", file.Path)
            {
                Digest = new ComponentDigest(256, file.Sha256),
            });
    }

    /// <summary>Returns the component of the package itself, with the files that come from no other package.</summary>
    public BillComponent Service(PackageIdentity identity)
    {
        var version = identity.Version.ToNormalizedString();
        var url = PackageUrl.Of(PackageUrl.Generic, identity.Name, version);
        var direct = _materials.Items.Where(material => material.IsDirect || material.Kind == MaterialKind.RuntimePack);
        return new BillComponent(ComponentKind.Service, url, identity.Name)
        {
            Version = version,
            PackageUrl = url,
            License = identity.License.Length > 0 ? new(MaterialLicenseKind.Expression, identity.License)
                : identity.LicenseFile is { } file ? new(MaterialLicenseKind.File, file.Name)
                : null,
            Supplier = identity.Vendor,
            Dependencies = [.. direct.Select(IdOf).Distinct().Order(StringComparer.Ordinal)],
            Files = [.. _files[""]],
        };
    }

    /// <summary>Returns the components that the package was built from.</summary>
    public IReadOnlyList<BillComponent> Components() =>
        [.. _byName.Values.Select(Component).OrderBy(component => component.Id, StringComparer.Ordinal)];

    // A file of an unknown package belongs to the service.
    private string OwnerOf(NativeFile file) =>
        _materials.Origins.TryGetValue(file.Path, out var name) && _byName.TryGetValue(name, out var owner) ? owner.Name : "";

    private BillComponent Component(Material material)
    {
        var names = material.Dependencies.Select(_byName.GetValueOrDefault).OfType<Material>();
        return new BillComponent(KindOf(material), IdOf(material), material.Name)
        {
            Version = material.Version,
            PackageUrl = material.Kind == MaterialKind.Project ? null : IdOf(material),
            License = material.License,
            Supplier = material.Authors,
            Digest = material.Sha512.Length > 0 ? new ComponentDigest(512, material.Sha512) : null,
            IsForDevelopment = material.IsForDevelopment,
            Dependencies = [.. names.Select(IdOf).Order(StringComparer.Ordinal)],
            Files = [.. _files[material.Name]],
        };
    }

    private static ComponentKind KindOf(Material material) => material.Kind switch
    {
        MaterialKind.Project => ComponentKind.Project,
        MaterialKind.RuntimePack => ComponentKind.Runtime,
        _ => ComponentKind.Package,
    };

    private static string IdOf(Material material) => material.Kind == MaterialKind.Project
        ? $"project:{material.Name}@{material.Version}"
        : PackageUrl.Of(PackageUrl.NuGet, material.Name, material.Version);
}
