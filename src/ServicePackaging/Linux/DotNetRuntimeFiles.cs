using System.Collections.Frozen;

namespace ServicePackaging.Linux;

/// <summary>The native files of .NET itself that a self-contained program contains.</summary>
internal static class DotNetRuntimeFiles
{
    // The runtime packs Microsoft.NETCore.App.Runtime.linux-* of .NET 8 to 10:
    // "native" in Microsoft.NETCore.App.deps.json, and libhostfxr.so.
    private static readonly FrozenSet<string> Names = new[]
    {
        "createdump",
        "libclrgc.so",
        "libclrgcexp.so",
        "libclrjit.so",
        "libcoreclr.so",
        "libcoreclrtraceptprovider.so",
        "libhostfxr.so",
        "libhostpolicy.so",
        "libmscordaccore.so",
        "libmscordbi.so",
        "libSystem.Globalization.Native.so",
        "libSystem.IO.Compression.Native.so",
        "libSystem.Native.so",
        "libSystem.Net.Security.Native.so",
        "libSystem.Security.Cryptography.Native.OpenSsl.so",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a file of the payload is one of them: they are in the directory of the program.</summary>
    /// <param name="path">The path in the payload.</param>
    public static bool Contain(string path) => Names.Contains(path);
}
