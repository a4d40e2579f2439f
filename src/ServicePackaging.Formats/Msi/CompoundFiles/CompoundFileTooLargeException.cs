using System.Globalization;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>A compound file would become longer than its version 3 can be.</summary>
/// <param name="length">The length in bytes that it would have at the least.</param>
internal sealed class CompoundFileTooLargeException(long length) : IOException(string.Create(
    CultureInfo.InvariantCulture,
    $"The compound file would be at least {length} bytes long; an .msi stays below {CompoundFileFormat.LengthLimit} bytes (2 GiB)."))
{
    /// <summary>The length in bytes that the file would have at the least.</summary>
    public long Length { get; } = length;
}
