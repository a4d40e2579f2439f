using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Checks the rules of <see cref="MacPackage"/> on which <see cref="MacPackageWriter"/> relies.</summary>
internal static class MacPackageValidator
{
    private const int MaxIdentifierLength = 255;
    private const int MaxLanguageLength = 64;

    // sys/syslimits.h: NAME_MAX, and PATH_MAX without the NUL.
    private const int MaxNameLength = 255;
    private const int MaxPathLength = 1023;

    // Inodes have six octal digits. The root and the end mark take one each.
    private const int MaxEntries = OdcFormat.MaxShort - 1;

    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the path or field.</exception>
    public static void Validate(MacPackage package)
    {
        ValidateNames(package);
        ValidateEntries(package);
        ValidateScripts(package.Scripts);
        ValidateResources(package.Resources);
        ValidateDistribution(package.Distribution);
        if (package.Compression is not (CompressionKind.Gzip or CompressionKind.None))
        {
            throw new ArgumentException(
                $"A macOS package's payload must be compressed with gzip or not at all, but not with {package.Compression}.");
        }

        Require(
            Enum.IsDefined(package.Digest) && Enum.IsDefined(package.PostinstallAction), "The digest or the action is undefined.");
        if (package.Timestamp < DateTimeOffset.UnixEpoch || package.Timestamp.ToUnixTimeSeconds() > uint.MaxValue)
        {
            throw new ArgumentException($"The timestamp {package.Timestamp:O} is outside the range 1970 to 2106 of bills of materials.");
        }
    }

    private static void ValidateNames(MacPackage package)
    {
        if (package.Identifier.Length is 0 or > MaxIdentifierLength
            || package.Identifier.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')))
        {
            throw new ArgumentException(
                $"The identifier '{package.Identifier}' must be 1 to {MaxIdentifierLength} letters, digits, dots, dashes and underscores.");
        }

        Require(IsLine(package.Version), $"The version '{package.Version}' is empty, or contains characters that a line of XML cannot.");
        var component = package.ComponentName ?? package.Identifier + MacPackageFormat.ComponentExtension;
        if (!IsFileName(component) || !component.EndsWith(MacPackageFormat.ComponentExtension, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The component's name '{component}' is not a file name that ends with .pkg.");
        }

        var location = package.InstallLocation;
        Require(
            location == "/"
            || (IsLine(location) && location[0] == '/' && location[1..].Split('/').All(name => name is not ("" or "." or ".."))),
            $"The install location '{location}' is not an absolute and normalised path.");
    }

    private static void ValidateEntries(MacPackage package)
    {
        PackageEntryValidator.Validate(package.Entries);
        Require(
            package.Entries.Count <= MaxEntries, $"A macOS package has at most {MaxEntries} entries, not {package.Entries.Count}.");
        Require(package.Root.Path == "/", "The root of a macOS package must have the path '/', which means the install location.");
        ValidateOwner(package.Root);
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var prefixLength = package.InstallLocation == "/" ? 0 : Encoding.UTF8.GetByteCount(package.InstallLocation);
        foreach (var entry in package.Entries)
        {
            ValidateOwner(entry);
            if (FaultOf(entry, prefixLength) is { } fault)
            {
                throw Broken(entry, fault);
            }

            if (!paths.Add(entry.Path))
            {
                throw Broken(entry, "another path differs from it only in case, and macOS treats both as the same");
            }
        }
    }

    private static string? FaultOf(PackageEntry entry, int prefixLength)
    {
        var name = entry.Path[(entry.Path.LastIndexOf('/') + 1)..];
        if (name.StartsWith(MacPackageFormat.AppleDoublePrefix, StringComparison.Ordinal))
        {
            return "macOS treats a file with a name that starts with '._' as the attributes of another file";
        }

        if (Encoding.UTF8.GetByteCount(name) > MaxNameLength || prefixLength + Encoding.UTF8.GetByteCount(entry.Path) > MaxPathLength)
        {
            return $"macOS supports names of up to {MaxNameLength} bytes and paths of up to {MaxPathLength}";
        }

        return entry switch
        {
            FileEntry { IsConfiguration: true } => "the Installer does not support configuration files: each installation overwrites them",
            FileEntry { Content.Length: > OdcFormat.MaxLong } => "the format of the payload supports only files smaller than 8 GiB",
            _ => null,
        };
    }

    private static void ValidateOwner(PackageEntry entry)
    {
        if (!MacPackageFormat.Users.ContainsKey(entry.Owner) || !MacPackageFormat.Groups.ContainsKey(entry.Group))
        {
            throw Broken(
                entry,
                $"the IDs of {entry.Owner}:{entry.Group} differ between Macs; supported are the users "
                + $"{string.Join(", ", MacPackageFormat.Users.Keys)} and the groups {string.Join(", ", MacPackageFormat.Groups.Keys)}");
        }
    }

    private static void ValidateScripts(IReadOnlyList<MacPackageScript> scripts)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, content) in scripts)
        {
            Require(IsFileName(name) && names.Add(name), $"The script '{name}' does not have a unique file name.");
            Require(
                !MacPackageFormat.RunScripts.Contains(name) || NamesInterpreter(content),
                $"The script '{name}' does not start with #! and its interpreter.");
        }
    }

    private static bool NamesInterpreter(FileContent script)
    {
        Span<byte> start = stackalloc byte[2];
        using var content = script.Open();
        return content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("#!"u8);
    }

    private static void ValidateResources(IReadOnlyList<MacPackageResource> resources)
    {
        var places = new HashSet<(string?, string)>();
        foreach (var resource in resources)
        {
            Require(
                IsFileName(resource.Name) && !resource.Name.EndsWith(MacPackageFormat.LanguageExtension, StringComparison.OrdinalIgnoreCase)
                && (resource.Language ?? "en") is { Length: > 0 and <= MaxLanguageLength } language
                && language.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                && resources.All(other => other.Language == resource.Language
                    || !string.Equals(other.Language, resource.Language, StringComparison.OrdinalIgnoreCase)),
                $"The resource '{resource.Name}' does not have a file name and a language code that are always spelled alike.");
            Require(
                places.Add((resource.Language, resource.Name.ToUpperInvariant())),
                $"The resource '{resource.Name}' exists twice in one language.");
            if (resource.Kind == MacResourceKind.Other)
            {
                continue;
            }

            var type = MacPackageFormat.MediaTypes.GetValueOrDefault(Path.GetExtension(resource.Name)) ?? "";
            Require(
                type.StartsWith("text/", StringComparison.Ordinal) != (resource.Kind == MacResourceKind.Background) && type.Length > 0,
                $"The resource '{resource.Name}' does not have the extension of a file that the Installer can show as {resource.Kind}.");
            Require(
                resources.All(other => other.Kind != resource.Kind || other.Name == resource.Name),
                $"The resource '{resource.Name}' is the {resource.Kind}, but has a different name in another language.");
        }
    }

    private static void ValidateDistribution(MacDistribution distribution)
    {
        Require(IsLine(distribution.Title), "The product's title is empty, or contains characters that a line of XML cannot.");
        Require(
            (distribution.HostArchitectures & ~MacArchitectures.Universal) == 0 && distribution.HostArchitectures != MacArchitectures.None,
            $"The architectures '{distribution.HostArchitectures}' are not supported by macOS.");
        Require(
            (distribution.Domains & ~(MacDomains.LocalSystem | MacDomains.CurrentUserHome | MacDomains.Anywhere)) == 0
            && distribution.Domains != MacDomains.None,
            $"The domains '{distribution.Domains}' are not valid for an installation.");
        Require(
            distribution.MinimumSystemVersion is null
            || distribution.MinimumSystemVersion.Split('.') is { Length: <= 3 } parts && parts.All(IsNumber),
            $"The macOS version '{distribution.MinimumSystemVersion}' must consist of one to three numbers, separated by dots.");
    }

    private static bool IsNumber(string text) => text.Length is > 0 and <= 4 && text.All(char.IsAsciiDigit);

    private static bool IsLine(string text) => !string.IsNullOrWhiteSpace(text) && XmlBytes.CanHold(text);

    private static bool IsFileName(string name) => IsLine(name) && name is not ("." or "..") && !name.AsSpan().ContainsAny('/', ':', '\\')
        && !name.StartsWith(MacPackageFormat.AppleDoublePrefix, StringComparison.Ordinal)
        && Encoding.UTF8.GetByteCount(name) <= MaxNameLength;

    private static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new ArgumentException(fault);
        }
    }

    private static ArgumentException Broken(PackageEntry entry, string fault) =>
        new($"The package entry '{entry.Path.Replace("\n", "\\n", StringComparison.Ordinal)}' cannot be packaged: {fault}.");
}
