namespace ServicePackaging.Msi.Schema;

/// <summary>How a component is installed and removed (Microsoft, "Component Table", Attributes).</summary>
[Flags]
internal enum MsiComponentAttributes
{
    /// <summary>A component whose key path is a file or its directory, installed on the machine itself.</summary>
    None = 0,

    /// <summary>The key path is a key of table Registry.</summary>
    RegistryKeyPath = 4,

    /// <summary>The installer counts the products that use the file, also those of other installers.</summary>
    SharedDllRefCount = 8,

    /// <summary>A removal of the product leaves the component.</summary>
    Permanent = 16,

    /// <summary>A reinstallation evaluates the condition again.</summary>
    Transitive = 64,

    /// <summary>An installation leaves the component as it is if its key path exists.</summary>
    NeverOverwrite = 128,

    /// <summary>The component uses the directories and the registry of 64-bit programs.</summary>
    Bits64 = 256,

    /// <summary>Windows does not reflect the component's registry keys between 32 and 64 bits.</summary>
    DisableRegistryReflection = 512,

    /// <summary>A patch that supersedes the one with this component removes it.</summary>
    UninstallOnSupersedence = 1024,

    /// <summary>The highest version stays if the product that installed it is removed and others use the component.</summary>
    Shared = 2048,
}
