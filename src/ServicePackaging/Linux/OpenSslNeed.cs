using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>The releases of OpenSSL that .NET loads by name, the preferred one first.</summary>
internal static class OpenSslNeed
{
    // dotnet/runtime, opensslshim.c (OpenLibraryOnce); read from libSystem.Security.Cryptography.Native.OpenSsl.so of
    // Microsoft.NETCore.App.Runtime.linux-x64: 10.0.12 knows libssl.so.3 and .1.1, 11.0.0 libssl.so.4 too.
    private const int SinceFour = 11;

    /// <summary>The sonames of libssl, each with the Debian packages that contain it.</summary>
    public static IEnumerable<(string SoName, string DebianPackages)> Of(ProjectFacts project)
    {
        yield return ("libssl.so.3", SystemLibrary.DebianOpenSsl);
        if (project.TargetFrameworkMajor >= SinceFour)
        {
            yield return ("libssl.so.4", "libssl4");
        }

        yield return ("libssl.so.1.1", "libssl1.1");
    }
}
