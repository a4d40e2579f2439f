using System.Globalization;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>The exception that is thrown if a compound file would be too large for version 3.</summary>
/// <param name="length">The minimum length that it would have, in bytes.</param>
internal sealed class CompoundFileTooLargeException(long length) : IOException(string.Create(
    CultureInfo.InvariantCulture,
    $"The compound file would have at least {length} bytes; an .msi must have less than {CompoundFileFormat.LengthLimit} (2 GiB)."))
{
    /// <summary>The minimum length that the file would have, in bytes.</summary>
    public long Length { get; } = length;
}
