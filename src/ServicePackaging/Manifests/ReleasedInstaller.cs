namespace ServicePackaging.Manifests;

/// <summary>A finished package of Windows Installer.</summary>
/// <param name="FileName">Its file name.</param>
/// <param name="Sha256">Its digest, in lower case hexadecimal.</param>
/// <param name="Architecture">.NET's name of the processors: x64, arm64 or x86.</param>
internal sealed record ReleasedInstaller(string FileName, string Sha256, string Architecture)
{
    /// <summary>.NET's and winget's name of 64-bit processors of Intel and AMD.</summary>
    public const string X64 = "x64";

    /// <summary>.NET's and winget's name of 32-bit processors of Intel and AMD.</summary>
    public const string X86 = "x86";

    /// <summary>.NET's and winget's name of 64-bit processors of Arm.</summary>
    public const string Arm64 = "arm64";

    /// <summary>The name in the list of installed programs.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The publisher in that list.</summary>
    public required string Publisher { get; init; }

    /// <summary>The version in that list.</summary>
    public required string Version { get; init; }

    /// <summary>The product code.</summary>
    public required string ProductCode { get; init; }

    /// <summary>The upgrade code.</summary>
    public required string UpgradeCode { get; init; }
}
