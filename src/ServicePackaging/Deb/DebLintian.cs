using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Unix;

namespace ServicePackaging.Deb;

/// <summary>The lintian overrides, each with its reason: where a vendor's package deviates from the rules of Debian's own
/// archive.</summary>
internal static class DebLintian
{
    private const string BundledZlib = "libSystem.IO.Compression.Native.so";

    public static string CreateOverrides(ServiceDefinition definition, string version, EntryTree entries)
    {
        var name = definition.Package.Name;
        var overrides = new List<(string Reason, string Tag)>();
        if (version.EndsWith("-1", StringComparison.Ordinal))
        {
            overrides.Add((
                "Not an upload to Debian's archive, where a first upload closes the bug that asked for it.",
                "initial-upload-closes-no-bugs *"));
        }

        if (entries[$"{definition.Layout.Install}/{BundledZlib}"] is not null)
        {
            overrides.Add((
                "The .NET runtime is part of the package, and with it the zlib that it is built with.",
                $"embedded-library *{BundledZlib}*"));
        }

        if (definition.ControlCommand is { } command)
        {
            overrides.Add(($"'{command} help' says all that there is to say.", $"no-manual-page *usr/bin/{command}*"));
        }

        foreach (var entry in entries.OfType<FileEntry>().Where(IsRestricted))
        {
            overrides.Add(("Configuration that not everybody may read.", $"non-standard-file-perm *[{entry.Path[1..]}]"));
        }

        return string.Concat(overrides.Select(row => $"# {row.Reason}\n{name}: {row.Tag}\n"));
    }

    private static bool IsRestricted(FileEntry entry) =>
        (entry.IsConfiguration && entry.Mode != UnixModes.Data) || entry.Mode == UnixModes.Restricted;
}
