namespace ServicePackaging.Model;

/// <summary>How strictly a service is sandboxed.</summary>
public enum ServiceHardening
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As strictly as possible for a JIT-compiled .NET service about which nothing else is known.</summary>
    Default,

    /// <summary>More strictly: some services need an exception.</summary>
    Strict,
}
