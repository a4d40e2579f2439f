using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi;

/// <summary>Rows for values of the machine's registry.</summary>
internal static class MsiRegistry
{
    /// <summary>A value that a component writes.</summary>
    /// <param name="component">The component.</param>
    /// <param name="key">The key in the registry.</param>
    /// <param name="name">The value's name.</param>
    /// <param name="value">The value, as a formatted text (Microsoft, "Registry Table", Value).</param>
    public static MsiRow Value(string component, string key, string name, string value) =>
        MsiTables.Registry.Row(MsiNames.Identifier("r", $@"{key}\{name}"), (int)MsiRegistryRoot.LocalMachine, key, name, value, component);

    /// <summary>A key that a removal deletes with everything in it.</summary>
    /// <param name="component">The component with which it is removed.</param>
    /// <param name="key">The key in the registry.</param>
    public static MsiRow KeyToRemove(string component, string key) => MsiTables.Registry.Row(
        MsiNames.Identifier("r", $@"{key}\{MsiRegistryNames.KeyItself}"), (int)MsiRegistryRoot.LocalMachine, key,
        MsiRegistryNames.KeyItself, MsiValue.Null, component);

    /// <summary>Looks for a value before the installation begins; a number is found with a # before it.</summary>
    /// <param name="product">The product that looks.</param>
    /// <param name="property">The property that is set to the value.</param>
    /// <param name="signature">The key of the search.</param>
    /// <param name="key">The key in the registry.</param>
    /// <param name="name">The value's name.</param>
    public static IReadOnlyList<MsiRow> Search(MsiProduct product, string property, string signature, string key, string name)
    {
        var type = MsiRegistryLocatorTypes.RawValue | (product.Is64Bit ? MsiRegistryLocatorTypes.Bits64 : default);
        return
        [
            MsiTables.RegLocator.Row(signature, (int)MsiRegistryRoot.LocalMachine, key, name, (int)type),
            MsiTables.AppSearch.Row(property, signature),
        ];
    }
}
