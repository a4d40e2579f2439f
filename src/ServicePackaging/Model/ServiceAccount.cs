namespace ServicePackaging.Model;

/// <summary>The account a service runs as.</summary>
/// <param name="User">The user's name, as the platform's service manager takes it.</param>
/// <param name="Group">The primary group's name; empty on Windows, where a service has none.</param>
public sealed record ServiceAccount(string User, string Group)
{
    /// <summary>The superuser, where there is one of that name.</summary>
    public static readonly ServiceAccount Root = new("root", "root");

    /// <summary>Whether it is the superuser, which no package creates.</summary>
    public bool IsRoot => User == Root.User;
}
