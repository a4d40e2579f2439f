namespace ServicePackaging.Model;

/// <summary>The account a service runs as.</summary>
/// <param name="User">The user's name in the form that the platform's service manager expects.</param>
/// <param name="Group">The primary group's name; empty on Windows, where a service has no group.</param>
public sealed record ServiceAccount(string User, string Group)
{
    /// <summary>The superuser, on platforms on which it has this name.</summary>
    public static readonly ServiceAccount Root = new("root", "root");

    /// <summary>Whether it is the superuser, which no package creates.</summary>
    public bool IsRoot => User == Root.User;
}
