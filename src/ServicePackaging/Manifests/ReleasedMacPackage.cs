namespace ServicePackaging.Manifests;

/// <summary>A finished package of macOS.</summary>
/// <param name="FileName">Its file name.</param>
/// <param name="Sha256">Its digest, in lower case hexadecimal.</param>
/// <param name="Architecture">.NET's name of the processor, x64 or arm64; null for both.</param>
internal sealed record ReleasedMacPackage(string FileName, string Sha256, string? Architecture)
{
    /// <summary>The identifier of its receipt.</summary>
    public required string Identifier { get; init; }

    /// <summary>The labels of its launchd jobs.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The path of its uninstaller, or null.</summary>
    public string? Uninstaller { get; init; }

    /// <summary>The files and directories that are deleted with the user's data.</summary>
    public IReadOnlyList<string> PurgedPaths { get; init; } = [];

    /// <summary>The oldest version of macOS, or null.</summary>
    public Version? MinimumSystem { get; init; }
}
