namespace ServicePackaging.Vocabulary;

/// <summary>What a property is about, which decides where it can be set.</summary>
internal enum PropertyScope
{
    /// <summary>The build: the property has an effect before there is a model.</summary>
    Build,

    /// <summary>The package.</summary>
    Package,

    /// <summary>The signatures. A platform's prefix (Linux, MacOS, Windows) may precede the name of those that every platform
    /// has.</summary>
    Signing,

    /// <summary>The files of a release beside its packages. Packages do not depend on it.</summary>
    Release,

    /// <summary>The service. A platform's prefix (Linux, MacOS, Windows) may precede the name.</summary>
    Service,

    /// <summary>The service, and each of its instances: <c>ServiceInstance</c> has metadata of that name
    /// without the prefix Service.</summary>
    Instance,
}
