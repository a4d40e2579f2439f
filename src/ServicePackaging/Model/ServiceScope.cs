namespace ServicePackaging.Model;

/// <summary>Whose service it is.</summary>
public enum ServiceScope
{
    /// <summary>The machine's.</summary>
    System,

    /// <summary>Each user's own.</summary>
    User,
}
