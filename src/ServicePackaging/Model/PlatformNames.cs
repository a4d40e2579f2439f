namespace ServicePackaging.Model;

/// <summary>The display names of platforms.</summary>
public static class PlatformNames
{
    /// <summary>The name as its maker writes it.</summary>
    public static string DisplayName(this Platform platform) => platform == Platform.MacOS ? "macOS" : platform.ToString();
}
