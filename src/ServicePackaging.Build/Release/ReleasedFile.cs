namespace ServicePackaging.Build.Release;

/// <summary>A finished package of a release.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Format">The name of its format.</param>
/// <param name="Sha256">Its digest, in lower case hexadecimal.</param>
internal sealed record ReleasedFile(string Path, string Format, string Sha256)
{
    /// <summary>The file name.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Describes a package by what its build knows. The notarization may have added a ticket to the file since then.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="format">The name of its format.</param>
    /// <param name="size">Its size in bytes when it was written.</param>
    /// <param name="sha256">Its digest when it was written.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReleasedFile Create(string path, string format, long size, string sha256) =>
        new(path, format, new FileInfo(path).Length == size ? sha256 : DiskFile.Sha256(path));
}
