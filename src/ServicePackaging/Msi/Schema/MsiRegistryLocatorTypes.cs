namespace ServicePackaging.Msi.Schema;

/// <summary>How a registry value is interpreted, and which registry is searched (Microsoft, "RegLocator Table", Type).</summary>
[Flags]
internal enum MsiRegistryLocatorTypes
{
    /// <summary>The value names a directory.</summary>
    Directory = 0,

    /// <summary>The value names a file.</summary>
    File = 1,

    /// <summary>The value is used as it is.</summary>
    RawValue = 2,

    /// <summary>The registry of 64-bit programs is searched.</summary>
    Bits64 = 16,
}
