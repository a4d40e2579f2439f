using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Deb;

/// <summary>What <see cref="DebPackage"/> promises and <see cref="DebWriter"/> relies on.</summary>
internal static class DebPackageValidator
{
    /// <exception cref="ArgumentException">The package breaks a rule; the message names the field or path.</exception>
    public static void Validate(DebPackage package)
    {
        ControlParagraphWriter.Validate(package.Control);
        PackageEntryValidator.Validate(package.Entries);
        foreach (var file in package.Entries.OfType<FileEntry>())
        {
            // dpkg trims white space from the ends of a line of conffiles.
            if (file.IsConfiguration && char.IsWhiteSpace(file.Path[^1]))
            {
                throw new ArgumentException(
                    $"The configuration file '{file.Path}' ends with white space, which dpkg's list of conffiles cannot say.");
            }
        }

        if (package.Timestamp < DateTimeOffset.UnixEpoch || package.Timestamp.ToUnixTimeSeconds() >= TarFormat.FirstBinarySize)
        {
            throw new ArgumentException($"The timestamp {package.Timestamp:O} is not one that tar can say: 1970 to 2242.");
        }
    }
}
