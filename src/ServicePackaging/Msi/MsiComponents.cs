using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi;

/// <summary>The rows of components (Microsoft, "Component Table"). All components belong to the one feature.</summary>
internal static class MsiComponents
{
    /// <summary>The rows of a file or directory.</summary>
    public static IReadOnlyList<MsiRow> Of(MsiItem item, MsiProduct product, MsiTree tree)
    {
        var directory = tree[item.Directory];
        return item switch
        {
            MsiPlannedFile file =>
            [
                .. Component(
                    product, file, directory, file.IsKeeper ? MsiComponentAttributes.Permanent : MsiComponentAttributes.None, file.Key),
                .. Permissions(file, file.Key, MsiTables.File, file.SecurityDescriptor),
            ],
            MsiFolder folder =>
            [
                .. Component(product, folder, directory, MsiComponentAttributes.None, keyPath: null),
                MsiTables.CreateFolder.Row(directory, folder.Component),
                .. Permissions(folder, directory, MsiTables.CreateFolder, folder.SecurityDescriptor),
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(item), item, "neither a file nor a directory"),
        };
    }

    /// <summary>The rows of a component with a registry value of the machine as its key path.</summary>
    /// <param name="product">The product that the component belongs to.</param>
    /// <param name="component">Its key.</param>
    /// <param name="key">The key in the registry.</param>
    /// <param name="name">The value's name.</param>
    /// <param name="value">The value, as a formatted text.</param>
    /// <param name="condition">When it is installed, or null for always.</param>
    /// <param name="attributes">Attributes beside those that follow from the key path and the platform.</param>
    public static IReadOnlyList<MsiRow> OfRegistryValue(
        MsiProduct product, string component, string key, string name, string value, string? condition = null,
        MsiComponentAttributes attributes = MsiComponentAttributes.None)
    {
        var registry = MsiRegistry.Value(component, key, name, value);
        var code = product.ComponentCode($@"HKLM\{key}\{name}");
        var all = product.ComponentAttributes | MsiComponentAttributes.RegistryKeyPath | attributes;
        return [registry, .. Component(component, code, MsiNames.InstallFolder, all, condition, registry.Key)];
    }

    private static MsiRow[] Component(
        MsiProduct product, MsiItem item, string directory, MsiComponentAttributes attributes, string? keyPath) => Component(
        item.Component, product.ComponentCode(item.Path), directory, product.ComponentAttributes | attributes, condition: null, keyPath);

    private static MsiRow[] Component(
        string component, Guid code, string directory, MsiComponentAttributes attributes, string? condition, string? keyPath) =>
    [
        MsiTables.Component.Row(component, MsiProduct.Format(code), directory, (int)attributes, condition, keyPath),
        MsiTables.FeatureComponents.Row(MsiNames.Feature, component),
    ];

    private static MsiRow[] Permissions(MsiItem item, string key, MsiTable table, string? descriptor) => descriptor is null ? [] :
        [MsiTables.MsiLockPermissionsEx.Row(MsiNames.Identifier("p", item.Path), key, table.Name, descriptor, MsiValue.Null)];
}
