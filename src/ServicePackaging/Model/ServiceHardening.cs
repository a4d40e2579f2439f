namespace ServicePackaging.Model;

/// <summary>How far a service is fenced in.</summary>
public enum ServiceHardening
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As far as a JIT-compiled .NET service can be without knowing it.</summary>
    Default,

    /// <summary>Further: some services need an exception.</summary>
    Strict,
}
