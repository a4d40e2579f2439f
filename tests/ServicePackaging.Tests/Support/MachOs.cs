using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Tests.Support;

/// <summary>Facts about programs for macOS.</summary>
internal static class MachOs
{
    /// <summary>For Apple's processors, signed by the .NET SDK.</summary>
    public static readonly MachOFile Arm64 = Thin(MachOFile.Arm64, isSigned: true);

    /// <summary>For Apple's processors, signed by nobody.</summary>
    public static readonly MachOFile UnsignedArm64 = Thin(MachOFile.Arm64, isSigned: false);

    /// <summary>For Apple's processors, changed after it was signed.</summary>
    public static readonly MachOFile ChangedArm64 = new() { IsUniversal = false, Slices = [Arm64.Slices[0] with { HasChangedPages = true }] };

    /// <summary>For Intel's processors, which need no signature.</summary>
    public static readonly MachOFile X64 = Thin(MachOFile.X64, isSigned: false);

    private static MachOFile Thin(uint processor, bool isSigned) =>
        new() { IsUniversal = false, Slices = [new(processor, 0, 0, 1) { HasCodeSignature = isSigned }] };
}
