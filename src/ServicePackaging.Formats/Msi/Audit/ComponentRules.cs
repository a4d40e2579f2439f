using System.Globalization;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the tables Component, Feature and FeatureComponents, and of the bits of attributes in all tables.</summary>
internal static class ComponentRules
{
    private const int RegistryKeyPath = 4;
    private const int OdbcKeyPath = 32;
    private const int Bits64 = 256;
    private const int Permanent = 16;
    private const int MostFeatureDepth = 16;
    private const int LongestFeature = 38;
    private const int NeverOverwrite = 128;
    private const string RestOfList = "[~]";

    // Lists to which programs add entries.
    private static readonly string[] SharedLists = ["PATH", "PATHEXT", "PSMODULEPATH", "INCLUDE", "LIB", "LIBPATH", "CLASSPATH"];

    // Those of Windows itself.
    private static readonly string[] OfWindows =
    [
        "ALLUSERSPROFILE", "APPDATA", "COMPUTERNAME", "COMSPEC", "COMMONPROGRAMFILES", "DRIVERDATA", "HOMEDRIVE", "HOMEPATH",
        "LOCALAPPDATA", "NUMBER_OF_PROCESSORS", "OS", "PROCESSOR_ARCHITECTURE", "PROCESSOR_IDENTIFIER", "PROCESSOR_LEVEL",
        "PROCESSOR_REVISION", "PROGRAMDATA", "PROGRAMFILES",
        "PUBLIC", "SYSTEMDRIVE", "SYSTEMROOT", "TEMP", "TMP", "USERDOMAIN", "USERNAME", "USERPROFILE", "WINDIR",
    ];

    private static readonly string?[] FoldersOf32Bits = ["ProgramFilesFolder", "CommonFilesFolder", "SystemFolder"];
    private static readonly string?[] FoldersOf64Bits = ["ProgramFiles64Folder", "CommonFiles64Folder", "System64Folder"];

    // All bits that Microsoft's reference of the table defines.
    private static readonly (string Table, string Column, int Bits)[] Bits =
    [
        ("Component", "Attributes", 0xFFF),
        ("Feature", "Attributes", 0x3F),
        ("File", "Attributes", 0x7607),
        ("Upgrade", "Attributes", 0x707),
        ("ServiceControl", "Event", 0xBB),
        ("MsiServiceConfig", "Event", 7),
        ("MsiServiceConfigFailureActions", "Event", 7),
        ("RegLocator", "Type", 0x13),
        ("CustomAction", "Type", 0x3FFF),
        ("RemoveFile", "InstallMode", 3),
    ];

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("KeyPathOwn (ICE02)", KeyPathOwn),
        new("KeyPathFolder (ICE18)", KeyPathFolder),
        new("ComponentIds (ICE08)", ComponentIds),
        new("ComponentInFeature (ICE21)", InFeature),
        new("FeatureTree (ICE101)", FeatureTree),
        new("SystemFolderPermanent (ICE09)", SystemFolder),
        new("Bits64 (ICE80)", Bits64Agree),
        new("ReservedBits (ICE45)", ReservedBits),
        new("RegistryNames (ICE33)", RegistryNames),
        new("EnvironmentForm (ICE65)", EnvironmentForm),
        new("EnvironmentShared", EnvironmentShared),
        new("FeatureLevel", FeatureLevel),
        new("KeptFiles", KeptFiles),
        new("DeletedFiles", DeletedFiles),
    ];

    private static IEnumerable<string> KeyPathOwn(AuditedPackage package)
    {
        foreach (var component in package.Rows("Component"))
        {
            var table = component.HasBit("Attributes", RegistryKeyPath) ? "Registry"
                : component.HasBit("Attributes", OdbcKeyPath) ? "ODBCDataSource"
                : "File";
            if (component.Text("KeyPath") is { } key && package.Find(table, key)?.Text("Component_") != component.Text("Component"))
            {
                yield return $"{component}: the key path '{Quote.Shorten(key)}' is not one of its own rows in {table}.";
            }
        }
    }

    private static IEnumerable<string> KeyPathFolder(AuditedPackage package) =>
        from component in package.Rows("Component")
        where component.Text("KeyPath") is null && !package.Has("CreateFolder", $"{component.Text("Directory_")}.{component.Key}")
        select $"{component} has its directory as its key path, but the directory is not in CreateFolder.";

    private static IEnumerable<string> ComponentIds(AuditedPackage package) =>
        from same in package.Rows("Component")
            .Where(row => row.Text("ComponentId") is not null)
            .GroupBy(row => row.Text("ComponentId"), StringComparer.OrdinalIgnoreCase)
        where same.Count() > 1
        select $"{string.Join(" and ", same.Take(3))} have the same GUID, {Quote.Shorten(same.Key!)}.";

    private static IEnumerable<string> InFeature(AuditedPackage package)
    {
        var used = package.Values("FeatureComponents", 2);
        foreach (var component in package.Rows("Component").Where(component => !used.Contains(component.Key)))
        {
            yield return $"{component} is not in any feature.";
        }
    }

    private static IEnumerable<string> FeatureTree(AuditedPackage package)
    {
        foreach (var feature in package.Rows("Feature"))
        {
            AuditedRow? parent = feature;
            var depth = 0;
            while (parent?.Text("Feature_Parent") is { } name && depth <= MostFeatureDepth)
            {
                parent = package.Find("Feature", name);
                depth++;
            }

            if (feature.Key.Length > LongestFeature || depth > MostFeatureDepth)
            {
                yield return $"{feature} has a name longer than {LongestFeature} characters, is deeper than {MostFeatureDepth} features, "
                    + "or is its own ancestor.";
            }
        }
    }

    private static IEnumerable<string> SystemFolder(AuditedPackage package) =>
        from component in package.Rows("Component")
        where package.Directories.RootOf(component.TextOrEmpty("Directory_")) is "SystemFolder" or "System64Folder" or "System16Folder"
            && !component.HasBit("Attributes", Permanent)
        select $"{component} is in the system directory, from which an uninstallation would remove it.";

    private static IEnumerable<string> Bits64Agree(AuditedPackage package)
    {
        foreach (var component in package.Rows("Component"))
        {
            var is64Bit = component.HasBit("Attributes", Bits64);
            var root = package.Directories.RootOf(component.TextOrEmpty("Directory_"));
            if (is64Bit && !package.Is64Bit)
            {
                yield return $"{component} is 64-bit, but the summary's template has '{Quote.Shorten(package.Platform)}'.";
            }
            else if ((is64Bit ? FoldersOf32Bits : FoldersOf64Bits).Contains(root))
            {
                yield return $"{component} is {(is64Bit ? "" : "not ")}64-bit, but is in {root}.";
            }
        }

        foreach (var directory in package.Rows("Directory").Where(row => !package.Is64Bit && FoldersOf64Bits.Contains(row.Key)))
        {
            yield return $"{directory} is 64-bit, but the summary's template has '{Quote.Shorten(package.Platform)}'.";
        }
    }

    private static IEnumerable<string> ReservedBits(AuditedPackage package) =>
        from bits in Bits
        from row in package.Rows(bits.Table)
        where row.HasBit(bits.Column, ~bits.Bits)
        select $"{row}: {bits.Column} {row.Number(bits.Column)} has undefined bits.";

    // Registrations for which Windows Installer has tables must use these tables (Microsoft, "ICE33").
    private static IEnumerable<string> RegistryNames(AuditedPackage package)
    {
        foreach (var row in package.Rows("Registry"))
        {
            var key = row.TextOrEmpty("Key");
            if (row.Number("Root") == 0 && (key.StartsWith('.') || key.StartsWith(@"CLSID\", StringComparison.OrdinalIgnoreCase)))
            {
                yield return $"{row} registers a class or an extension, for which separate tables exist.";
            }
            else if (row.TextOrEmpty("Name") is "+" or "-" or "*" && row.Text("Value") is not null)
            {
                yield return $"{row} creates or removes a key, but has a value.";
            }
        }
    }

    // Microsoft, "Environment Table": = + - ! * before the name. A value may have [~] with a separator at one of its ends.
    private static IEnumerable<string> EnvironmentForm(AuditedPackage package)
    {
        foreach (var row in package.Rows("Environment"))
        {
            var prefix = row.TextOrEmpty("Name").TakeWhile(c => "=+-!*".Contains(c, StringComparison.Ordinal)).ToArray();
            var value = row.TextOrEmpty("Value");
            var isUnique = prefix.Distinct().Count() == prefix.Length
                && !(prefix.Contains('=') && prefix.Contains('+'))
                && !(prefix.Contains('-') && prefix.Contains('!'));
            var isList = value.Length > 3
                && value.StartsWith("[~]", StringComparison.Ordinal)
                && value.EndsWith("[~]", StringComparison.Ordinal);
            if (!isUnique || prefix.Length == row.TextOrEmpty("Name").Length || isList)
            {
                yield return $"{row}: '{Quote.Shorten(row.TextOrEmpty("Name"))}' is not a variable with a prefix, or its value is invalid.";
            }
        }
    }

    // Without the rest of the list, the row would replace what others have added, and an uninstallation would remove the variable.
    private static IEnumerable<string> EnvironmentShared(AuditedPackage package)
    {
        foreach (var row in package.Rows("Environment"))
        {
            var name = row.TextOrEmpty("Name").TrimStart('=', '+', '-', '!', '*').ToUpperInvariant();
            var value = row.TextOrEmpty("Value");
            var keepsRest = value.StartsWith(RestOfList + ";", StringComparison.Ordinal)
                || value.EndsWith(";" + RestOfList, StringComparison.Ordinal);
            var own = value.Replace(RestOfList, "", StringComparison.Ordinal).Trim(';');
            if (OfWindows.Contains(name) || (SharedLists.Contains(name) && (!keepsRest || own.Length == 0)))
            {
                yield return $"{row} replaces the variable {Quote.Shorten(name)} of others: its value is '{Quote.Shorten(value)}'.";
            }
            else if (SharedLists.Contains(name) && !row.TextOrEmpty("Name").Split(name[0])[0].Contains('-', StringComparison.Ordinal))
            {
                yield return $"{row} leaves its entry in {Quote.Shorten(name)} when the product is removed.";
            }
        }
    }

    // Features above the level of the installation, and those of level 0, are not installed.
    private static IEnumerable<string> FeatureLevel(AuditedPackage package)
    {
        var property = package.Property("INSTALLLEVEL");
        var limit = int.TryParse(property, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : 1;
        return from row in package.Rows("Feature")
               where row.Number("Level") is not > 0 || row.Number("Level") > limit
               select $"{row} has the level {row.Number("Level")} and is not installed: the level of the installation is {limit}.";
    }

    // What an uninstallation keeps belongs to the administrator, and so an upgrade must not overwrite it. A file with permissions of its
    // own belongs to the package.
    private static IEnumerable<string> KeptFiles(AuditedPackage package) =>
        from component in package.Rows("Component")
        where !component.HasBit("Attributes", RegistryKeyPath) && package.Has("File", component.Text("KeyPath"))
            && component.HasBit("Attributes", Permanent) != component.HasBit("Attributes", NeverOverwrite)
            && !(component.HasBit("Attributes", Permanent) && CommandRules.IsProtected(package, component.TextOrEmpty("KeyPath")))
        let fault = component.HasBit("Attributes", Permanent) ? "is kept, but overwritten" : "is never overwritten, but removed"
        select $"{component} has a file that {fault}.";

    private static IEnumerable<string> DeletedFiles(AuditedPackage package)
    {
        var kept = (from file in package.Rows("File")
                    let component = package.Find("Component", file.Text("Component_"))
                    where component is not null
                    let isKept = component.Value.HasBit("Attributes", Permanent | NeverOverwrite)
                    from name in file.TextOrEmpty("FileName").Split('|')
                    let isDefault = name.EndsWith(CommandRules.Default, StringComparison.OrdinalIgnoreCase)
                    where isKept || isDefault
                    let own = isDefault ? name[..^CommandRules.Default.Length] : name
                    select (Directory: component.Value.TextOrEmpty("Directory_"), Name: own.ToUpperInvariant())).ToHashSet();
        var directories = kept.Select(file => file.Directory).ToHashSet(StringComparer.Ordinal);
        return from row in package.Rows("RemoveFile")
               let pattern = row.Text("FileName")
               where pattern is not null
               let directory = row.TextOrEmpty("DirProperty")
               let names = pattern.ToUpperInvariant().Split('|')
               where names.Any(IsEverything) || package.Directories.RootOf(directory) is null or "CommonAppDataFolder"
                   || (directories.Contains(directory)
                       && names.Any(name => name.AsSpan().ContainsAny('*', '?') || kept.Contains((directory, name))))
               select $"{row} deletes '{Quote.Shorten(pattern)}' in {Quote.Shorten(directory)}, which may belong to the administrator.";
    }

    private static bool IsEverything(string pattern) => pattern.Trim('*', '?', '.').Length == 0;
}
