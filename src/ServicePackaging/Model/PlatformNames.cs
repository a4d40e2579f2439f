namespace ServicePackaging.Model;

/// <summary>The names of platforms for people.</summary>
public static class PlatformNames
{
    /// <summary>The name as its maker writes it.</summary>
    public static string DisplayName(this Platform platform) => platform == Platform.MacOS ? "macOS" : platform.ToString();
}
