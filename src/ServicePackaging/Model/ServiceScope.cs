namespace ServicePackaging.Model;

/// <summary>Whether a service belongs to the machine or to each user.</summary>
public enum ServiceScope
{
    /// <summary>A service of the machine.</summary>
    System,

    /// <summary>A service of each user.</summary>
    User,
}
