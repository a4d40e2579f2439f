using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Deb;

/// <summary>Checks the rules of <see cref="DebPackage"/> on which <see cref="DebWriter"/> relies.</summary>
internal static class DebPackageValidator
{
    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the field or path.</exception>
    public static void Validate(DebPackage package)
    {
        ControlParagraphWriter.Validate(package.Control);
        PackageEntryValidator.Validate(package.Entries);
        foreach (var file in package.Entries.OfType<FileEntry>())
        {
            // dpkg removes white space at both ends of a line of conffiles.
            if (file.IsConfiguration && char.IsWhiteSpace(file.Path[^1]))
            {
                throw new ArgumentException(
                    $"The configuration file '{file.Path}' ends with white space, which dpkg's list of conffiles cannot represent.");
            }
        }

        if (package.Timestamp < DateTimeOffset.UnixEpoch || package.Timestamp.ToUnixTimeSeconds() >= TarFormat.FirstBinarySize)
        {
            throw new ArgumentException($"The timestamp {package.Timestamp:O} is outside the range of tar, which is 1970 to 2242.");
        }
    }
}
