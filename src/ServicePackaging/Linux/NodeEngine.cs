using System.Globalization;
using System.Text.RegularExpressions;
using NuGet.Versioning;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Unix;

namespace ServicePackaging.Linux;

/// <summary>The version of Node.js that a package.json asks for ("engines"; the grammar is that of npm's node-semver).</summary>
internal static partial class NodeEngine
{
    private static readonly string[] ScriptExtensions = [".js", ".mjs", ".cjs"];

    /// <summary>The oldest version that the package.json of the service asks for, or null. It is the nearest one above the script, as for
    /// Node.js itself, or that of the payload's root.</summary>
    public static string? OldestFor(ServiceDefinition definition, Payload payload)
    {
        const string name = NodePackage.FileName;
        var manifests = payload.Items.OfType<PayloadFile>().Where(file => Path.GetFileName(file.Path) == name)
            .ToDictionary(file => file.Path, StringComparer.Ordinal);
        for (var directory = DirectoryOf(ScriptOf(definition) ?? ""); ; directory = DirectoryOf(directory))
        {
            if (manifests.TryGetValue(directory.Length == 0 ? name : $"{directory}/{name}", out var manifest))
            {
                return manifest.NodeEngine is { } range ? Oldest(range) : null;
            }

            if (directory.Length == 0)
            {
                return null;
            }
        }
    }

    /// <summary>The oldest version in a range, as npm reads it; null if it has none or cannot be understood. What is newer than the range
    /// is not excluded: a package that rejects the Node.js of a later release could not be upgraded together with it.</summary>
    public static string? Oldest(string range)
    {
        var alternatives = range.Split("||").Select(OldestOfAll).ToList();
        return alternatives.Contains(null) ? null : alternatives.Min()!.OriginalVersion;
    }

    // The payload's script: the program itself, or the first argument of the interpreter that is one.
    private static string? ScriptOf(ServiceDefinition definition)
    {
        if (ProgramCommand.PayloadPath(definition) is { } program)
        {
            return program;
        }

        var script = definition.Process.Arguments
            .FirstOrDefault(argument => Array.Exists(ScriptExtensions, end => argument.EndsWith(end, StringComparison.Ordinal)));
        string[] prefixes = [DirectoryTokens.InstallPrefix, definition.Layout.Install + "/", "./"];
        var prefix = Array.Find(prefixes, start => script?.StartsWith(start, StringComparison.Ordinal) == true);
        return script?[(prefix?.Length ?? 0)..].TrimStart('/');
    }

    private static string DirectoryOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    // All comparators of an alternative apply, so the newest of their bounds does. Null if one cannot be understood.
    private static NuGetVersion? OldestOfAll(string alternative)
    {
        NuGetVersion? oldest = null;
        var text = Hyphen().Replace(alternative.Trim(), ">=$1 <=$2");
        var end = 0;
        for (var match = Comparator().Match(text); match.Success && match.Index == end; match = match.NextMatch())
        {
            end = match.Index + match.Length;
            var bound = BoundOf(match.Groups[1].Value, match.Groups[2].Value);
            oldest = bound is not null && (oldest is null || bound > oldest) ? bound : oldest;
        }

        return end == text.Length ? oldest : null;
    }

    private static NuGetVersion? BoundOf(string sign, string version)
    {
        var parts = version.Split('.')
            .TakeWhile(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)).ToList();
        if (parts.Count == 0 || sign.StartsWith('<'))
        {
            return null;
        }

        if (sign == ">")
        {
            // >18 is newer than every 18.
            parts[^1] = (int.Parse(parts[^1], CultureInfo.InvariantCulture) + 1L).ToString(CultureInfo.InvariantCulture);
        }

        return NuGetVersion.TryParse(string.Join('.', parts), out var bound) ? bound : null;
    }

    [GeneratedRegex(@"\A(\S+)\s+-\s+(\S+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hyphen();

    [GeneratedRegex(
        @"(>=|<=|>|<|=|\^|~>|~|)\s*v?((?:[0-9]{1,9}|[xX*])(?:\.(?:[0-9]{1,9}|[xX*])){0,2})(?:[-+][0-9A-Za-z.+-]*)?(?:\s+|\z)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Comparator();
}
