using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>Files that only debuggers read.</summary>
internal static class DebugSymbols
{
    // Native AOT: Microsoft.NETCore.Native.Unix.targets (NativeSymbolExt). objcopy(1), --only-keep-debug, has the other name.
    private static readonly string[] Extensions = [".dbg", ".debug"];

    /// <summary>Whether a native file holds the debug symbols of another one. It has the same headers, but nothing to load.</summary>
    public static bool AreIn(PayloadFile file) => Extensions.Contains(Path.GetExtension(file.Path));
}
