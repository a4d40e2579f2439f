namespace ServicePackaging.Msi.Schema;

/// <summary>Names in table Registry with a meaning of their own (Microsoft, "Registry Table", Name).</summary>
internal static class MsiRegistryNames
{
    /// <summary>Without a value: a removal deletes the key with everything in it.</summary>
    public const string KeyItself = "-";
}
