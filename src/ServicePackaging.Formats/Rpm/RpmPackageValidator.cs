using System.Buffers;
using System.Text;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Checks the rules of <see cref="RpmPackage"/> on which <see cref="RpmWriter"/> relies.</summary>
internal static class RpmPackageValidator
{
    // A cpio name has a leading dot and a terminating NUL.
    private const int MaxPathLength = CpioFormat.MaxNameLength - 2;

    // Linux's NAME_MAX. Except for directories, rpm unpacks to a name that is nine bytes longer (rpm, lib/fsm.cc: fsmOpen's suffix).
    private const int MaxDirectoryNameLength = 255;
    private const int MaxFileNameLength = MaxDirectoryNameLength - 9;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-");

    private static readonly SearchValues<char> VersionCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+~^");

    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the field or path.</exception>
    public static void Validate(RpmPackage package)
    {
        ValidateIdentity(package);
        ValidateTexts(package);
        ValidateTime(package.Timestamp, "timestamp");
        PackageEntryValidator.Validate(package.Files.Select(file => file.Entry), ParentRule.Optional);
        foreach (var file in package.Files)
        {
            ValidateFile(package, file);
        }

        ValidateScriptlets(package);
        ValidateFileTrigger(package.FileTrigger);
        ValidateRelations(package);
        ValidateChangelog(package);
        ValidateExtraTags(package);
    }

    private static void ValidateIdentity(RpmPackage package)
    {
        var name = package.Name.AsSpan();
        if (name.IsEmpty || name[0] is '.' or '+' or '-' || name.ContainsAnyExcept(NameCharacters))
        {
            throw Broken("name", package.Name, "it must consist of letters, digits and '._+-', and start with a letter, a digit or '_'");
        }

        foreach (var (field, value) in new[] { ("version", package.Version), ("release", package.Release) })
        {
            if (value.Length == 0 || value.AsSpan().ContainsAnyExcept(VersionCharacters))
            {
                throw Broken(field, value, "it must consist of letters, digits and '._+~^'");
            }
        }

        if (RpmArchitecture.Find(package.Architecture) is null)
        {
            throw Broken("architecture", package.Architecture, "it is not a supported architecture of rpm");
        }
    }

    private static void ValidateTexts(RpmPackage package)
    {
        (string Field, string? Text)[] lines =
        [
            ("summary", package.Summary), ("license", package.License), ("group", package.Group), ("url", package.Url),
            ("vendor", package.Vendor), ("packager", package.Packager), ("distribution", package.Distribution),
        ];
        foreach (var (field, text) in lines)
        {
            ValidateText(field, text ?? "-", isLine: true);
        }

        ValidateText("description", package.Description, isLine: false);
    }

    private static void ValidateFile(RpmPackage package, RpmFile file)
    {
        var path = file.Entry.Path;
        if (Encoding.UTF8.GetByteCount(path) > MaxPathLength)
        {
            throw Broken("file", path, $"a path must have at most {MaxPathLength} bytes");
        }

        var maxNameLength = file.Entry is DirectoryEntry ? MaxDirectoryNameLength : MaxFileNameLength;
        if (Encoding.UTF8.GetByteCount(path.AsSpan(path.LastIndexOf('/') + 1)) > maxNameLength)
        {
            throw Broken("file", path, $"rpm cannot unpack a name of more than {maxNameLength} bytes");
        }

        if (file.EffectiveFlags.HasFlag(RpmFileAttributes.NoReplace) && !file.EffectiveFlags.HasFlag(RpmFileAttributes.Config))
        {
            throw Broken("file", path, "NoReplace requires Config");
        }

        if (file.Provides.FirstOrDefault(provide => !package.Relations.Contains(provide)) is { } unknown)
        {
            throw Broken("file", path, $"it causes '{unknown.Name}', which is not in the package's relations");
        }

        if (file.Provides.Any(provide => provide.Kind != RpmRelationKind.Provides))
        {
            throw Broken("file", path, "it causes a relation that is not a provide");
        }
    }

    private static void ValidateRelations(RpmPackage package)
    {
        foreach (var relation in package.Relations)
        {
            ValidateText("relation", relation.Name, isLine: true);
            var compares = (relation.Sense & RpmRelation.Comparison) != RpmSense.None;
            var isVersion = relation.Version.Length > 0 && !relation.Version.AsSpan().ContainsAnyExceptInRange('!', '~');
            if (compares != isVersion || (!compares && relation.Version.Length > 0))
            {
                throw Broken("relation", relation.Name, "it must have a comparison and a version without white space, or neither");
            }
        }

        if (!RpmImpliedRelations.Complete(package).Relations.SequenceEqual(package.Relations))
        {
            const string Remedy = $"{nameof(RpmImpliedRelations)}.{nameof(RpmImpliedRelations.Complete)}";
            throw new ArgumentException($"The package's relations are not complete, sorted and unique; use {Remedy}.");
        }
    }

    private static void ValidateScriptlets(RpmPackage package)
    {
        foreach (var (kind, scriptlet) in package.Scriptlets)
        {
            ValidateText($"{kind} scriptlet", scriptlet.Text, isLine: false, mayBeEmpty: true);
            if (scriptlet.Interpreter is not [{ Length: > 0 } program, ..] || (program[0] != '/' && program != RpmFormat.Lua))
            {
                throw Broken($"{kind} scriptlet", scriptlet.Text, $"its interpreter must be an absolute path or {RpmFormat.Lua}");
            }

            foreach (var word in scriptlet.Interpreter)
            {
                ValidateText($"{kind} scriptlet's interpreter", word, isLine: true);
            }
        }
    }

    private static void ValidateFileTrigger(RpmFileTrigger? trigger)
    {
        if (trigger is null)
        {
            return;
        }

        ValidateText("file trigger", trigger.Text, isLine: false);
        if (trigger.Prefixes.Count == 0)
        {
            throw Broken("file trigger", trigger.Text, "it must have at least one directory");
        }

        foreach (var prefix in trigger.Prefixes)
        {
            ValidateText("directory of the file trigger", prefix, isLine: true);
            if (prefix[0] != '/')
            {
                throw Broken("directory of the file trigger", prefix, "it must be an absolute path");
            }
        }
    }

    private static void ValidateChangelog(RpmPackage package)
    {
        var previous = DateTimeOffset.MaxValue;
        foreach (var change in package.Changelog)
        {
            ValidateText("changelog's author", change.Author, isLine: true);
            ValidateText("changelog", change.Text, isLine: false);
            ValidateTime(change.Time, "changelog");
            if (change.Time > previous)
            {
                throw Broken("changelog", change.Author, "the newest change must come first");
            }

            previous = change.Time;
        }
    }

    private static void ValidateExtraTags(RpmPackage package)
    {
        if (package.ExtraTags.Count == 0)
        {
            return;
        }

        var nothing = new RpmPayload("", "", 0, 0, [.. package.Files.Select(_ => "")]);
        var written = RpmMainHeader.Describe(package, nothing, isLarge: false).Tags
            .Append((int)RpmTag.LongSize).Append((int)RpmTag.LongFileSizes).ToHashSet();
        foreach (var (tag, value) in package.ExtraTags)
        {
            var field = $"tag {tag}";
            if (tag <= (int)RpmTag.HeaderI18nTable || written.Contains(tag))
            {
                throw Broken(field, "", "it is not allowed as an extra tag, or the writer sets it");
            }

            if (ValueFault(value) is { } fault)
            {
                throw Broken(field, "", fault);
            }
        }
    }

    private static string? ValueFault(RpmValue value)
    {
        var fits = (value, value.Type) switch
        {
            (RpmNumbers { Values: var numbers }, RpmType.Number16 or RpmType.Number32 or RpmType.Number64) =>
                numbers.All(number => number <= ulong.MaxValue >> (64 - (8 * RpmFormat.WidthOf(value.Type)))),
            (RpmTexts { Values: var texts }, RpmType.Text or RpmType.TextArray or RpmType.LocalisedText) =>
                texts.All(text => TextFault(text, isLine: false) is null) && (value.Type == RpmType.TextArray || texts.Count == 1),
            (RpmBytes, RpmType.Bytes or RpmType.Number8 or RpmType.Character) => true,
            _ => false,
        };
        return value.Count == 0 || !fits ? "its value is empty, or does not match its type" : null;
    }

    private static void ValidateTime(DateTimeOffset time, string field)
    {
        if (time.ToUnixTimeSeconds() is < 0 or > uint.MaxValue)
        {
            throw Broken(field, $"{time:O}", "it must be from 1970 to 2106");
        }
    }

    private static void ValidateText(string field, string text, bool isLine, bool mayBeEmpty = false)
    {
        if ((text.Length == 0 && !mayBeEmpty) || TextFault(text, isLine) is not null)
        {
            throw Broken(field, text, TextFault(text, isLine) ?? "it is empty");
        }
    }

    private static string? TextFault(string text, bool isLine)
    {
        if (isLine && text.AsSpan().ContainsAny('\n', '\r'))
        {
            return "it must be one line";
        }

        return text.Contains('\0') || PackageEntryValidator.Utf8Length(text) is null ? "it must be Unicode text without NUL" : null;
    }

    private static ArgumentException Broken(string field, string value, string fault) =>
        new($"The package's {field} '{value.ReplaceLineEndings("\\n")}' cannot be written: {fault}.");
}
