namespace ServicePackaging.Sbom;

/// <summary>A native program or library of the payload.</summary>
/// <param name="Path">Its path in the payload, <c>/</c>-separated.</param>
/// <param name="Sha256">Its digest in lower case hexadecimal.</param>
internal sealed record NativeFile(string Path, string Sha256);
