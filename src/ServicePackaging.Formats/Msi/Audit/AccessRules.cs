using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Rules of the security descriptors (Microsoft, "Security Descriptor String Format", "ACE Strings", "SID Strings").</summary>
internal static partial class AccessRules
{
    private const int ServiceSidType = 5;
    private const int AtInstallation = 1;
    private const int Everything = -1;

    // Everything but reading and executing: writing data and attributes, deleting, changing the owner and the permissions, and generic
    // rights.
    private const int Changing = 0x5 << 28 | 0x2000000 | 0x10000 | 0x40000 | 0x80000 | 0x2 | 0x4 | 0x10 | 0x40 | 0x100;

    private const string ServicePrefix = "S-1-5-80-";

    private static readonly string[] Machine = ["SY", "BA", "S-1-5-18", "S-1-5-32-544"];

    private static readonly Dictionary<string, int> Rights = new(StringComparer.Ordinal)
    {
        ["CC"] = 0x1,
        ["DC"] = 0x2,
        ["LC"] = 0x4,
        ["SW"] = 0x8,
        ["RP"] = 0x10,
        ["WP"] = 0x20,
        ["DT"] = 0x40,
        ["LO"] = 0x80,
        ["CR"] = 0x100,
        ["SD"] = 0x10000,
        ["RC"] = 0x20000,
        ["WD"] = 0x40000,
        ["WO"] = 0x80000,
        ["GA"] = 0x10000000,
        ["GX"] = 0x20000000,
        ["GW"] = 0x40000000,
        ["GR"] = int.MinValue,
        ["FA"] = 0x1F01FF,
        ["FR"] = 0x120089,
        ["FW"] = 0x120116,
        ["FX"] = 0x1200A0,
        ["KA"] = 0xF003F,
        ["KR"] = 0x20019,
        ["KW"] = 0x20006,
        ["KX"] = 0x20019,
    };

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("AccessProtected", Protected),
        new("AccessOwner", Owner),
        new("AccessChanging", ChangingRights),
        new("AccessOfService", OfService),
        new("AccessAlways", Always),
        new("AccessOfData", OfData),
    ];

    // A directory that inherits permissions has those of ProgramData, where every user may create files. Without a list, everybody may do
    // everything.
    private static IEnumerable<string> Protected(AuditedPackage package) =>
        from row in Rows(package)
        let list = Dacl().Match(row.TextOrEmpty("SDDLText"))
        where !list.Success || !list.Groups["flags"].Value.Contains('P', StringComparison.Ordinal)
            || list.Groups["flags"].Value.Contains("NO_ACCESS_CONTROL", StringComparison.Ordinal)
        select $"{row} inherits permissions, or has no list of them.";

    // An owner may change the permissions. Without a new owner, whoever created the directory before the installation stays it.
    private static IEnumerable<string> Owner(AuditedPackage package) =>
        from row in Rows(package)
        let owner = OwnerOf().Match(row.TextOrEmpty("SDDLText")).Groups["owner"].Value
        where !Machine.Contains(owner, StringComparer.OrdinalIgnoreCase)
        select $"{row} has the owner '{Quote.Shorten(owner)}', which is neither SYSTEM nor the administrators.";

    private static IEnumerable<string> ChangingRights(AuditedPackage package) =>
        from row in Rows(package)
        from entry in Entries(row)
        where !IsDenied(entry) && (RightsOf(entry.Rights) & Changing) != 0
            && !Machine.Contains(entry.Trustee, StringComparer.OrdinalIgnoreCase)
            && !entry.Trustee.StartsWith(ServicePrefix, StringComparison.OrdinalIgnoreCase)
        select $"{row} allows {Quote.Shorten(entry.Trustee)} to change the directory ({Quote.Shorten(entry.Rights)}).";

    // The process has the SID only if the service is configured to have it.
    private static IEnumerable<string> OfService(AuditedPackage package)
    {
        var services = package.Rows("ServiceInstall").Select(row => Plain(row.TextOrEmpty("Name"))).ToLookup(SidOf, StringComparer.Ordinal);
        var configured = package.Rows("MsiServiceConfig")
            .Where(row => row.Number("ConfigType") == ServiceSidType && row.HasBit("Event", AtInstallation)
                && row.Text("Argument") is "1" or "3")
            .Select(row => Plain(row.TextOrEmpty("Name"))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return from row in Rows(package)
               from entry in Entries(row)
               where entry.Trustee.StartsWith(ServicePrefix, StringComparison.OrdinalIgnoreCase)
                   && !services[entry.Trustee].Any(configured.Contains)
               select services.Contains(entry.Trustee)
                   ? $"{row} names the SID of a service that MsiServiceConfig does not give one."
                   : $"{row} names {Quote.Shorten(entry.Trustee)}, which is not the SID of a service of the package.";
    }

    private static IEnumerable<string> Always(AuditedPackage package) =>
        from row in Rows(package)
        where row.Text("Condition") is not null
        select $"{row} has a condition: without it, the object would have the permissions of whoever created it.";

    // Every user may create directories in ProgramData.
    private static IEnumerable<string> OfData(AuditedPackage package)
    {
        var locked = Rows(package).Where(row => row.Text("Table") == "CreateFolder").Select(row => row.Text("LockObject"))
            .ToHashSet(StringComparer.Ordinal);
        return from row in package.Rows("CreateFolder")
               let directory = row.TextOrEmpty("Directory_")
               where package.Directories.RootOf(directory) == "CommonAppDataFolder" && !locked.Contains(directory)
               select $"{row} is in ProgramData, but has no permissions in MsiLockPermissionsEx.";
    }

    private static IEnumerable<AuditedRow> Rows(AuditedPackage package) =>
        package.Rows("MsiLockPermissionsEx").Where(row => row.Text("Table") is "CreateFolder" or "File" or "Registry");

    private static IEnumerable<(string Kind, string Rights, string Trustee)> Entries(AuditedRow row) =>
        from list in Dacl().Matches(row.TextOrEmpty("SDDLText"))
        from entry in Entry().Matches(list.Groups["entries"].Value)
        let parts = entry.Groups["entry"].Value.Split(';')
        select parts.Length < 6 ? ("", "", entry.Value) : (parts[0], parts[2], parts[5]);

    private static bool IsDenied((string Kind, string Rights, string Trustee) entry) => entry.Kind.EndsWith('D');

    // What is not known counts as all rights.
    private static int RightsOf(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mask)
                ? (int)mask
                : Everything;
        }

        var sum = 0;
        for (var i = 0; i < text.Length; i += 2)
        {
            sum |= i + 1 < text.Length && Rights.TryGetValue(text.Substring(i, 2), out var bits) ? bits : Everything;
        }

        return sum;
    }

    private static string Plain(string name) =>
        name.Replace(@"[\[]", "[", StringComparison.Ordinal).Replace(@"[\]]", "]", StringComparison.Ordinal);

    // S-1-5-80 and the SHA-1 of the name in upper case, as five numbers ([MS-DTYP] 2.4.2.4, "NT SERVICE"). The audit does not use the code
    // that it checks, with which it would share a mistake.
    private static string SidOf(string service)
    {
#pragma warning disable CA5350 // The algorithm is the format's.
        var hash = SHA1.HashData(Encoding.Unicode.GetBytes(service.ToUpperInvariant()));
#pragma warning restore CA5350
        return ServicePrefix + string.Join('-', hash.Chunk(sizeof(uint)).Select(part => BinaryPrimitives.ReadUInt32LittleEndian(part)));
    }

    [GeneratedRegex(
        @"D:(?<flags>[A-Z_]*)(?<entries>(?:\([^()]*(?:\([^()]*\))?[^()]*\))*)",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Dacl();

    [GeneratedRegex(@"\((?<entry>[^()]*(?:\([^()]*\))?[^()]*)\)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\AO:(?<owner>S-[0-9-]+|[A-Z]{2})(?:[GDS]:|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex OwnerOf();
}
