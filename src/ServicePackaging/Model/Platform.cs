namespace ServicePackaging.Model;

/// <summary>The platforms of the model; the names are the prefixes of platform-specific properties.</summary>
public enum Platform
{
    /// <summary>Linux with systemd.</summary>
    Linux,

    /// <summary>macOS with launchd.</summary>
    MacOS,

    /// <summary>Windows with the Service Control Manager.</summary>
    Windows,
}
